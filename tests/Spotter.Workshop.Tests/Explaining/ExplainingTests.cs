using System.Text;
using SkiaSharp;
using Spotter.Media;
using Spotter.Media.Video;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Workshop.Explaining;

namespace Spotter.Workshop.Tests.Explaining;

public sealed class ExplainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0, 12, 6, 6, 0, 6, 6, "upright edge")]
    [InlineData(0, 0, 12, 6, 0, 0, 6, 6, "upright edge")]
    [InlineData(0, 0, 12, 6, 4, 0, 4, 6, "upright line")]
    [InlineData(0, 0, 12, 6, 3, 0, 6, 6, "upright wide line")]
    [InlineData(0, 0, 6, 12, 0, 6, 6, 6, "lying edge")]
    [InlineData(0, 0, 6, 12, 0, 4, 6, 4, "lying line")]
    [InlineData(0, 0, 9, 9, 3, 3, 3, 3, "centre")]
    public void NameOf_TwoRectangles_IsTheKindOfTheLiterature(
        int x,
        int y,
        int w,
        int h,
        int x2,
        int y2,
        int w2,
        int h2,
        string expected
    )
    {
        var feature = new HaarFeature(
            new WeightedRectangle(x, y, w, h, -1),
            new WeightedRectangle(x2, y2, w2, h2, 2),
            default,
            IsTilted: false
        );
        Assert.Equal(expected, FeatureNames.NameOf(feature));
    }

    [Theory]
    [InlineData(10, 0, 2, "tilted edge")] // begins with the whole
    [InlineData(12, 2, 2, "tilted edge")] // ends with it
    [InlineData(11, 1, 2, "tilted wide line")]
    public void NameOf_Tilted_FollowsTheDiagonal(int x2, int y2, int w2, string expected)
    {
        var feature = new HaarFeature(
            new WeightedRectangle(10, 0, 4, 3, -1),
            new WeightedRectangle(x2, y2, w2, 3, 2),
            default,
            IsTilted: true
        );
        Assert.Equal(expected, FeatureNames.NameOf(feature));
    }

    [Fact]
    public void NameOf_EveryFeatureOfTheBuiltInCascades_HasOneOfTheKnownKinds()
    {
        string[] kinds =
        [
            "upright edge",
            "lying edge",
            "upright line",
            "lying line",
            "upright wide line",
            "lying wide line",
            "centre",
            "diagonal",
            "edge",
            "line",
            "wide line",
        ];
        foreach (
            ModelInfo model in ModelCatalog.All.Where(static model =>
                model.Kind == ModelKind.Cascade && model.LoadCascade().FeatureType == CascadeFeatureType.Haar
            )
        )
        {
            foreach (HaarFeature feature in model.LoadCascade().HaarFeatures)
            {
                Assert.Contains(FeatureNames.NameOf(feature).Replace("tilted ", "", StringComparison.Ordinal), kinds);
            }
        }
    }

    // White and black areas weigh the same, or a feature would see brightness.
    [Fact]
    public void WeightAt_UprightFeatures_SumToZeroOverTheWindow()
    {
        CascadeModel model = ModelCatalog.Get("haarcascade_frontalface_default").LoadCascade();
        foreach (HaarFeature feature in model.HaarFeatures[..200])
        {
            float sum = 0;
            for (int i = 0; i < 24 * 24; i++)
            {
                sum += FeatureBitmap.WeightAt(feature, (i % 24) + 0.5f, (i / 24) + 0.5f);
            }

            Assert.Equal(0, sum, 0.01f);
        }
    }

    [Fact]
    public void Count_Trace_NeverRises()
    {
        CascadeTrace trace = Trace();
        long[] left = SurvivorsPlot.Count(trace);
        Assert.Equal(trace.Model.Stages.Length + 1, left.Length);
        Assert.Equal(
            trace.Levels.Sum(static level => level.StagesPassed.Count(static passed => passed != CascadeTrace.LeftOut)),
            left[0]
        );
        Assert.Equal(left.OrderDescending(), left);
    }

    [Fact]
    public void Draw_DepthMap_ShowsTheDeepestWindowOfEachPixel()
    {
        CascadeTrace trace = Trace();
        var map = new DepthMap(Noise(), trace.Model.Stages.Length);
        byte[] untouched = map.Draw().Pixels;
        Assert.Equal(Noise().ToGray().Pixels, untouched.Where(static (_, i) => i % 3 == 0));
        map.Add(trace);
        Assert.NotEqual(untouched, map.Draw().Pixels);
        map.Clear();
        Assert.Equal(untouched, map.Draw().Pixels);
    }

    [Theory]
    [InlineData(0, 68, 1, 84)]
    [InlineData(1, 253, 231, 37)]
    [InlineData(0.5, 33, 145, 140)]
    [InlineData(7, 253, 231, 37)]
    public void At_Shares_RunFromVioletToYellow(double share, byte red, byte green, byte blue) =>
        Assert.Equal(new SKColor(red, green, blue), DepthColors.At(share));

    [Fact]
    public void ToBitmap_MeanOfANegativePair_IsGray()
    {
        var mean = new MeanPositive(new BoxSize(8, 8));
        BgrImage picture = Noise();
        var negative = new BgrImage(
            [.. picture.Pixels.Select(static value => (byte)(255 - value))],
            picture.Width,
            picture.Height
        );
        mean.Add(picture);
        mean.Add(negative);
        using SKBitmap bitmap = mean.ToBitmap();
        Assert.Equal(2, mean.Count);
        Assert.All(bitmap.Pixels, static color => Assert.InRange(color.Red, 120, 136));
    }

    [Theory]
    [InlineData("haarcascade_frontalface_alt2")]
    [InlineData("haarcascade_frontalcatface_extended")]
    [InlineData("lbpcascade_frontalface")]
    public async Task WriteAsync_AnyCascade_LeavesAPageWithEverything(string cascade)
    {
        string picture = _folder.PathOf("noise.png");
        Noise().Save(picture);
        IDetector detector = Detector.FromModel(cascade);
        IReadOnlyList<string> problems = await Explanation.WriteAsync(
            detector,
            cascade,
            _folder.PathOf("out"),
            new ExplainOptions { Picture = picture },
            TestContext.Current.CancellationToken
        );
        Assert.Empty(problems);
        string page = await File.ReadAllTextAsync(
            _folder.PathOf("out/explain.html"),
            Encoding.UTF8,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(4, page.Split("data:image/png;base64,").Length - 1);
        Assert.Contains("data:video/mp4;base64,", page, StringComparison.Ordinal);
        VideoInfo video = await VideoProbe.ReadAsync(
            VideoSource.Parse(_folder.PathOf("out/windows.mp4")),
            TestContext.Current.CancellationToken
        );
        Assert.Equal((80, 64), (video.Width, video.Height));
        Assert.True(video.FrameCount > 50);
    }

    [Fact]
    public async Task WriteAsync_PositivesWithABrokenOne_NamesItAndUsesTheOthers()
    {
        Noise().Save(_folder.PathOf("crops/a.png"));
        _folder.Touch("crops/b.png", "no picture");
        IReadOnlyList<string> problems = await Explanation.WriteAsync(
            Detector.FromModel("haarcascade_frontalface_alt2"),
            "faces",
            _folder.PathOf("out"),
            new ExplainOptions { Positives = _folder.PathOf("crops") },
            TestContext.Current.CancellationToken
        );
        Assert.Contains("b.png", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains(
            "the mean of the examples (1)",
            await File.ReadAllTextAsync(_folder.PathOf("out/explain.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    private static CascadeTrace Trace() =>
        CascadeTrace.Run(ModelCatalog.Get("haarcascade_frontalface_alt2").LoadCascade(), Noise().ToGray().View);

    private static BgrImage Noise()
    {
        var image = new BgrImage(80, 64);
        new Random(5).NextBytes(image.Pixels);
        return image;
    }
}
