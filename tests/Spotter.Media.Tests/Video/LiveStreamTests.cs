using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

public sealed class LiveStreamTests(Clips clips)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_StreamThatDiesAndReturns_GoesOnAndSaysSo()
    {
        int port = FreePort();
        var states = new ConcurrentQueue<VideoState>();
        var options = new VideoReadOptions
        {
            ReconnectDelay = TimeSpan.FromMilliseconds(300),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(600),
            OnState = states.Enqueue,
        };
        using Process first = Serve(port);
        await using VideoReader video = await OpenAsync(port, options);
        Process? second = null;
        TimeSpan last = TimeSpan.FromTicks(-1);
        long before = -1;
        try
        {
            await foreach (Frame frame in video.WithCancellation(Stop))
            {
                Assert.True(frame.Timestamp > last, $"{frame.Timestamp} after {last}");
                last = frame.Timestamp;
                if (second is null && frame.Index >= 5)
                {
                    first.Kill();
                    await first.WaitForExitAsync(Stop);
                    second = Serve(port);
                    before = frame.Index;
                }

                video.Recycle(frame);
                if (states.Count(s => s.Kind == VideoStateKind.Connected) == 2)
                {
                    Assert.True(frame.Index > before);
                    break;
                }
            }
        }
        finally
        {
            second?.Kill();
            second?.Dispose();
        }

        VideoStateKind[] kinds = [.. states.Select(s => s.Kind).SkipWhile(k => k == VideoStateKind.Connecting)];
        Assert.Equal(
            [VideoStateKind.Connected, VideoStateKind.Lost, VideoStateKind.Retrying, VideoStateKind.Connecting],
            kinds.Take(4)
        );
        Assert.Equal(VideoStateKind.Connected, kinds[^1]);
        Assert.Equal(
            $"tcp://127.0.0.1:{port}: retrying in 0.3 s",
            states.First(s => s.Kind == VideoStateKind.Retrying).ToString()
        );
    }

    [Fact]
    public async Task Read_StreamThatNeverReturns_GivesUpAfterTheTries()
    {
        int port = FreePort();
        var options = new VideoReadOptions { MaxReconnects = 2, ReconnectDelay = TimeSpan.FromMilliseconds(50) };
        using Process server = Serve(port);
        await using VideoReader video = await OpenAsync(port, options);

        var e = await Assert.ThrowsAsync<VideoException>(async () =>
        {
            await foreach (Frame frame in video.WithCancellation(Stop))
            {
                if (!server.HasExited)
                {
                    server.Kill();
                }
            }
        });

        Assert.StartsWith($"tcp://127.0.0.1:{port} was lost after ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NoOneThere_SaysSoAtOnce()
    {
        // Taken, so that no other program gets it, and nobody listens.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)deaf.LocalEndPoint!).Port;

        var e = await Assert.ThrowsAsync<VideoException>(() =>
            VideoReader.OpenAsync(VideoSource.Parse($"tcp://127.0.0.1:{port}"), cancellationToken: Stop)
        );

        Assert.Equal(SpotterErrorKind.Missing, e.Kind);
        Assert.Equal($"tcp://127.0.0.1:{port}: no one answers at this address (connection refused)", e.Message);
    }

    [Fact]
    public async Task Open_SilentServer_GivesUpAfterTheStallTime()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;

        var e = await Assert.ThrowsAsync<VideoException>(() =>
            VideoReader.OpenAsync(
                VideoSource.Parse($"tcp://127.0.0.1:{port}"),
                new VideoReadOptions { StallTimeout = TimeSpan.FromSeconds(1) },
                Stop
            )
        );

        Assert.Contains("no picture came within 1 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SlowReaderOfALiveSource_SeesTheNewestFrames()
    {
        // As fast as it decodes, and dropped where the reader is slower.
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Plain),
            new VideoReadOptions { Live = true },
            Stop
        );
        var indices = new List<long>();
        await foreach (Frame frame in video.WithCancellation(Stop).ConfigureAwait(false))
        {
            indices.Add(frame.Index);
            video.Recycle(frame);
            if (indices.Count == 2)
            {
                break;
            }

            await Waiting.UntilAsync(() => video.FramesDropped == 48, "frames that were neither read nor dropped");
        }

        Assert.InRange(indices[0], 0, 48);
        Assert.Equal(49, indices[1]);
        Assert.Equal(48, video.FramesDropped);
    }

    private Process Serve(int port) =>
        Process.Start(
            new ProcessStartInfo(
                FfmpegPrograms.Ffmpeg,
                [
                    "-v",
                    "quiet",
                    "-nostdin",
                    "-re",
                    "-stream_loop",
                    "-1",
                    "-i",
                    clips.Plain,
                    "-c",
                    "copy",
                    "-f",
                    "mpegts",
                    $"tcp://127.0.0.1:{port}?listen=1",
                ]
            )
            {
                UseShellExecute = false,
            }
        )!;

    private static async Task<VideoReader> OpenAsync(int port, VideoReadOptions options)
    {
        VideoReader? video = null;
        await Waiting.UntilAsync(
            async () =>
            {
                try
                {
                    video = await VideoReader.OpenAsync(VideoSource.Parse($"tcp://127.0.0.1:{port}"), options, Stop);
                }
                catch (VideoException)
                {
                    // The server is not listening yet.
                }

                return video is not null;
            },
            $"no answers at port {port}"
        );
        return video!;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
