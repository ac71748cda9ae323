using System.Net;
using System.Net.Sockets;
using Spotter.Media.Video;
using Spotter.Media.Video.Inputs;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

public sealed class HostileVideoTests(Clips clips)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_FilesThatNameOthers_ShowNothingOfThem()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hostile = new HostileVideos(clips.Path("hostile"), ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.True(hostile.Pretenders.Count + hostile.Videos.Count >= 40);

        foreach (string path in hostile.Pretenders)
        {
            await Assert.ThrowsAsync<VideoException>(() => VideoProbe.ReadAsync(File(path), Stop));
            var e = await Assert.ThrowsAsync<VideoException>(() =>
                VideoReader.OpenAsync(File(path), cancellationToken: Stop)
            );
            Assert.StartsWith($"{path} ", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }

        foreach (string path in hostile.Videos)
        {
            foreach (Frame frame in await FramesOf(path))
            {
                Assert.True(frame.Bgr.Pixels[0] > 200 && frame.Bgr.Pixels[2] < 60, $"{path} shows another file");
            }
        }

        Assert.False(listener.Pending(), "somebody asked an address that only a hostile file names");
    }

    [Fact]
    public void Tools_FilesThatNameOthers_OpenNothingElse()
    {
        string? strace = FfmpegPrograms.Find("strace", null, Environment.GetEnvironmentVariable("PATH"));
        Assert.SkipWhen(strace is null, "strace is not installed");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hostile = new HostileVideos(clips.Path("traced"), ((IPEndPoint)listener.LocalEndpoint).Port);
        string log = clips.Path("strace.log");

        // Every demuxer that the bytes could come to, whatever our own look at them says: what they are told must hold
        // alone.
        foreach (string path in hostile.Pretenders.Concat(hostile.Videos))
        {
            string demuxer = Path.GetExtension(path) switch
            {
                ".avi" => "avi",
                ".mkv" or ".webm" => "matroska",
                ".ts" => "mpegts",
                ".mxf" => "mxf",
                ".wmv" or ".asf" => "asf",
                _ => "mov",
            };
            IReadOnlyList<string> input = ToolInput.File(path, new VideoContainer("a video", demuxer)).Arguments;
            string[] trace = ["-f", "-e", "trace=openat,open,connect,execve", "-s", "500", "-o", log];
            Trace(strace!, [.. trace, FfmpegPrograms.Ffprobe, "-v", "error", "-show_streams", .. input]);
            AssertAlone(path, log);
            Trace(strace!, [.. trace, FfmpegPrograms.Ffmpeg, "-v", "error", "-nostdin", .. input, "-f", "null", "-"]);
            AssertAlone(path, log);
        }

        Assert.False(listener.Pending(), "somebody asked an address that only a hostile file names");
    }

    private static void AssertAlone(string path, string log)
    {
        string[] calls = System.IO.File.ReadAllLines(log);
        Assert.Contains(calls, static call => call.Contains("execve", StringComparison.Ordinal));
        string folder = Path.GetDirectoryName(path)!;
        Assert.All(
            calls.Where(call =>
                call.Contains(folder, StringComparison.Ordinal)
                || call.Contains(HostileVideos.Canary, StringComparison.Ordinal)
            ),
            call =>
                Assert.True(
                    call.Contains("execve", StringComparison.Ordinal)
                        || call.Contains($"\"{Escaped(path)}\"", StringComparison.Ordinal),
                    $"{path}: {call}"
                )
        );
        Assert.DoesNotContain(calls, static call =>
            call.Contains("connect(", StringComparison.Ordinal) && call.Contains("AF_INET", StringComparison.Ordinal)
        );
    }

    private static string Escaped(string path) => path.Replace("\"", "\\\"", StringComparison.Ordinal);

    private static void Trace(string strace, string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(strace, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            }
        )!;
        process.StandardInput.Close();
        Task errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        errors.GetAwaiter().GetResult();
    }

    private static VideoSource File(string path) => new(VideoSourceKind.File, path);

    private static async Task<List<Frame>> FramesOf(string path)
    {
        var frames = new List<Frame>();
        try
        {
            await using VideoReader video = await VideoReader.OpenAsync(File(path), cancellationToken: Stop);
            await foreach (Frame frame in video.WithCancellation(Stop))
            {
                frames.Add(frame);
            }
        }
        catch (VideoException e)
        {
            Assert.DoesNotContain('\n', e.Message);
        }

        return frames;
    }
}
