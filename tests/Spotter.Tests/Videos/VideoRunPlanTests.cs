using Spotter.Applications;
using Spotter.Media.Drawing;
using Spotter.Videos;
using Spotter.Vision;

namespace Spotter.Tests.Videos;

public sealed class VideoRunPlanTests
{
    private static readonly VideoRunPlan Ninth = new(
        new Application(new StubDetector(static _ => [])) { SmallestShare = 1.0 / 9 },
        new VideoRunOptions()
    );

    [Theory]
    [InlineData(1280, 720, 80)]
    [InlineData(720, 1280, 80)]
    [InlineData(320, 240, 26)]
    public void DetectionOf_Share_IsOfTheShorterSide(int width, int height, int side) =>
        Assert.Equal(new BoxSize(side, side), Ninth.DetectionOf(width, height).MinSize);

    [Fact]
    public void DetectionOf_Region_CountsTheRegion()
    {
        VideoRunPlan options = Searching(new DetectionOptions { RegionOfInterest = new Box(1000, 0, 900, 360) });
        Assert.Equal(new BoxSize(31, 31), options.DetectionOf(1280, 720).MinSize); // of the 280 pixels that are inside
    }

    [Fact]
    public void DetectionOf_SizeOfTheUser_IsKept()
    {
        var small = new DetectionOptions { MinSize = new BoxSize(20, 20) };
        var notLarge = new DetectionOptions { MaxSize = new BoxSize(60, 60) };
        Assert.Equal(small.MinSize, Searching(small).DetectionOf(1280, 720).MinSize);
        Assert.Null(Searching(notLarge).DetectionOf(1280, 720).MinSize);
    }

    [Fact]
    public void DetectionOf_RunThatTracks_FindsWhatIsWeak()
    {
        Assert.True(Ninth.DetectionOf(1280, 720).FindsWeak);
        Assert.False(
            (Ninth with { Application = Ninth.Application with { Tracking = null } }).DetectionOf(1280, 720).FindsWeak
        );
    }

    [Theory]
    [InlineData(DrawStyle.Blur)]
    [InlineData(DrawStyle.Pixelate)]
    [InlineData(DrawStyle.Solid)]
    public void DetectionOf_Hiding_LooksForAllSizes(DrawStyle style) =>
        Assert.Null(
            (Ninth with { Application = Ninth.Application with { Drawing = new AnnotatorOptions { Style = style } } })
                .DetectionOf(1280, 720)
                .MinSize
        );

    [Fact]
    public void DetectionOf_NoShare_LeavesItToTheDetector() =>
        Assert.Null(
            (Ninth with { Application = new Application(Ninth.Application.Detector) }).DetectionOf(1280, 720).MinSize
        );

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void SmallestShare_OutOfRange_SaysTheRange(double share) =>
        Assert.Contains(
            "0 or more and below 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ninth.Application with { SmallestShare = share }).Message,
            StringComparison.Ordinal
        );

    private static VideoRunPlan Searching(DetectionOptions detection) =>
        Ninth with
        {
            Options = new VideoRunOptions { Detection = detection },
        };
}
