using System.Globalization;
using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

/// <summary>
/// What of a source stands beside the written pictures: its sound, whole and in time, and no word that was not to be
/// shown.
/// </summary>
public sealed class SoundtrackTests(Clips clips)
{
    private const string Planted = "PLANTED";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Four seconds, white and loud at 1 s and at 3 s.</summary>
    private string Flash =>
        clips.Make(
            "flash.mp4",
            "-f",
            "lavfi",
            "-i",
            "color=black:s=64x48:r=25:d=4,drawbox=c=white:t=fill:enable='between(t,1,1.2)+between(t,3,3.2)'",
            "-f",
            "lavfi",
            "-i",
            "aevalsrc='if(between(t,1,1.2)+between(t,3,3.2),sin(2*PI*1000*t),0)':d=4:s=48000",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac"
        );

    [Theory]
    [InlineData("late.mp4", 5)]
    [InlineData("late.mkv", 5)]
    [InlineData("late.ts", 100)]
    [InlineData("late.flv", 7)]
    public async Task Write_SourceThatBeginsLate_KeepsFlashAndBeepTogether(string name, int offset)
    {
        string source = clips.Make(
            name,
            "-i",
            Flash,
            "-c",
            "copy",
            "-output_ts_offset",
            offset.ToString(CultureInfo.InvariantCulture)
        );

        string output = await CopyAsync(source, $"from-{name}.mp4");

        AssertTogether(output, 1, 3);
    }

    [Fact]
    public async Task Write_TransportStreamFromASecondOn_KeepsFlashAndBeepTogether()
    {
        string source = clips.Make("part.ts", "-i", Flash, "-c", "copy");

        string output = await CopyAsync(source, "part-of-ts.mp4", start: TimeSpan.FromSeconds(0.5));

        AssertTogether(output, 0.5, 2.5);
    }

    [Fact]
    public async Task ReadAndWrite_ClockThatBeginsAgain_GoesOn()
    {
        byte[] once = await File.ReadAllBytesAsync(clips.Make("once.ts", "-i", Flash, "-c", "copy"), Stop);
        string twice = clips.Write("twice.ts", [.. once, .. once]);
        await using (VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(twice), cancellationToken: Stop))
        {
            TimeSpan last = TimeSpan.FromSeconds(-0.04);
            int count = 0;
            await foreach (Frame frame in video.WithCancellation(Stop))
            {
                Assert.InRange((frame.Timestamp - last).TotalSeconds, 0.02, 0.12);
                last = frame.Timestamp;
                count++;
                video.Recycle(frame);
            }

            Assert.Equal(200, count);
            Assert.Null(video.Warning);
        }

