using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Detectors;

public sealed class CascadeTraceTests
{
    [Theory]
    [InlineData("haarcascade_frontalface_default")] // stumps
    [InlineData("haarcascade_frontalface_alt2")] // trees
    [InlineData("haarcascade_frontalcatface_extended")] // tilted
    [InlineData("lbpcascade_frontalface")]
    public void Run_AnyCascade_WindowsThatPassAllStagesAreTheRawCandidates(string cascade)
    {
        ModelInfo model = ModelCatalog.Get(cascade);
        var options = new DetectionOptions { ScaleFactor = 1.2, MinNeighbors = 0 };
        GrayImage gray = SyntheticPictures.Make("face", 90, 90, 3);
        CascadeTrace trace = CascadeTrace.Run(
            model.LoadCascade(),
            gray.View,
            options,
            TestContext.Current.CancellationToken
        );
        IEnumerable<Box> passed = trace.Levels.SelectMany(level =>
            Enumerable
                .Range(0, level.StagesPassed.Length)
                .Where(i => level.StagesPassed[i] == trace.Model.Stages.Length)
                .Select(level.BoxOf)
        );
        IReadOnlyList<Detection> found = model
            .CreateDetector()
            .Detect(new Frame(gray), options, TestContext.Current.CancellationToken);
        Assert.Equal(
            found.Select(static d => d.Box).Order(ByPlace),
            passed.Select(box => box.Intersect(new Box(0, 0, 90, 90))).Order(ByPlace)
        );
        Assert.All(trace.Levels, static level => Assert.Equal(level.Columns * level.Rows, level.StagesPassed.Length));
    }

    [Fact]
    public void Run_FlatPicture_EveryWindowIsTooFlat()
    {
        var gray = new GrayImage(60, 60);
        CascadeTrace trace = Trace("haarcascade_frontalface_alt2", gray);
        Assert.NotEmpty(trace.Levels);
        Assert.All(trace.Levels, static level =>
            Assert.All(level.StagesPassed, static passed => Assert.Equal(CascadeTrace.TooFlat, passed))
        );
    }

    [Fact]
    public void Run_NoisyPicture_NeighboursOfWhatFailsAtOnceAreLeftOut()
    {
        GrayImage gray = SyntheticPictures.Make("noise", 60, 60, 1);
        CascadeTrace trace = Trace("haarcascade_frontalface_default", gray);
        foreach (CascadeTraceLevel level in trace.Levels)
        {
            for (int i = 0; i < level.StagesPassed.Length; i++)
            {
                bool followsAFailure = i % level.Columns > 0 && level.StagesPassed[i - 1] == 0;
                Assert.Equal(followsAFailure, level.StagesPassed[i] == CascadeTrace.LeftOut);
            }
        }
    }

    [Fact]
    public void Run_PictureSmallerThanTheWindow_HasNoLevels() =>
        Assert.Empty(Trace("haarcascade_fullbody", new GrayImage(10, 10)).Levels);

    private static CascadeTrace Trace(string cascade, GrayImage gray) =>
        CascadeTrace.Run(
            ModelCatalog.Get(cascade).LoadCascade(),
            gray.View,
            null,
            TestContext.Current.CancellationToken
        );

    private static readonly IComparer<Box> ByPlace = Comparer<Box>.Create(
        static (a, b) => (a.Width, a.Y, a.X).CompareTo((b.Width, b.Y, b.X))
    );
}
