using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Hostile;

/// <summary>What a request says that it will bring is no content, and who keeps nothing takes no room.</summary>
public sealed class ClaimTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_ThatClaimAGigabyteEach_ReserveNothingAndRemoveNothing()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { StorageBytes = 4L << 30 });
        string mine = await DoneAsync(studio, studio.Client);
        var liars = new List<RawClient>();
        for (int i = 0; i < 8; i++)
        {
            RawClient liar = await RawClient.ConnectAsync(studio.Address);
            liars.Add(liar);
            await liar.HeadAsync("POST /api/v1/jobs", "Content-Length: 1073741824\n");
            await liar.WriteAsync("\0\0\0\u0018ftyp"u8.ToArray());
        }

        using HttpClient other = studio.NewClient();
        string others = await DoneAsync(studio, other);
        Assert.Equal("done", (await studio.Client.GetAsync(mine, HttpStatusCode.OK)).GetProperty("state").GetString());
        Assert.Equal("done", (await other.GetAsync(others, HttpStatusCode.OK)).GetProperty("state").GetString());
        liars.ForEach(static liar => liar.Dispose());
    }

    [Fact]
    public async Task Pictures_ThatClaimMuch_TakeNoMemoryOfOthers()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { WaitingBytes = 8 << 20 });
        var liars = new List<RawClient>();
        for (int i = 0; i < 16; i++)
        {
            RawClient liar = await RawClient.ConnectAsync(studio.Address);
            liars.Add(liar);
            await liar.HeadAsync("POST /api/v1/detect", "Content-Length: 33554432\n");
            await liar.WriteAsync(new byte[8]);
        }

        await studio.Client.PostAsync("/api/v1/detect", Samples.Blank(), HttpStatusCode.OK);
        liars.ForEach(static liar => liar.Dispose());
    }

    [Fact]
    public async Task Requests_ThatKeepNothing_BeginNoSessionAndEndNone()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string mine = await DoneAsync(studio, studio.Client);
        using var handler = new HttpClientHandler { UseCookies = false };
        using var stranger = new HttpClient(handler) { BaseAddress = studio.Address };
        foreach (
            string path in Enumerable
                .Repeat("/api/v1/jobs", 300)
                .Append("/api/v1/jobs/x")
                .Append("/api/v1/jobs/results")
                .Append("/api/v1/explain/x/y")
        )
        {
            using HttpResponseMessage response = await stranger.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.False(response.Headers.Contains("Set-Cookie"), path);
        }

        for (int i = 0; i < 300; i++)
        {
            await stranger.PostAsync("/api/v1/session", [], HttpStatusCode.OK);
        }

        await stranger.PostAsync("/api/v1/jobs", "text"u8.ToArray(), HttpStatusCode.UnsupportedMediaType);
        Assert.Equal("done", (await studio.Client.GetAsync(mine, HttpStatusCode.OK)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("bearer 0000")]
    [InlineData("Basic dTpw")]
    [InlineData("nonsense")]
    public async Task Key_ThatIsWrong_IsUnauthorizedAndBeginsNothing(string authorization)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        foreach (
            (HttpMethod method, string path) in ((HttpMethod, string)[])
                [
                    (HttpMethod.Get, "/api/v1/jobs"),
                    (HttpMethod.Get, "/api/v1/models"),
                    (HttpMethod.Post, "/api/v1/jobs"),
                    (HttpMethod.Post, "/api/v1/session"),
                    (HttpMethod.Get, "/nothing"),
                ]
        )
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            if (method == HttpMethod.Post)
            {
                request.Content = new ByteArrayContent(path == "/api/v1/jobs" ? Samples.Blank() : []);
            }

            using HttpResponseMessage response = await studio.Client.SendAsync(request, Cancellation);
            await Asking.ReadAsync(response, HttpStatusCode.Unauthorized);
            Assert.False(response.Headers.Contains("Set-Cookie"), path);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task Key_OfTheAnswer_OpensTheSessionAndOneThatIsChangedDoesNot()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string key = (await studio.Client.PostAsync("/api/v1/session", [], HttpStatusCode.OK))
            .GetProperty("session")
            .GetString()!;
        string mine = await DoneAsync(studio, studio.Client);
        using HttpClient program = studio.NewClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await program.GetAsync(mine, HttpStatusCode.OK);
        foreach (
            string wrong in (string[])[$"{(key[0] == 'a' ? 'b' : 'a')}{key[1..]}", key[..^1], key + "0", key[..24]]
        )
        {
            program.DefaultRequestHeaders.Authorization = new("Bearer", wrong);
            await program.GetAsync(mine, HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Connections_WithHalfAHead_GiveWay()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(
            new StudioLimits { Connections = 8, ConnectionsPerAddress = 4 },
            isOnLan: true
        );
        foreach (Uri address in (Uri[])[studio.Address, new($"https://localhost:{studio.LanAddress!.Port}/")])
        {
            var half = new List<TcpClient>();
            for (int i = 0; i < 40; i++)
            {
                var client = new TcpClient();
                half.Add(client);
                await client.ConnectAsync("127.0.0.1", address.Port, Cancellation);
                if (address.Scheme == "http")
                {
                    await client.GetStream().WriteAsync("GET /api/v1/health HTTP/1.1\r\nHo"u8.ToArray(), Cancellation);
                }
            }

            // While the flood is still being taken in, a connection may go with it; a browser asks again, too.
            using HttpClient proper = studio.NewClient(address);
            await Waiting.UntilAsync(() => AnswersAsync(proper), "no answer beside half-sent heads");
            using HttpClient here = studio.NewClient();
            await here.GetAsync("/api/v1/health", HttpStatusCode.OK);
            half.ForEach(static client => client.Dispose());
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            await client.GetAsync("/api/v1/health", HttpStatusCode.OK);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> DoneAsync(RunningStudio studio, HttpClient client)
    {
        JsonElement created = await client.PostAsync("/api/v1/jobs", Samples.Blank(), HttpStatusCode.Accepted);
        string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
        await Waiting.UntilAsync(
            async () => (await client.GetAsync(path, HttpStatusCode.OK)).GetProperty("state").GetString() == "done",
            "jobs in work"
        );
        return path;
    }
}
