using System.Diagnostics;
using System.Globalization;
using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

public sealed class VideoWriterTests(Clips clips)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<string> Copy(string source, string name, VideoReadOptions? read = null)
    {
        string target = clips.Path(name);
        VideoSource from = VideoSource.Parse(source);
        await using VideoReader video = await VideoReader.OpenAsync(from, read, Stop);
        await using var writer = new VideoWriter(
            target,
            new VideoWriterOptions
            {
                AudioFrom = from,
                FrameRate = video.Info.FrameRate,
                Start = read?.Start ?? TimeSpan.Zero,
            }
        );
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            await writer.WriteAsync(frame, Stop);
            video.Recycle(frame);
        }

        await writer.CompleteAsync();
        Assert.Null(writer.Warning);
        return target;
    }

    private static double Duration(string path) =>
        double.Parse(
            Clips.Run(
                FfmpegPrograms.Ffprobe,
                "-v",
                "error",
                "-show_entries",
                "format=duration",
                "-of",
                "csv=p=0",
                path
            ),
            CultureInfo.InvariantCulture
        );

    private static string AudioHash(string path) =>
        Clips.Run(FfmpegPrograms.Ffmpeg, "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "md5", "-");

    private string[] Leftovers(string name) => Directory.GetFiles(clips.Folder, $".{name}*");

    [Fact]
    public async Task Write_WholeFile_KeepsFramesDurationAndSound()
    {
        string output = await Copy(clips.Plain, "whole.mp4");

        Assert.Equal(["50"], Clips.Probe(output, "stream=nb_frames"));
        Assert.InRange(Duration(output) - Duration(clips.Plain), -0.04, 0.04);
        Assert.Equal(AudioHash(clips.Plain), AudioHash(output));
        Assert.Equal(
            ["h264,Main,320,240,yuv420p,tv,bt709"],
            Clips.Probe(output, "stream=codec_name,profile,width,height,pix_fmt,color_range,color_space")
        );
        Assert.Empty(Leftovers("whole.mp4"));
        byte[] bytes = await File.ReadAllBytesAsync(output, Stop);
        Assert.True(bytes.AsSpan().IndexOf("moov"u8) < bytes.AsSpan().IndexOf("mdat"u8));
    }

    [Fact]
    public async Task Write_VariableFrameRate_KeepsEveryTime()
    {
        double[] expected = [.. Clips.Probe(clips.Variable, "frame=pts_time").Select(double.Parse)];

        string output = await Copy(clips.Variable, "variable-out.mp4");

        double[] actual = [.. Clips.Probe(output, "frame=pts_time").Select(double.Parse)];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.InRange(Duration(output) - Duration(clips.Variable), -0.04, 0.04);
    }

    [Fact]
    public async Task Write_PartOfAFile_CutsTheSoundToo()
    {
        string output = await Copy(
            clips.Plain,
            "part.mp4",
            new VideoReadOptions { Start = TimeSpan.FromSeconds(0.8), Duration = TimeSpan.FromSeconds(0.6) }
        );

        Assert.Equal(["15"], Clips.Probe(output, "stream=nb_frames"));
        Assert.InRange(Duration(output), 0.56, 0.68);
        Assert.Equal(0, double.Parse(Clips.Probe(output, "frame=pts_time")[0]), 2);
    }

    [Fact]
    public async Task Write_OtherSound_BecomesAac()
    {
        string output = await Copy(clips.OtherSound, "sound.mp4");

        Assert.Equal(["aac"], Clips.Probe(output, "stream=codec_name", "a"));
        Assert.InRange(Duration(output) - Duration(clips.OtherSound), -0.04, 0.04);
    }

    [Fact]
    public async Task Write_TransportStreamWithLateStart_KeepsPicturesAndSoundTogether()
    {
        string output = await Copy(clips.Transport, "from-ts.mp4");

        double picture = double.Parse(Clips.Probe(output, "stream=start_time")[0]);
        double sound = double.Parse(Clips.Probe(output, "stream=start_time", "a:0")[0]);
        double pictureBefore = double.Parse(Clips.Probe(clips.Transport, "stream=start_time")[0]);
        double soundBefore = double.Parse(Clips.Probe(clips.Transport, "stream=start_time", "a:0")[0]);
        Assert.Equal(pictureBefore - soundBefore, picture - sound, 0.01);
    }

    [Fact]
    public async Task Write_OddSize_RepeatsTheLastColumnAndRow()
    {
        string output = await Copy(clips.Odd, "odd.mp4");

        Assert.Equal(["162,122,12"], Clips.Probe(output, "stream=width,height,nb_frames"));
        Assert.Equal(1, Duration(output), 0.04);
    }

    [Fact]
    public async Task Write_Colours_ComeBackAsTheyWere()
    {
        (byte B, byte G, byte R)[] colours = [(0, 0, 255), (0, 255, 0), (255, 0, 0), (128, 128, 128), (40, 160, 220)];
        string output = clips.Path("colours.mp4");
        await using (var writer = new VideoWriter(output, new VideoWriterOptions { FrameRate = 10 }))
        {
            for (int i = 0; i < colours.Length; i++)
            {
                var picture = new BgrImage(32, 32);
                for (int p = 0; p < picture.Pixels.Length; p += 3)
                {
                    (picture.Pixels[p], picture.Pixels[p + 1], picture.Pixels[p + 2]) = colours[i];
                }

                await writer.WriteAsync(picture, TimeSpan.FromSeconds(i * 0.1), Stop);
            }

            await writer.CompleteAsync();
        }

        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(output), cancellationToken: Stop);
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            (byte b, byte g, byte r) = colours[frame.Index];
            Assert.InRange(frame.Bgr.Pixels[1500], b - 6, b + 6);
            Assert.InRange(frame.Bgr.Pixels[1501], g - 6, g + 6);
            Assert.InRange(frame.Bgr.Pixels[1502], r - 6, r + 6);
        }

        Assert.Equal(0.5, Duration(output), 0.01);
    }

    [Fact]
    public async Task Dispose_WithoutComplete_FinishesWhatThereIs()
    {
        string output = clips.Path("early.mp4");
        VideoSource from = VideoSource.Parse(clips.Plain);
        await using VideoReader video = await VideoReader.OpenAsync(from, cancellationToken: Stop);
        await using (var writer = new VideoWriter(output, new VideoWriterOptions { AudioFrom = from, FrameRate = 25 }))
        {
            await foreach (Frame frame in video.WithCancellation(Stop))
            {
                if (frame.Index == 20)
                {
                    break;
                }

                await writer.WriteAsync(frame, Stop);
            }
        }

        Assert.Equal(["20"], Clips.Probe(output, "stream=nb_frames"));
        Assert.Equal(0.8, Duration(output), 0.05);
        Assert.Empty(Leftovers("early.mp4"));
    }

    [Fact]
    public async Task Encoder_OnLinux_IsOutOfReachOfTheTerminalsInterrupt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "process groups are read from /proc");
        string output = clips.Path("group.mp4");
        await using var writer = new VideoWriter(output);
        await writer.WriteAsync(new BgrImage(32, 32), TimeSpan.Zero, Stop);

        Process encoder = await EncoderOf("group.mp4");

        Assert.Equal(encoder.Id, GroupOf(encoder.Id));
        Assert.NotEqual(GroupOf(Environment.ProcessId), GroupOf(encoder.Id));
        await writer.CompleteAsync();
        Assert.True(encoder.WaitForExit(Waiting.Patience));
    }

    [Fact]
    public async Task Complete_EncoderWasInterrupted_StillGivesAGoodFile()
    {
        string output = clips.Path("interrupted.mp4");
        await using var writer = new VideoWriter(output, new VideoWriterOptions { FrameRate = 25 });
        for (int i = 0; i < 120; i++)
        {
            await writer.WriteAsync(new BgrImage(64, 64), TimeSpan.FromSeconds(i / 25.0), Stop);
        }

        // Where there is no setsid the terminal's Ctrl-C reaches ffmpeg as this does.
        Clips.Run("kill", "-INT", (await EncoderOf("interrupted.mp4")).Id.ToString(CultureInfo.InvariantCulture));
        await writer.CompleteAsync();

        Assert.InRange(int.Parse(Clips.Probe(output, "stream=nb_frames")[0]), 1, 120);
    }

    [Fact]
    public async Task Write_EncoderDies_SaysSoAndLeavesNothing()
    {
        string output = clips.Path("killed.mp4");
        await using var writer = new VideoWriter(output, new VideoWriterOptions { FrameRate = 25 });
        await writer.WriteAsync(new BgrImage(640, 480), TimeSpan.Zero, Stop);
        Clips.Run("kill", "-KILL", (await EncoderOf("killed.mp4")).Id.ToString(CultureInfo.InvariantCulture));

        var e = await Assert.ThrowsAsync<VideoException>(async () =>
        {
            for (int i = 1; i < 100; i++)
            {
                await writer.WriteAsync(new BgrImage(640, 480), TimeSpan.FromSeconds(i / 25.0), Stop);
            }

            await writer.CompleteAsync();
        });

        Assert.Equal(SpotterErrorKind.Usage, e.Kind);
        await writer.DisposeAsync();
        Assert.False(File.Exists(output));
        Assert.Empty(Leftovers("killed.mp4"));
    }

    [Fact]
    public async Task Write_BadUse_Throws()
    {
        Assert.Equal(
            SpotterErrorKind.Usage,
            Assert.Throws<VideoException>(() => new VideoWriter(clips.Path("no/such/out.mp4"))).Kind
        );
        Assert.Equal(SpotterErrorKind.Usage, Assert.Throws<VideoException>(() => new VideoWriter(clips.Folder)).Kind);
        Assert.Throws<VideoException>(() => new VideoWriter(clips.Plain, new VideoWriterOptions { Overwrite = false }));
        Assert.Throws<ArgumentException>(() =>
            new VideoWriter(clips.Path("x.mp4"), new VideoWriterOptions { Quality = 52 })
        );
        await using var writer = new VideoWriter(clips.Path("sizes.mp4"));
        await writer.WriteAsync(new BgrImage(32, 32), TimeSpan.Zero, Stop);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            writer.WriteAsync(new BgrImage(34, 32), TimeSpan.FromSeconds(1), Stop).AsTask()
        );
        await using var empty = new VideoWriter(clips.Path("none.mp4"));
        await Assert.ThrowsAsync<VideoException>(empty.CompleteAsync);
        Assert.False(File.Exists(clips.Path("none.mp4")));
    }

    private static int GroupOf(int id) =>
        int.Parse(
            File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[2],
            CultureInfo.InvariantCulture
        );

    private static async Task<Process> EncoderOf(string name)
    {
        Process? encoder = null;
        await Waiting.UntilAsync(
            () =>
            {
                encoder = Array.Find(Process.GetProcessesByName("ffmpeg"), process =>
                    Waiting.TryRead($"/proc/{process.Id}/cmdline").Contains($".{name}.", StringComparison.Ordinal)
                );
                return encoder is not null;
            },
            $"no encoders that write {name}"
        );
        return encoder!;
    }
}
