using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class FlickerMeterTests
{
    [Theory]
    [InlineData("..........", 0, 0)]
    [InlineData("1111111111", 0, 0)]
    [InlineData("...1......", 1, 0)]
    [InlineData("...11.....", 1, 0)]
    [InlineData("...111....", 0, 0)]
    [InlineData("1111.11111", 0, 1)]
    [InlineData("1111..1111", 0, 1)]
    [InlineData("1111...111", 0, 0)]
    [InlineData("...1.1....", 2, 1)]
    [InlineData(".1..1..1..", 3, 2)]
    [InlineData(".1...1...1", 2, 0)]
    [InlineData("1.........", 0, 0)]
    [InlineData(".........1", 0, 0)]
    public void Add_OneBox_CountsShortShowingsAndGaps(string shown, int appearances, int vanishings)
    {
        var meter = new FlickerMeter();
        foreach (char frame in shown)
        {
            meter.Add(frame == '1' ? [At(10)] : []);
        }

        Assert.Equal((appearances, vanishings), (meter.Appearances, meter.Vanishings));
        Assert.Equal(appearances + vanishings, meter.Total);
        Assert.Equal((10, shown.Count(frame => frame == '1')), (meter.FrameCount, meter.BoxCount));
    }

    [Fact]
    public void Add_MovingBox_IsOneShowing()
    {
        var meter = new FlickerMeter();
        for (int i = 0; i < 50; i++)
        {
            meter.Add([At(5 * i)]);
        }

        Assert.Equal(0, meter.Total);
    }

    [Fact]
    public void Add_BoxJumpsAway_IsAnotherShowing()
    {
        var meter = new FlickerMeter();
        foreach (int x in new[] { 10, 10, 10, 200, 10, 10, 10 })
        {
            meter.Add([At(x)]);
        }

        Assert.Equal((1, 1), (meter.Appearances, meter.Vanishings));
    }

    [Fact]
    public void Add_LabelsAlternate_Flicker()
    {
        var meter = new FlickerMeter();
        for (int i = 0; i < 10; i++)
        {
            meter.Add([At(10) with { Label = i % 2 == 0 ? "face" : "smiling" }]);
        }

        Assert.True(meter.Appearances >= 7 && meter.Vanishings >= 7);
    }

    [Fact]
    public void Add_EqualBoxesTwice_AreTwoShowings()
    {
        var meter = new FlickerMeter();
        meter.Add([]);
        meter.Add([At(10), At(10)]);
        meter.Add([]);
        Assert.Equal(2, meter.Appearances);
    }

    [Fact]
    public void Add_LimitOfOne_CountsNothing()
    {
        var meter = new FlickerMeter(1);
        foreach (string frame in new[] { "", "1", "", "1", "" })
        {
            meter.Add(frame.Length > 0 ? [At(10)] : []);
        }

        Assert.Equal(0, meter.Total);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlickerMeter(0));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(25)]
    public void Add_TracksOfUnsteadyDetector_FlickerATenthOfDetections(double framesPerSecond)
    {
        var world = new SyntheticWorld
        {
            Objects = [new(100, 100, 30, 5), new(700, 300, -40, 0), new(300, 600, 5, -20), new(600, 700, 0, 0)],
            Seed = 11,
            FramesPerSecond = framesPerSecond,
            Frames = 400,
            Jitter = 0.03,
            MissRate = 0.4,
            FalseAlarmRate = 0.5,
        };
        var raw = new FlickerMeter();
        var tracked = new FlickerMeter();
        var tracker = new Tracker();
        foreach ((int frame, List<Detection> detections) in world.Watch())
        {
            raw.Add(detections);
            tracked.Add(tracker.Update(detections, world.TimeOf(frame)).Shown());
        }

        Assert.True(raw.Total > 500 && tracked.Total * 10 <= raw.Total, $"{tracked.Total} of {raw.Total}");
    }

    private static Detection At(int x) => new(new Box(x, 20, 30, 60), 1, "person");
}
