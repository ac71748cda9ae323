using System.Diagnostics;
using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

public sealed class VideoReaderTests(Clips clips)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<List<(long Index, double Seconds, int Width, int Height, byte Gray)>> ReadAll(
        string source,
        VideoReadOptions? options = null
    )
    {
        var frames = new List<(long, double, int, int, byte)>();
        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(source), options, Stop);
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            frames.Add(
                (
                    frame.Index,
                    frame.Timestamp.TotalSeconds,
                    frame.Width,
                    frame.Height,
                    frame.Gray.Pixels[(frame.Width * 5) + 5]
                )
            );
            video.Recycle(frame);
        }

        return frames;
    }

    // The clip has 16 + 3 n in the video's limited range.
    private static byte GrayOf(long n) => (byte)Math.Min(255, Math.Round(3 * n * 255.0 / 219));

    [Theory]
    [InlineData(PixelMode.Color)]
    [InlineData(PixelMode.Gray)]
    public async Task Read_File_GivesEveryFrameInOrder(PixelMode pixels)
    {
        var frames = await ReadAll(clips.Counting, new VideoReadOptions { Pixels = pixels });

        Assert.Equal(60, frames.Count);
        for (int n = 0; n < frames.Count; n++)
        {
            Assert.Equal(n, frames[n].Index);
            Assert.Equal(n / 25.0, frames[n].Seconds, 5);
            Assert.InRange(frames[n].Gray, GrayOf(n) - 1, GrayOf(n) + 1);
        }
    }

    [Fact]
    public async Task Read_CancelledWhileFramesWait_EndsAtOnce()
    {
        // A live source, of which more frames come than are read: once one was dropped there is always a newer one.
        var options = new VideoReadOptions { Loop = true, Live = true };
        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(clips.Plain), options, Stop);
        using var cancel = new CancellationTokenSource();
        int after = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Frame frame in video.WithCancellation(cancel.Token))
            {
                after += cancel.IsCancellationRequested ? 1 : 0;
                long dropped = video.FramesDropped;
                await Waiting.UntilAsync(() => video.FramesDropped > dropped, "no frames that wait");
                await cancel.CancelAsync();
            }
        });

        Assert.Equal(0, after);
    }

    [Fact]
    public async Task Read_VariableFrameRate_GivesTheTimesThatFfprobeGives()
    {
        double[] expected = [.. Clips.Probe(clips.Variable, "frame=pts_time").Select(double.Parse)];

        var frames = await ReadAll(clips.Variable);

        Assert.Equal(40, expected.Length);
        Assert.Equal(expected.Length, frames.Count);
        Assert.All(frames.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Seconds, 1e-5));
        Assert.Equal(0.1, frames[^1].Seconds - frames[^2].Seconds, 1e-4);
        Assert.Equal(1.0 / 30, frames[1].Seconds - frames[0].Seconds, 1e-4);
    }

    [Fact]
    public async Task Read_Rotated_GivesPicturesAsShown()
    {
        await using VideoReader plain = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Plain),
            cancellationToken: Stop
        );
        await using VideoReader rotated = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Rotated),
            cancellationToken: Stop
        );
        Frame upright = await FirstAsync(plain);
        Frame turned = await FirstAsync(rotated);

        Assert.Equal((240, 320), (turned.Width, turned.Height));
        Assert.Equal((240, 320), (rotated.Info.Width, rotated.Info.Height));
        for (int y = 0; y < 320; y += 7)
        {
            for (int x = 0; x < 240; x += 7)
            {
                // A quarter clockwise: the left column becomes the top row, read from below; against the clock: the
                // right one.
                int from = rotated.Info.Rotation == 90 ? ((239 - x) * 320) + y : (x * 320) + 319 - y;
                Assert.Equal(upright.Gray.Pixels[from], turned.Gray.Pixels[(y * 240) + x]);
            }
        }
    }

    [Fact]
    public async Task Read_Stride_KeepsTheIndicesOfTheVideo()
    {
        var frames = await ReadAll(clips.Counting, new VideoReadOptions { Stride = 7, Pixels = PixelMode.Gray });

        Assert.Equal([0, 7, 14, 21, 28, 35, 42, 49, 56], frames.Select(f => f.Index));
        Assert.All(frames, f => Assert.InRange(f.Gray, GrayOf(f.Index) - 1, GrayOf(f.Index) + 1));
        Assert.All(frames, f => Assert.Equal(f.Index / 25.0, f.Seconds, 5));
    }

    [Fact]
    public async Task Read_StartAndDuration_KeepsTheTimesOfTheFile()
    {
        var options = new VideoReadOptions { Start = TimeSpan.FromSeconds(1), Duration = TimeSpan.FromSeconds(0.4) };

        var frames = await ReadAll(clips.Counting, options);

        Assert.Equal(10, frames.Count);
        Assert.Equal(1.0, frames[0].Seconds, 3);
        Assert.Equal(1.36, frames[^1].Seconds, 3);
        Assert.InRange(frames[0].Gray, GrayOf(25) - 1, GrayOf(25) + 1);
    }

    [Fact]
    public async Task Open_StartBehindTheEnd_SaysHowLongItIs()
    {
        var e = await Assert.ThrowsAsync<VideoException>(() =>
            ReadAll(clips.Counting, new VideoReadOptions { Start = TimeSpan.FromMinutes(1) })
        );

        Assert.Contains("has no frame after 00:01:00, it is 00:00:02.4", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(160, 160, 120)]
    [InlineData(321, 320, 240)]
    [InlineData(101, 101, 76)]
    public async Task Read_MaxWidth_OnlyMakesSmaller(int maxWidth, int width, int height)
    {
        var frames = await ReadAll(clips.Plain, new VideoReadOptions { MaxWidth = maxWidth });

        Assert.Equal(50, frames.Count);
        Assert.All(frames, f => Assert.Equal((width, height), (f.Width, f.Height)));
    }

    [Fact]
    public async Task Read_FramesPerSecond_GivesAnEvenRate()
    {
        var frames = await ReadAll(clips.Variable, new VideoReadOptions { FramesPerSecond = 10 });

        Assert.InRange(frames.Count, 19, 21);
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.Equal(0.1, pair.Second.Seconds - pair.First.Seconds, 4));
    }

    [Theory]
    [InlineData(PixelMode.Color)]
    [InlineData(PixelMode.Gray)]
    public async Task Read_OddSize_GivesWholePictures(PixelMode pixels)
    {
        var frames = await ReadAll(clips.Odd, new VideoReadOptions { Pixels = pixels });

        Assert.Equal(12, frames.Count);
        Assert.All(frames, f => Assert.Equal((161, 121), (f.Width, f.Height)));
    }

    [Fact]
    public async Task Read_Colour_IsWhatFfmpegMakesOfIt()
    {
        string raw = clips.Path("plain.bgr");
        Clips.Run(
            FfmpegPrograms.Ffmpeg,
            "-v",
            "error",
            "-y",
            "-i",
            clips.Plain,
            "-frames:v",
            "1",
            "-pix_fmt",
            "bgr24",
            "-f",
            "rawvideo",
            raw
        );
        byte[] expected = await File.ReadAllBytesAsync(raw, Stop);
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Plain),
            cancellationToken: Stop
        );
        Frame frame = await FirstAsync(video);

        // Chroma at edges depends on how it is brought to full size; elsewhere only rounding may differ.
        int different = frame
            .Bgr.Pixels.Take(expected.Length)
            .Zip(expected)
            .Count(pair => Math.Abs(pair.First - pair.Second) > 3);
        Assert.InRange(different, 0, expected.Length / 20);
        byte[] viaColour = frame.Bgr.ToGray().Pixels;
        Assert.InRange(
            frame.Gray.Pixels.Take(viaColour.Length).Zip(viaColour).Average(pair => Math.Abs(pair.First - pair.Second)),
            0,
            3
        );
    }

    [Fact]
    public async Task Read_StandardInput_NeedsNoFile()
    {
        await using FileStream input = File.OpenRead(clips.Transport);
        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse("-"), null, input, Stop);
        int count = 0;
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            Assert.Equal((320, 240), (frame.Width, frame.Height));
            count++;
        }

        Assert.Equal(50, count);
    }

    [Fact]
    public async Task Open_StandardInputWithText_SaysSo()
    {
        using var input = new MemoryStream("this is no video"u8.ToArray());

        var e = await Assert.ThrowsAsync<VideoException>(() =>
            VideoReader.OpenAsync(VideoSource.Parse("-"), null, input, Stop)
        );

        Assert.StartsWith("standard input is not a video but text", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CutOffFile_DeliversWhatIsThereThenFailsOnce()
    {
        string cut = clips.Cut(clips.Noisy, 0.6, "cut.mp4");
        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(cut), cancellationToken: Stop);
        int count = 0;

        var e = await Assert.ThrowsAsync<VideoException>(async () =>
        {
            await foreach (Frame _ in video.WithCancellation(Stop))
            {
                count++;
            }
        });

        Assert.InRange(count, 40, 80);
        Assert.Equal(SpotterErrorKind.Damaged, e.Kind);
        Assert.StartsWith(
            $"{cut} is damaged or cut off: it ends after {count} frames of 100",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task Recycle_EveryFrame_UsesFewArrays()
    {
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Counting),
            new VideoReadOptions { BufferedFrames = 2 },
            Stop
        );
        var arrays = new HashSet<byte[]>(ReferenceEqualityComparer.Instance);
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            arrays.Add(frame.Bgr.Pixels);
            video.Recycle(frame);
            video.Recycle(frame);
        }

        Assert.InRange(arrays.Count, 1, 6);
    }

    [Fact]
    public async Task Recycle_Never_LeavesEveryFrameAsItWas()
    {
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Counting),
            cancellationToken: Stop
        );
        var frames = new List<Frame>();
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            frames.Add(frame);
        }

        Assert.All(frames, f => Assert.InRange(f.Gray.Pixels[0], GrayOf(f.Index) - 1, GrayOf(f.Index) + 1));
    }

    [Fact]
    public async Task Dispose_InTheMiddle_EndsTheDecoder()
    {
        var video = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Plain),
            new VideoReadOptions { Loop = true },
            Stop
        );
        await FirstAsync(video);
        Assert.NotEmpty(Decoders());

        await video.DisposeAsync();

        Assert.DoesNotContain(Decoders(), line =>
            line.Contains("-stream_loop\0-1\0-i\0file:" + clips.Plain, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Read_Cancelled_Throws()
    {
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Plain),
            new VideoReadOptions { Loop = true },
            Stop
        );
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Frame frame in video.WithCancellation(cancel.Token))
            {
                if (frame.Index == 5)
                {
                    await cancel.CancelAsync();
                }
            }
        });
    }

    [Fact]
    public async Task Read_LoopedFile_TimesGoOnRisingAndMemoryStaysFlat()
    {
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(clips.Plain),
            new VideoReadOptions { Loop = true },
            Stop
        );
        TimeSpan last = TimeSpan.FromTicks(-1);
        var arrays = new HashSet<byte[]>(ReferenceEqualityComparer.Instance);
        await foreach (Frame frame in video.WithCancellation(Stop))
        {
            Assert.True(frame.Timestamp > last);
            last = frame.Timestamp;
            arrays.Add(frame.Bgr.Pixels);
            video.Recycle(frame);
            if (frame.Index == 3000)
            {
                break;
            }
        }

        Assert.InRange(last.TotalSeconds, 118, 122);
        Assert.InRange(arrays.Count, 1, new VideoReadOptions().BufferedFrames + 4);
    }

    [Theory]
    [InlineData(0, 0, 1, null)]
    [InlineData(1, -1, 1, null)]
    [InlineData(1, 0, 0, null)]
    [InlineData(1, 0, 1, 15)]
    public async Task Open_OptionOutOfRange_Throws(int stride, int start, int buffered, int? maxWidth)
    {
        var options = new VideoReadOptions
        {
            Stride = stride,
            Start = TimeSpan.FromSeconds(start),
            BufferedFrames = buffered,
            MaxWidth = maxWidth,
        };

        await Assert.ThrowsAsync<ArgumentException>(() =>
            VideoReader.OpenAsync(VideoSource.Parse(clips.Plain), options, Stop)
        );
    }

    private static async Task<Frame> FirstAsync(VideoReader video)
    {
        await using IAsyncEnumerator<Frame> frames = video.GetAsyncEnumerator(Stop);
        Assert.True(await frames.MoveNextAsync());
        return frames.Current;
    }

    private static List<string> Decoders() =>
        [.. Process.GetProcessesByName("ffmpeg").Select(p => ReadCommandLine(p.Id)).Where(line => line.Length > 0)];

    private static string ReadCommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
