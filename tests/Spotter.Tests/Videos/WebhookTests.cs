using System.Net;
using System.Net.Sockets;
using System.Text;
using Spotter.Videos;
using Spotter.Vision.Tracking;

namespace Spotter.Tests.Videos;

public sealed class WebhookTests
{
    [Fact]
    public async Task Write_ServerFailsOnce_IsTriedAgainAndArrives()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var complaints = new List<string>();
        using var webhook = new Webhook(
            new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/hook"),
            complaints.Add
        );
        Task<string> requests = AnswerAsync(server, "500 Broken", "200 OK");
        webhook.Write(Result());
        webhook.Complete();
        Assert.Contains("\"event\":\"line_in\"", await requests, StringComparison.Ordinal);
        Assert.Single(complaints);
        Assert.Contains("answered 500", complaints[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoServer_DoesNotHoldUpTheVideo()
    {
        using var webhook = new Webhook(new Uri("http://127.0.0.1:9/hook"));
        long start = Environment.TickCount64;
        for (int i = 0; i < 1000; i++)
        {
            webhook.Write(Result());
        }

        Assert.InRange(Environment.TickCount64 - start, 0, 2000);
    }

    [Fact]
    public void New_OtherScheme_IsRefused() =>
        Assert.Throws<ArgumentException>(static () => new Webhook(new Uri("ftp://host/hook")).Dispose());

    private static FrameResult Result() =>
        new(
            "clip.mp4",
            7,
            TimeSpan.FromSeconds(0.28),
            160,
            120,
            [],
            [new TrackEvent(3, "person", TrackEventKind.LineIn, TimeSpan.FromSeconds(0.28), 7, "gate")],
            1
        );

    private static async Task<string> AnswerAsync(TcpListener server, params string[] statuses)
    {
        string last = "";
        foreach (string status in statuses)
        {
            using TcpClient client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            NetworkStream stream = client.GetStream();
            var text = new StringBuilder();
            byte[] buffer = new byte[4096];
            while (!text.ToString().Contains('}', StringComparison.Ordinal))
            {
                text.Append(
                    Encoding.UTF8.GetString(
                        buffer,
                        0,
                        await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)
                    )
                );
            }

            last = text.ToString();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                TestContext.Current.CancellationToken
            );
        }

        return last;
    }
}
