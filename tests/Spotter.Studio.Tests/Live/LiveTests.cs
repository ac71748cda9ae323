using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Live;

public sealed class LiveTests(SharedStudio shared) : IClassFixture<SharedStudio>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_SettingsAndFrames_AreAnsweredInTheirOrder()
    {
        RunningStudio studio = shared.Running;
        using ClientWebSocket socket = await studio.OpenLiveAsync();
        await SendAsync(socket, """{"type":"settings","detectors":["smiles"],"search":{"minSize":40},"smoothing":0}""");
        for (int i = 0; i < 6; i++)
        {
            await socket.SendAsync(
                i % 2 == 0 ? Samples.Face : Samples.Blank(),
                WebSocketMessageType.Binary,
                true,
                Cancellation
            );
        }

        JsonElement ready = await ReceiveAsync(socket);
        Assert.Equal("ready", ready.GetProperty("type").GetString());
        Assert.Contains(
            "smiling",
            ready.GetProperty("labels").EnumerateArray().Select(static label => label.GetString())
        );
        for (int i = 0; i < 6; i++)
        {
            JsonElement result = await ReceiveAsync(socket);
            Assert.Equal(
                ("result", i),
                (result.GetProperty("type").GetString(), result.GetProperty("frame").GetInt32())
            );
            Assert.Equal(i % 2 == 0, result.GetProperty("detections").GetArrayLength() > 0);
        }
    }

    [Fact]
    public async Task Live_WithSmoothing_KeepsAnIdentity()
    {
        RunningStudio studio = shared.Running;
        using ClientWebSocket socket = await studio.OpenLiveAsync();
        var seen = new Dictionary<int, int>();

        // A machine with much else to do may take so long between two frames that a track is given up and another
        // begins.
        await Waiting.UntilAsync(
            async () =>
            {
                await socket.SendAsync(Samples.Face, WebSocketMessageType.Binary, true, Cancellation);
                JsonElement result = await ReceiveAsync(socket);
                foreach (JsonElement found in result.GetProperty("detections").EnumerateArray())
                {
                    int id = found.GetProperty("id").GetInt32();
                    seen[id] = seen.GetValueOrDefault(id) + 1;
                }

                return seen.ContainsValue(3);
            },
            "no faces that keep their identity"
        );
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"type":"other"}""")]
    [InlineData("""{"type":"settings","smoothing":7}""")]
    [InlineData("""{"type":"settings","detectors":["nobody"]}""")]
    [InlineData("""{"type":"settings","search":{"scaleFactor":-1}}""")]
    public async Task Live_MalformedText_IsAnErrorAndTheConnectionGoesOn(string text)
    {
        RunningStudio studio = shared.Running;
        using ClientWebSocket socket = await studio.OpenLiveAsync();
        await SendAsync(socket, text);
        JsonElement error = await ReceiveAsync(socket);
        Assert.Equal("error", error.GetProperty("type").GetString());
        Assert.False(error.TryGetProperty("frame", out _));
        await socket.SendAsync(Samples.Blank(), WebSocketMessageType.Binary, true, Cancellation);
        Assert.Equal("result", (await ReceiveAsync(socket)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Live_FramesThatAreNone_AreErrorsWithTheirNumber()
    {
        RunningStudio studio = shared.Running;
        using ClientWebSocket socket = await studio.OpenLiveAsync();
        foreach (
            byte[] bad in (byte[][])
                [
                    [],
                    [1, 2, 3],
                    Samples.Bomb(),
                    Samples.Blank()[..100],
                ]
        )
        {
            await socket.SendAsync(bad, WebSocketMessageType.Binary, true, Cancellation);
        }

        for (int i = 0; i < 4; i++)
        {
            JsonElement error = await ReceiveAsync(socket);
            Assert.Equal(("error", i), (error.GetProperty("type").GetString(), error.GetProperty("frame").GetInt32()));
        }
    }

    [Fact]
    public async Task Live_MessageBeyondTheLimit_EndsTheConnection()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { FrameBytes = 100_000 });
        using ClientWebSocket socket = await studio.OpenLiveAsync();
        await socket.SendAsync(new byte[200_000], WebSocketMessageType.Binary, true, Cancellation);
        WebSocketReceiveResult closed = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[100]), Cancellation);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, closed.CloseStatus);
    }

    [Fact]
    public async Task Live_FiveHundredConnections_AreAnsweredOrRefusedAndTheStudioStaysUp()
    {
        var limits = new StudioLimits();
        await using RunningStudio studio = await RunningStudio.StartAsync(limits);
        var open = new List<ClientWebSocket>();
        int refused = 0;
        for (int i = 0; i < 500; i++)
        {
            try
            {
                open.Add(await studio.OpenLiveAsync());
            }
            catch (WebSocketException e)
            {
                Assert.Contains("429", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.Equal(limits.LiveConnections, open.Count);
        Assert.Equal(500 - limits.LiveConnections, refused);
        await studio.Client.PostAsync("/api/v1/detect", Samples.Blank(), HttpStatusCode.OK);
        await open[^1].SendAsync(Samples.Blank(), WebSocketMessageType.Binary, true, Cancellation);
        Assert.Equal("result", (await ReceiveAsync(open[^1])).GetProperty("type").GetString());

        // Those that leave without a word make room.
        open.ForEach(static socket => socket.Abort());
        await Waiting.UntilAsync(
            async () =>
                (
                    await studio.Client.GetStringAsync(new Uri("/api/v1/metrics", UriKind.Relative), Cancellation)
                ).Contains("spotter_live_connections 0", StringComparison.Ordinal),
            "live connections"
        );
    }

    [Fact]
    public async Task Live_ClientThatNeverReads_HoldsUpNobodyElse()
    {
        RunningStudio studio = shared.Running;
        using ClientWebSocket deaf = await studio.OpenLiveAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        byte[] frame = Samples.Blank();
        Task sending = Task.Run(() => SendUntilAsync(deaf, frame, over.Token), Cancellation);
        using ClientWebSocket other = await studio.OpenLiveAsync();
        for (int i = 0; i < 50; i++)
        {
            await other.SendAsync(frame, WebSocketMessageType.Binary, true, Cancellation);
            Assert.Equal("result", (await ReceiveAsync(other)).GetProperty("type").GetString());
        }

        await over.CancelAsync();
        await sending;
    }

    [Fact]
    public async Task Live_EightClientsAtFullSpeed_AreAllServed()
    {
        RunningStudio studio = shared.Running;
        byte[] frame = Samples.Blank(640, 480);
        const int Enough = 20;
        var answered = new int[8];
        int served = 0;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Task.WhenAll(
                answered.Select(
                    async (_, client) =>
                    {
                        using ClientWebSocket socket = await studio.OpenLiveAsync();
                        await socket.SendAsync(frame, WebSocketMessageType.Binary, true, Cancellation);
                        while (!over.IsCancellationRequested)
                        {
                            // Two in flight, as the page does.
                            await socket.SendAsync(frame, WebSocketMessageType.Binary, true, Cancellation);
                            await ReceiveAsync(socket);
                            if (
                                Interlocked.Increment(ref answered[client]) == Enough
                                && Interlocked.Increment(ref served) == answered.Length
                            )
                            {
                                await over.CancelAsync();
                            }
                        }
                    }
                )
            )
            .WaitAsync(Waiting.Patience, Cancellation);
        Assert.All(answered, static count => Assert.InRange(count, Enough, int.MaxValue));
    }

    /// <summary>Sends frames for as long as the socket takes them; that its buffers are full then ends it.</summary>
    private static async Task SendUntilAsync(ClientWebSocket socket, byte[] frame, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await socket.SendAsync(frame, WebSocketMessageType.Binary, true, over);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException) { }
    }

    private static ValueTask SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, true, Cancellation);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult received = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), Cancellation);
        Assert.True(received.EndOfMessage && received.MessageType == WebSocketMessageType.Text);
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }
}