        AssertTogether(await CopyAsync(twice, "from-twice.mp4"), 1, 3, 5, 7);
    }

    [Theory]
    [InlineData("piped.ts")]
    [InlineData("piped.mkv")]
    public async Task Write_StandardInput_KeepsItsSound(string name)
    {
        string source = clips.Make(name, "-i", Flash, "-c", "copy");
        string output = clips.Path($"from-{name}.mp4");
        await using var input = new MemoryStream(await File.ReadAllBytesAsync(source, Stop));
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse("-"),
            new VideoReadOptions { KeepInputAs = clips.Path($".{name}.input") },
            input,
            Stop
        );
        await using var writer = new VideoWriter(output, new VideoWriterOptions { FrameRate = 25, SoundOf = video });
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            await writer.WriteAsync(frame, Stop);
            video.Recycle(frame);
        }

        await writer.CompleteAsync();

        Assert.Null(writer.Warning);
        AssertTogether(output, 1, 3);
    }

    [Fact]
    public async Task Write_BrokenPacket_EncodesTheSoundAgainAndSaysSo()
    {
        byte[] transport = await File.ReadAllBytesAsync(clips.Transport, Stop);
        int[] sound =
        [
            .. Enumerable
                .Range(0, transport.Length / 188)
                .Where(i =>
                    (transport[(i * 188) + 1] & 0x5F) == 1
                    && transport[(i * 188) + 2] == 1
                    && (transport[(i * 188) + 3] & 0x30) == 0x10
                ),
        ];
        foreach (int packet in sound.Skip(sound.Length / 2).Take(3))
        {
            new Random(1).NextBytes(transport.AsSpan((packet * 188) + 8, 180));
        }

        string output = clips.Path("mended.mp4");
        string? warning = await WriteAsync(clips.Write("broken.ts", transport), output, new VideoWriterOptions());

        Assert.Contains("was encoded again", warning, StringComparison.Ordinal);
        Assert.InRange(
            double.Parse(Clips.Probe(output, "stream=duration", "a:0")[0], CultureInfo.InvariantCulture),
            1.7,
            2.2
        );
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("mkv")]
    public async Task Write_SourceIsHidden_LeavesAllItsWordsAndPicturesOut(string container)
    {
        string output = clips.Path($"hidden-{container}.mp4");
        string? warning = await WriteAsync(Rich(container), output, new VideoWriterOptions { HidesSource = true });

        Assert.Contains("1 subtitle track", warning, StringComparison.Ordinal);
        Assert.Contains("chapters", warning, StringComparison.Ordinal);
        byte[] bytes = await File.ReadAllBytesAsync(output, Stop);
        Assert.True(bytes.AsSpan().IndexOf("PLANTED"u8) < 0);
        Assert.True(bytes.AsSpan().IndexOf(Cover().AsSpan(200, 64)) < 0);
        Assert.Equal(
            ["h264", "aac", "aac"],
            Clips.Probe(output, "stream=codec_name", "").Order(StringComparer.Ordinal).Reverse()
        );
        Assert.Empty(Clips.Run(FfmpegPrograms.Ffprobe, "-v", "error", "-show_chapters", "-of", "csv=p=0", output));
    }

    [Fact]
    public async Task Write_SourceIsShown_KeepsTracksAndChaptersButNoPlaceNorTitle()
    {
        string output = clips.Path("rich-out.mp4");
        string? warning = await WriteAsync(Rich("mkv"), output, new VideoWriterOptions());

        Assert.Null(warning);
        Assert.Equal(
            ["h264", "aac,deu", "aac", "mov_text"],
            Clips
                .Probe(output, "stream=codec_name:stream_tags=language", "")
                .Select(static line => line.Replace(",und", "", StringComparison.Ordinal))
                .Where(static line => !line.StartsWith("bin_data", StringComparison.Ordinal))
        );
        Assert.Contains(
            "PLANTEDchapter",
            Clips.Run(FfmpegPrograms.Ffprobe, "-v", "error", "-show_chapters", output),
            StringComparison.Ordinal
        );
        string tags = Clips.Run(
            FfmpegPrograms.Ffprobe,
            "-v",
            "error",
            "-show_entries",
            "format_tags:stream_tags",
            output
        );
        Assert.DoesNotContain(Planted, tags, StringComparison.Ordinal);
    }

    /// <summary>
    /// Two sounds, subtitles, chapters, a cover and what cameras and people write into the head of a file.
    /// </summary>
    private string Rich(string container)
    {
        string metadata = clips.Write(
            "meta.txt",
            System.Text.Encoding.UTF8.GetBytes(
                ";FFMETADATA1\ntitle=PLANTEDtitle\nartist=PLANTEDartist\ncomment=PLANTEDcomment\nlocation=+48.1+011.5/"
                    + "PLANTED\n"
                    + "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=PLANTEDchapter\n"
            )
        );
        string subtitles = clips.Write("words.srt", "1\n00:00:00,500 --> 00:00:02,000\nPLANTEDwords\n"u8.ToArray());
        string cover = clips.Path("cover.jpg");
        Cover();
        string[] head = ["-i", Flash, "-f", "ffmetadata", "-i", metadata, "-i", subtitles];
        string[] tags =
        [
            "-map_metadata",
            "1",
            "-map_chapters",
            "1",
            "-metadata:s:a:0",
            "language=deu",
            "-metadata:s:a:1",
            "title=PLANTEDtrack",
            "-metadata:s:a:0",
            "handler_name=PLANTEDhandler",
        ];
        string[] tracks = ["-map", "0:v", "-map", "0:a", "-map", "0:a", "-map", "2"];
        return container == "mp4"
            ? clips.Make(
                "rich.mp4",
                [
                    .. head,
                    "-i",
                    cover,
                    .. tracks,
                    "-map",
                    "3",
                    .. tags,
                    "-c",
                    "copy",
                    "-c:s",
                    "mov_text",
                    "-disposition:v:1",
                    "attached_pic",
                ]
            )
            : clips.Make(
                "rich.mkv",
                [
                    .. head,
                    .. tracks,
                    .. tags,
                    "-c",
                    "copy",
                    "-attach",
                    cover,
                    "-metadata:s:t",
                    "mimetype=image/jpeg",
                    "-metadata:s:t",
                    "filename=PLANTED.jpg",
                ]
            );
    }

    private byte[] Cover() =>
        File.ReadAllBytes(
            clips.Make("cover.jpg", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=1:duration=1", "-frames:v", "1")
        );

    private async Task<string> CopyAsync(string source, string name, TimeSpan start = default)
    {
        string output = clips.Path(name);
        Assert.Null(await WriteAsync(source, output, new VideoWriterOptions { Start = start }));
        return output;
    }

    private static async Task<string?> WriteAsync(string source, string output, VideoWriterOptions options)
    {
        VideoSource from = VideoSource.Parse(source);
        await using VideoReader video = await VideoReader.OpenAsync(
            from,
            new VideoReadOptions { Start = options.Start },
            Stop
        );
        await using var writer = new VideoWriter(output, options with { AudioFrom = from, FrameRate = 25 });
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            await writer.WriteAsync(frame, Stop);
            video.Recycle(frame);
        }

        await writer.CompleteAsync();
        return writer.Warning;
    }

    private static void AssertTogether(string path, params double[] times)
    {
        double[] flashes =
        [
            .. Rising(
                Clips.Run(
                    FfmpegPrograms.Ffprobe,
                    "-v",
                    "error",
                    "-f",
                    "lavfi",
                    "-i",
                    $"movie={path},signalstats",
                    "-show_entries",
                    "frame=pts_time:frame_tags=lavfi.signalstats.YAVG",
                    "-of",
                    "csv=p=0"
                ),
                128
            ),
        ];
        double[] beeps =
        [
            .. Rising(
                Clips.Run(
                    FfmpegPrograms.Ffprobe,
                    "-v",
                    "error",
                    "-f",
                    "lavfi",
                    "-i",
                    $"amovie={path},astats=metadata=1:reset=1",
                    "-show_entries",
                    "frame=pts_time:frame_tags=lavfi.astats.Overall.RMS_level",
                    "-of",
                    "csv=p=0"
                ),
                -30
            ),
        ];
        Assert.Equal(times.Length, flashes.Length);
        Assert.Equal(times.Length, beeps.Length);
        foreach ((double time, double flash, double beep) in times.Zip(flashes, beeps))
        {
            Assert.Equal(time, flash, 0.08);
            Assert.Equal(flash, beep, 0.06);
        }
    }

    /// <summary>The times at which a value goes above a level.</summary>
    private static IEnumerable<double> Rising(string lines, double level)
    {
        bool above = false;
        foreach (
            string[] fields in lines
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.Split(','))
        )
        {
            double value =
                double.TryParse(fields[1], CultureInfo.InvariantCulture, out double v) && !double.IsInfinity(v)
                    ? v
                    : double.MinValue;
            if (value > level && !above)
            {
                yield return double.Parse(fields[0], CultureInfo.InvariantCulture);
            }

            above = value > level;
        }
    }
}
