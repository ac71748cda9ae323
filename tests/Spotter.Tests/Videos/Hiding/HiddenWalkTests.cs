using Spotter.Applications;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Tests.Videos.Hiding;

/// <summary>A real face, found by the built-in model, on its known way through a clip: it never shows.</summary>
public sealed class HiddenWalkTests : IDisposable
{
    private const double MostBare = 0.1;

    // A face is hidden in a colour that is nowhere else, so that each pixel tells whether it was.
    private static readonly AnnotatorOptions Magenta = new()
    {
        Style = DrawStyle.Solid,
        Color = DrawColor.FromRgb(255, 0, 255),
    };

    private static readonly int[] Uneven = [20, 40, 200, 33, 90, 40];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(5, 1, true)]
    [InlineData(15, 10, true)]
    [InlineData(30, 3, true)]
    [InlineData(45, 5, true)]
    [InlineData(60, 10, true)]
    [InlineData(70, 10, true)]
    [InlineData(15, 1, false)]
    [InlineData(70, 1, false)]
    public async Task Run_FaceThatWalks_IsHiddenAllTheWay(int speed, int stride, bool tracks)
    {
        Walk walk = Walk.Bouncing(speed, 60);
        await walk.WriteAsync(_folder.PathOf("walk.mp4"));
        await AssertHiddenAsync(walk, new VideoRunOptions { Stride = stride }, tracks ? TrackerOptions.Default : null);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(70)]
    public async Task Run_FramesOfUnevenLength_AreAllHidden(int speed)
    {
        Walk walk = Walk.Bouncing(speed, 50);
        await walk.WriteAsync(_folder.PathOf("walk.mp4"), static i => Uneven[i % Uneven.Length]);
        await AssertHiddenAsync(walk, new VideoRunOptions { Stride = 5 }, TrackerOptions.Default);
    }

    [Theory]
    [InlineData(16, 9, 30, 3)]
    [InlineData(64, 45, 70, 10)]
    [InlineData(64, 45, 5, 1)]
    public async Task Run_PixelsThatAreNotSquare_AreHiddenWhereTheyShow(int wide, int high, int speed, int stride)
    {
        Walk walk = Walk.Bouncing(speed, 50);
        await walk.WriteAsync(_folder.PathOf("walk.mp4"), pixelAspect: (wide, high));
        await AssertHiddenAsync(walk, new VideoRunOptions { Stride = stride }, TrackerOptions.Default);
    }

    [Fact]
    public async Task Run_FilmWithCuts_HidesTheFaceFromTheFirstFrameOfEachScene()
    {
        var walk = new Walk(72, static i => (i / 12 % 3, i % 12) switch
            {
                (0, var at) => (20 + (at * 10), 30),
                (1, var at) => (400 - (at * 30), 230),
                _ => null,
            });
        await walk.WriteAsync(_folder.PathOf("walk.mp4"), grayOf: static i => (byte)(60 + (i / 12 % 3 * 60)));
        await AssertHiddenAsync(walk, new VideoRunOptions { Stride = 3 }, TrackerOptions.Default);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(70)]
    public async Task Run_FaceThatComesInAndGoesOut_IsHiddenAtTheEdges(int speed)
    {
        var walk = new Walk((Walk.Width + 240) / speed, i => ((i * speed) - 230, 120));
        await walk.WriteAsync(_folder.PathOf("walk.mp4"));
        await AssertHiddenAsync(walk, new VideoRunOptions(), TrackerOptions.Default);
    }

    [Fact]
    public async Task Run_StrideWhereFacesAreHidden_SearchesEveryFrameAndSaysSo()
    {
        Walk walk = Walk.Bouncing(15, 12);
        await walk.WriteAsync(_folder.PathOf("walk.mp4"));
        var detector = new StubDetector(static _ => []);
        VideoSummary summary = await RunAsync(
            new Application(detector) { Drawing = Magenta },
            new VideoRunOptions { Stride = 10 }
        );
        Assert.Equal(12, detector.Calls);
        Assert.Contains(
            "every frame is searched, whatever the stride (10)",
            Assert.Single(summary.Warnings),
            StringComparison.Ordinal
        );
    }

    private Task<VideoSummary> RunAsync(Application application, VideoRunOptions options) =>
        VideoRun.RunAsync(
            application,
            VideoSource.Parse(_folder.PathOf("walk.mp4")),
            options with
            {
                Output = _folder.PathOf("hidden.mp4"),
            },
            null,
            TestContext.Current.CancellationToken
        );

    private async Task AssertHiddenAsync(Walk walk, VideoRunOptions options, TrackerOptions? tracking)
    {
        VideoSummary summary = await RunAsync(
            new Application(Detector.Faces()) { Drawing = Magenta, Tracking = tracking },
            options
        );
        Assert.Equal(walk.Frames, summary.Frames);
        int index = 0;
        var bare = new List<string>();
        await using VideoReader video = await VideoReader.OpenAsync(
            VideoSource.Parse(_folder.PathOf("hidden.mp4")),
            null,
            TestContext.Current.CancellationToken
        );
        await foreach (Frame frame in video)
        {
            double share = BareShare(frame.Bgr, walk.FaceIn(index));
            if (share > MostBare)
            {
                bare.Add($"{index}: {share:P0} of {walk.FaceIn(index)}");
            }

            index++;
        }

        Assert.Equal(walk.Frames, index);
        Assert.Empty(bare);
    }

    private static double BareShare(BgrImage image, Box face)
    {
        int bare = 0;
        for (int y = face.Y; y < face.Bottom; y++)
        {
            ReadOnlySpan<byte> row = image.Pixels.AsSpan(((y * image.Width) + face.X) * 3, face.Width * 3);
            for (int x = 0; x < row.Length; x += 3)
            {
                // 4:2:0 smears colours over two pixels at the mask's own edge.
                bare += row[x] > 190 && row[x + 1] < 90 && row[x + 2] > 190 ? 0 : 1;
            }
        }

        return face.Area == 0 ? 0 : (double)bare / face.Area;
    }
}
