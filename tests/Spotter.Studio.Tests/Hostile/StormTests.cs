using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Hostile;

/// <summary>Everything hostile at once, against the tool as users run it.</summary>
public sealed class StormTests : IDisposable
{
    // As docs/how_to/studio.md promises: two pictures of the largest size in work, the pools of bodies and frames,
    // runtime and models.
    private const long MostBytes = 3L << 29;
    private const int Sockets = 500;
    private const int SlowClients = 100;

    private readonly string _sandbox = Directory.CreateTempSubdirectory("spotter-storm-").FullName;

    public void Dispose() => Directory.Delete(_sandbox, recursive: true);

    [Fact]
    public async Task Everything_AtOnce_LeavesTheStudioUpWithinItsMemoryAndItsFolder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the memory of a process is looked up in /proc");
        await using StudioProcess studio = await StudioProcess.StartAsync(_sandbox);
        using var client = new HttpClient { BaseAddress = studio.Address, Timeout = Waiting.Patience };
        Task others = Task.WhenAll(
            ArchivesAsync(client),
            BombsAsync(client),
            LiesAsync(studio),
            LiveAsync(studio),
            StrangersAsync(client)
        );
        await Task.WhenAll(others, SlowAsync(studio, others));

        await client.PostAsync("/api/v1/detect", Samples.Blank(), HttpStatusCode.OK);
        string metrics = await client.GetStringAsync(
            new Uri("/api/v1/metrics", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("spotter_faults_total 0", metrics, StringComparison.Ordinal);
        Assert.Contains("spotter_bodies_bytes 0", metrics, StringComparison.Ordinal);
        long peak = studio.PeakBytes;
        TestContext.Current.TestOutputHelper?.WriteLine($"at most {peak >> 20} MB");
        Assert.InRange(peak, 1, MostBytes);
        Assert.DoesNotContain("   at ", await studio.EndAsync(), StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(_sandbox, "*", SearchOption.AllDirectories), path =>
            Assert.True(
                path.StartsWith(StudioProcess.DataIn(_sandbox), StringComparison.Ordinal)
                    && Path.GetFileName(path) == "lock",
                path
            )
        );
    }

    private static async Task ArchivesAsync(HttpClient client)
    {
        byte[] zeros = new byte[30 << 20];
        await client.PostAsync(
            "/api/v1/datasets",
            Samples.Zip(Enumerable.Range(0, 75).Select(i => ($"a/{i}.jpg", zeros))),
            HttpStatusCode.RequestEntityTooLarge
        );
        await client.PostAsync(
            "/api/v1/datasets",
            Samples.Zip(("../../../evil.jpg", Samples.Blank()), ("/tmp/evil.jpg", Samples.Blank())),
            HttpStatusCode.BadRequest
        );
    }

    private static async Task BombsAsync(HttpClient client)
    {
        byte[] png = PngWriter.Black(30_000, 30_000);
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    client.PostAsync(
                        i % 2 == 0 ? "/api/v1/detect" : "/api/v1/classify?run=none",
                        i % 4 == 0 ? png : Samples.Bomb(),
                        i % 2 == 0 ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.NotFound
                    )
                )
        );

        // As large as is allowed, more of them at a time than there are processors.
        byte[] largest = Samples.Blank(6_200, 6_400);
        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ => client.PostAsync("/api/v1/detect?minSize=3000", largest, HttpStatusCode.OK))
        );
    }

    private static async Task LiesAsync(StudioProcess studio)
    {
        foreach (
            string path in (string[])
                [
                    "/api/v1/detect",
                    "/api/v1/jobs",
                    "/api/v1/datasets",
                    "/api/v1/explain?model=haarcascade_frontalface_alt2",
                    "/api/v1/runs",
                ]
        )
        {
            using RawClient liar = await RawClient.ConnectAsync(studio.Address);
            await liar.HeadAsync($"POST {path}", "Content-Type: application/json\nContent-Length: 10737418240\n");
            await liar.TryWriteAsync("{"u8.ToArray());
            Assert.Equal("HTTP/1.1 413 Payload Too Large", await liar.StatusAsync());
        }
    }

    /// <summary>Clients that begin a request and say no more for as long as the others are at it.</summary>
    private static async Task SlowAsync(StudioProcess studio, Task others)
    {
        RawClient[] slow = await Task.WhenAll(
            Enumerable.Range(0, SlowClients).Select(_ => RawClient.ConnectAsync(studio.Address))
        );
        for (int i = 0; i < slow.Length; i++)
        {
            await (
                i % 2 == 0
                    ? slow[i].TryWriteAsync("POST /api/v1/detect HTTP/1.1\r\nHo"u8.ToArray())
                    : slow[i].HeadAsync("POST /api/v1/detect", "Content-Length: 1000000\n")
            );
        }

        await others;
        Array.ForEach(slow, static client => client.Dispose());
    }

    private static async Task LiveAsync(StudioProcess studio)
    {
        var open = new List<ClientWebSocket>();
        for (int i = 0; i < Sockets; i++)
        {
            var socket = new ClientWebSocket();
            try
            {
                await socket.ConnectAsync(
                    new Uri($"ws://localhost:{studio.Address.Port}/api/v1/live"),
                    TestContext.Current.CancellationToken
                );
                open.Add(socket);
            }
            catch (WebSocketException e)
            {
                Assert.Contains("429", e.Message, StringComparison.Ordinal);
                socket.Dispose();
            }
        }

        Assert.Equal(new StudioLimits().LiveConnections, open.Count);
        byte[] large = new byte[(2 << 20) - 1];
        await Task.WhenAll(
            open.Select(async socket =>
            {
                for (int i = 0; i < 3; i++)
                {
                    await socket.SendAsync(
                        large,
                        WebSocketMessageType.Binary,
                        true,
                        TestContext.Current.CancellationToken
                    );
                }
            })
        );
        await open[0]
            .SendAsync(
                Encoding.UTF8.GetBytes("{\"type\":"),
                WebSocketMessageType.Text,
                true,
                TestContext.Current.CancellationToken
            );
        open.ForEach(static socket => socket.Abort());
    }

    private static async Task StrangersAsync(HttpClient client)
    {
        foreach (
            (string header, string value) in ((string, string)[])
                [("Origin", "https://evil.example"), ("Host", "evil.example"), ("Sec-Fetch-Site", "cross-site")]
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session")
            {
                Content = JsonContent.Create(new { token = "wrong" }),
            };
            request.Headers.TryAddWithoutValidation(header, value);
            using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }
}
