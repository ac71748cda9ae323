using System.Text.Json;
using Spotter.Applications;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Sources;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Tests.Videos;

public sealed class VideoRunTests(Clip clip) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WithOutput_KeepsFramesDurationAndSound()
    {
        string output = Path.Combine(_folder.Path, "out.mp4");
        VideoSummary summary = await RunAsync(StubDetector.MovingFace, new VideoRunOptions { Output = output });
        VideoInfo info = await VideoProbe.ReadAsync(VideoSource.Parse(output), TestContext.Current.CancellationToken);
        Assert.Equal(Clip.Frames, summary.Frames);
        Assert.Equal(Clip.Frames, info.FrameCount);
        Assert.Equal("aac", info.AudioCodec);
        Assert.InRange(info.Duration!.Value.TotalSeconds, 1.96, 2.04);
        Assert.Equal(1, summary.Identities["face"]);
    }

    [Fact]
    public async Task Run_Json_HasALineAFrameInOrderWithIdentities()
    {
        using var json = new MemoryStream();
        using var writer = new JsonFrameWriter(json);
        await RunAsync(StubDetector.MovingFace, new VideoRunOptions { Writers = [writer] });
        JsonElement[] lines = [.. Lines(json)];
        Assert.Equal(
            Enumerable.Range(0, Clip.Frames),
            lines.Select(static line => line.GetProperty("frame").GetInt32())
        );
        Assert.Equal(0.4, lines[10].GetProperty("time").GetDouble(), 3);
        JsonElement face = lines[^1].GetProperty("detections")[0];
        Assert.Equal(1, face.GetProperty("id").GetInt32());
        Assert.InRange(face.GetProperty("x").GetInt32(), 56, 62);
        Assert.Empty(lines[0].GetProperty("detections").EnumerateArray());
    }

    [Fact]
    public async Task Run_Cut_EndsTheBoxesOfTheSceneBefore()
    {
        // Without the cut the box would linger.
        using var json = new MemoryStream();
        using var writer = new JsonFrameWriter(json);
        var detector = new StubDetector(static frame =>
            frame.Index < Clip.CutAt ? [new Detection(new Box(40, 40, 40, 40), 1, "face")] : []
        );
        await VideoRun.RunAsync(
            new Application(detector),
            clip.WithCut,
            new VideoRunOptions { Writers = [writer] },
            cancellationToken: TestContext.Current.CancellationToken
        );
        int[] counts = [.. Lines(json).Select(static line => line.GetProperty("detections").GetArrayLength())];
        Assert.All(counts[5..Clip.CutAt], static count => Assert.Equal(1, count));
        Assert.All(counts[Clip.CutAt..], static count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task Run_Stride_SearchesEveryThirdFrameAndCarriesTracksOn()
    {
        using var json = new MemoryStream();
        using var writer = new JsonFrameWriter(json);
        StubDetector detector = StubDetector.MovingFace;
        await RunAsync(detector, new VideoRunOptions { Stride = 3, Writers = [writer] });
        JsonElement[] lines = [.. Lines(json)];
        Assert.Equal(17, detector.Calls);
        Assert.Equal(Clip.Frames, lines.Length);
        Assert.All(lines[12..], static line => Assert.Equal(1, line.GetProperty("detections").GetArrayLength()));
    }

    [Fact]
    public async Task Run_StrideWithoutTracking_LeavesTheFramesBetweenOut()
    {
        VideoSummary summary = await RunAsync(
            new Application(StubDetector.MovingFace) { Tracking = null },
            new VideoRunOptions { Stride = 5 }
        );
        Assert.Equal(10, summary.Frames);
        Assert.Empty(summary.Identities);
    }

    [Fact]
    public async Task Run_Line_CountsTheCrossing()
    {
        using var json = new MemoryStream();
        using var writer = new JsonFrameWriter(json);
        var line = new CountingLine("gate", new Point(50, 0), new Point(50, 120));
        await RunAsync(StubDetector.MovingFace, new VideoRunOptions { Monitors = [line], Writers = [writer] });
        Assert.Equal(1, line.In + line.Out);
        JsonElement happened = Assert.Single(Lines(json), static line => line.TryGetProperty("event", out _));
        Assert.StartsWith("line_", happened.GetProperty("event").GetString(), StringComparison.Ordinal);
        Assert.Equal("gate", happened.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Run_FailClosed_HidesTheFrameThatFailedAndGoesOn()
    {
        string output = Path.Combine(_folder.Path, "safe.mp4");
        var detector = new StubDetector(static frame =>
            frame.Index == 20 ? throw new InvalidOperationException("broken") : []
        );
        VideoSummary summary = await RunAsync(
            Blurring(detector),
            new VideoRunOptions { Output = output, FailsClosed = true }
        );
        Assert.Equal(Clip.Frames, summary.Frames);
        Assert.Equal(1, summary.Hidden);
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(output),
            null,
            TestContext.Current.CancellationToken
        );
        await foreach (Frame frame in video)
        {
            // Noise differs from pixel to pixel; what is hidden is smooth.
            double roughness = Roughness(frame.Gray);
            Assert.True(frame.Index == 20 ? roughness < 4 : roughness > 8, $"frame {frame.Index}: {roughness}");
        }
    }

    [Fact]
    public async Task Run_DetectorFails_EndsWithItsException()
    {
        var detector = new StubDetector(static frame =>
            frame.Index == 20 ? throw new InvalidOperationException("broken") : []
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(detector, new VideoRunOptions()));
    }

    [Fact]
    public async Task Run_Interrupted_LeavesAWholeVideo()
    {
        string output = Path.Combine(_folder.Path, "part.mp4");
        using var stop = new CancellationTokenSource();
        var detector = new StubDetector(frame =>
        {
            if (frame.Index == 20)
            {
                stop.Cancel();
            }

            return [];
        });
        VideoSummary summary = await VideoRun.RunAsync(
            new Application(detector),
            clip.Source,
            new VideoRunOptions { Output = output },
            null,
            stop.Token
        );
        Assert.True(summary.IsInterrupted);
        Assert.InRange(summary.Frames, 20, Clip.Frames);
        VideoInfo info = await VideoProbe.ReadAsync(VideoSource.Parse(output), TestContext.Current.CancellationToken);
        Assert.Equal(summary.Frames, info.FrameCount);
    }

    [Fact]
    public async Task Run_ViewIsClosed_EndsThere()
    {
        await using var view = new StubView(closesAfter: 10);
        VideoSummary summary = await RunAsync(
            StubDetector.MovingFace,
            new VideoRunOptions
            {
                View = view,
                Reading = new VideoReadOptions { Loop = true },
            }
        );
        Assert.True(summary.IsClosed);
        Assert.False(summary.IsInterrupted);
        Assert.InRange(summary.Frames, 10, 60);
    }

    [Fact]
    public async Task Run_Crops_CutsOutEachIdentityOnceWhereItIsSurest()
    {
        // Two faces; the second grows and is found more surely all the time.
        var detector = new StubDetector(static frame =>
            [
                new Detection(new Box(10, 10, 30, 30), 5, "face"),
                new Detection(
                    frame.Index < 20 ? new Box(85, 45, 50, 50) : new Box(80, 40, 60, 60),
                    1 + (frame.Index * 0.1),
                    "face"
                ),
            ]
        );
        VideoSummary summary = await RunAsync(
            detector,
            new VideoRunOptions { Crops = Path.Combine(_folder.Path, "heads", "clip") }
        );
        string[] crops =
        [
            .. Directory.EnumerateFiles(Path.Combine(_folder.Path, "heads"), "*.png").Order(StringComparer.Ordinal),
        ];
        Assert.Equal(2, summary.Crops);
        Assert.Equal(["clip-face-1.png", "clip-face-2.png"], crops.Select(Path.GetFileName));
        int[] widths = [.. crops.Select(static crop => Picture.Load(crop).Width).Order()];
        Assert.InRange(widths[0], 29, 31);
        Assert.InRange(widths[1], 57, 61);
    }

    [Fact]
    public async Task Run_CropsEverySoOften_AreNumberedThrough()
    {
        var detector = new StubDetector(static frame =>
            [
                new Detection(new Box(10, 10, 30, 30), 5, "face"),
                .. frame.Index < 15
                    ? new[] { new Detection(new Box(85, 45, 50, 50), 4, "face") }
                    : Array.Empty<Detection>(),
            ]
        );
        VideoSummary summary = await RunAsync(
            detector,
            new VideoRunOptions
            {
                Crops = Path.Combine(_folder.Path, "heads", "clip"),
                CropInterval = TimeSpan.FromSeconds(0.4),
            }
        );
        string[] crops = Directory.GetFiles(Path.Combine(_folder.Path, "heads"), "clip-face-*.png");
        Assert.Equal(crops.Length, summary.Crops);
        int[] widths = [.. crops.Select(static crop => Picture.Load(crop).Width)];
        Assert.InRange(widths.Count(static width => width < 40), 3, 20);

        // The second is gone after 0.6 s; a box that is only carried on is not cut out.
        Assert.InRange(widths.Count(static width => width > 40), 1, 2);
    }

    [Fact]
    public async Task Run_Blur_HidesAFaceShortlyBeforeItIsFound()
    {
        string output = Path.Combine(_folder.Path, "safe.mp4");
        var detector = new StubDetector(static frame =>
            frame.Index >= 25 ? [new Detection(new Box(40, 30, 80, 60), 1, "face")] : []
        );
        await RunAsync(Blurring(detector), new VideoRunOptions { Output = output });
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(output),
            null,
            TestContext.Current.CancellationToken
        );
        await foreach (Frame frame in video)
        {
            var face = new GrayImage(80, 60);
            for (int y = 0; y < 60; y++)
            {
                frame.Gray.Pixels.AsSpan(((30 + y) * frame.Width) + 40, 80).CopyTo(face.Pixels.AsSpan(y * 80));
            }

            // 0.4 s at 25 frames a second are 10 frames.
            double roughness = Roughness(face);
            Assert.True(
                frame.Index >= 16 ? roughness < 4 : frame.Index > 13 || roughness > 8,
                $"frame {frame.Index}: {roughness}"
            );
        }
    }

    [Fact]
    public async Task Run_MissingFile_SaysSo()
    {
        VideoException e = await Assert.ThrowsAsync<VideoException>(() =>
            VideoRun.RunAsync(
                new Application(StubDetector.MovingFace),
                Source.Parse("missing.mp4"),
                new VideoRunOptions(),
                null,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(SpotterErrorKind.Missing, e.Kind);
    }

    [Fact]
    public async Task Run_SourceThatIsNoVideo_SaysWhatItIs()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() =>
            VideoRun.RunAsync(
                new Application(StubDetector.MovingFace),
                Source.Parse(_folder.PathOf("missing")),
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
        string picture = _folder.Touch("a.jpg");
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() =>
            VideoRun.RunAsync(
                new Application(StubDetector.MovingFace),
                Source.Parse(picture),
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
        Assert.Equal("source must be one video, got 1 pictures and 0 videos", e.Message);
    }

    private static Application Blurring(IDetector detector) =>
        new(detector) { Drawing = new AnnotatorOptions { Style = DrawStyle.Blur } };

    private Task<VideoSummary> RunAsync(IDetector detector, VideoRunOptions options) =>
        RunAsync(new Application(detector), options);

    private Task<VideoSummary> RunAsync(Application application, VideoRunOptions options) =>
        VideoRun.RunAsync(application, clip.Source, options, null, TestContext.Current.CancellationToken);

    private static IEnumerable<JsonElement> Lines(MemoryStream json) =>
        System
            .Text.Encoding.UTF8.GetString(json.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement);

    private static double Roughness(GrayImage gray)
    {
        long sum = 0;
        for (int i = 1; i < gray.Width * gray.Height; i++)
        {
            sum += Math.Abs(gray.Pixels[i] - gray.Pixels[i - 1]);
        }

        return (double)sum / (gray.Width * gray.Height);
    }
}
