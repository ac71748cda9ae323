using System.Net;
using System.Text;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Hostile;

/// <summary>Clients that are slow, or that speak the protocols wrongly.</summary>
public sealed class SlowAndMalformedTests(SharedStudio shared) : IClassFixture<SharedStudio>
{
    private const string Upgrade =
        "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: "
        + "AAAAAAAAAAAAAAAAAAAAAA==\n";

    private RunningStudio Studio => shared.Running;

    [Fact]
    public async Task Body_ThatTrickles_IsGivenUp()
    {
        using RawClient client = await RawClient.ConnectAsync(Studio.Address);
        await client.HeadAsync("POST /api/v1/detect", "Content-Length: 100000\n");
        Task<string?> status = client.StatusAsync();
        await Waiting.UntilAsync(
            async () =>
            {
                // A byte now and then, until the answer is there.
                await Task.WhenAny(status, Task.Delay(500, TestContext.Current.CancellationToken));
                if (!status.IsCompleted)
                {
                    await client.TryWriteAsync(new byte[1]);
                }

                return status.IsCompleted;
            },
            "waits for the rest of a body"
        );
        Assert.Equal("HTTP/1.1 408 Request Timeout", await status);
    }

    [Theory]
    [InlineData("/api/v1/detect")]
    [InlineData("/api/v1/jobs")]
    [InlineData("/api/v1/datasets")]
    public async Task Body_InChunksWithoutALength_EndsAtTheLimit(string path)
    {
        await using RunningStudio small = await RunningStudio.StartAsync(
            new StudioLimits { PictureBytes = 1 << 20, DatasetBytes = 1 << 20 }
        );
        using RawClient client = await RawClient.ConnectAsync(small.Address);
        await client.HeadAsync($"POST {path}", "Content-Type: image/jpeg\nTransfer-Encoding: chunked\n");
        byte[] chunk = [.. "10000\r\n"u8, .. Samples.Blank().AsSpan(0, 20), .. new byte[(1 << 16) - 20], .. "\r\n"u8];
        Task<string?> status = client.StatusAsync();
        for (int i = 0; i < 100 && !status.IsCompleted; i++)
        {
            await client.TryWriteAsync(chunk);
        }

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await status);
    }

    [Theory]
    [InlineData("a reserved opcode", new byte[] { 0x83, 0x80, 0, 0, 0, 0 })]
    [InlineData("reserved bits", new byte[] { 0xF2, 0x80, 0, 0, 0, 0 })]
    [InlineData("a length of 2^63", new byte[] { 0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("a continuation of nothing", new byte[] { 0x80, 0x80, 0, 0, 0, 0 })]
    [InlineData("text that is no UTF-8", new byte[] { 0x81, 0x82, 0, 0, 0, 0, 0xFF, 0xFE })]
    public async Task WebSocketFrame_Malformed_EndsThatConnectionOnly(string what, byte[] frame)
    {
        using RawClient client = await RawClient.ConnectAsync(Studio.Address);
        await client.HeadAsync("GET /api/v1/live", Upgrade);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", await client.StatusAsync());
        await client.WriteAsync(frame);
        Task ended = client.EndAsync();
        bool isText = frame[0] == 0x81;
        Assert.True(
            isText
                || await Task.WhenAny(ended, Task.Delay(Waiting.Patience, TestContext.Current.CancellationToken))
                    == ended,
            $"{what}: the connection goes on"
        );
        await Studio.Client.GetAsync("/api/v1/health", HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET /api/v1/health HTTP/9.9\r\n\r\n")]
    [InlineData("\0\u0001\u0002\u0003\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")]
    [InlineData("POST /api/v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /api/v1/detect HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZZZ\r\n")]
    public async Task Request_Malformed_IsRefused(string request)
    {
        using RawClient client = await RawClient.ConnectAsync(Studio.Address);
        await client.WriteAsync(Encoding.Latin1.GetBytes(request));
        string status = await client.StatusAsync() ?? "HTTP/1.1 4";
        Assert.True(
            status.StartsWith("HTTP/1.1 4", StringComparison.Ordinal)
                || status.StartsWith("HTTP/1.1 505", StringComparison.Ordinal),
            status
        );
        await Studio.Client.GetAsync("/api/v1/health", HttpStatusCode.OK);
    }
}
