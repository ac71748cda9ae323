using CsCheck;
using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class CountingLineTests
{
    // From left to right: down is in. The boxes are 40 x 40, so the margin is 4 pixels.
    private static CountingLine Line(BoxAnchor anchor = BoxAnchor.BottomCenter) =>
        new("door", new Point(0, 100), new Point(200, 100), new CountingOptions { Anchor = anchor });

    [Fact]
    public void Update_DownAndUp_CountsInAndOut()
    {
        CountingLine line = Line();
        TrackEvent went = Assert.Single(Walk(line, 1, (50, 80), (50, 95), (50, 120)));
        Assert.Equal(new TrackEvent(1, "person", TrackEventKind.LineIn, TimeSpan.FromSeconds(2), 2, "door"), went);
        TrackEvent came = Assert.Single(Walk(line, 1, (50, 120), (50, 101), (50, 80)));
        Assert.Equal(TrackEventKind.LineOut, came.Kind);
        Assert.Equal((1, 1), (line.In, line.Out));
    }

    [Fact]
    public void Update_ReversedLine_SwapsInAndOut()
    {
        var line = new CountingLine("door", new Point(200, 100), new Point(0, 100));
        Assert.Equal(TrackEventKind.LineOut, Assert.Single(Walk(line, 1, (50, 80), (50, 120))).Kind);
    }

    [Fact]
    public void Update_TrembleOnTheLine_CountsOnce() =>
        Gen.Double[-3.4, 3.4]
            .Array[200]
            .Sample(tremble =>
            {
                CountingLine line = Line();
                (double, double)[] path = [(50, 60), .. tremble.Select(d => (50.0, 100 + d)), (50, 140)];
                Assert.Single(Walk(line, 1, path));
                Assert.Equal((1, 0), (line.In, line.Out));
            });

    [Fact]
    public void Update_TrembleOnTheLineAndBack_CountsNothing() =>
        Gen.Double[-3.4, 3.4]
            .Array[200]
            .Sample(tremble =>
            {
                CountingLine line = Line();
                Assert.Empty(Walk(line, 1, [(50, 60), .. tremble.Select(d => (50.0, 100 + d)), (50, 60)]));
            });

    [Fact]
    public void Update_AnyWalk_InAndOutDifferByAtMostOne() =>
        Gen.Select(Gen.Int[20, 180], Gen.Int[0, 200])
            .Array[1, 60]
            .Sample(path =>
            {
                CountingLine line = Line();
                List<TrackEvent> events = Walk(line, 7, [.. path.Select(at => ((double)at.Item1, (double)at.Item2))]);
                Assert.InRange(line.In - line.Out, -1, 1);
                Assert.Equal(events.Count, line.In + line.Out);
                Assert.True(events.Zip(events.Skip(1)).All(pair => pair.First.Kind != pair.Second.Kind));
            });

    [Theory]
    [InlineData(195, 1)]
    [InlineData(205, 0)]
    [InlineData(-5, 0)]
    public void Update_PastAnEnd_IsNotACrossing(double x, int expected)
    {
        CountingLine line = Line();
        Walk(line, 1, (x, 50), (x, 150));
        Assert.Equal(expected, line.In);
    }

    [Fact]
    public void Update_AlongTheLineAndRoundItsEnd_CountsWhereItCrossed()
    {
        CountingLine line = Line();
        Assert.Empty(Walk(line, 1, (150, 60), (150, 98), (260, 98), (260, 102), (260, 140)));
        Assert.Single(Walk(line, 2, (260, 60), (260, 98), (150, 98), (150, 102), (150, 140)));
    }

    [Fact]
    public void Update_AnchorCenter_LooksAtTheMiddle()
    {
        // The lower edge crosses; the middle, 20 pixels higher, does not.
        Assert.Single(Walk(Line(), 1, (50, 90), (50, 110)));
        Assert.Empty(Walk(Line(BoxAnchor.Center), 1, (50, 90), (50, 110)));
        Assert.Single(Walk(Line(BoxAnchor.Center), 1, (50, 110), (50, 130)));
    }

    [Fact]
    public void Update_Labels_AreCountedApart()
    {
        CountingLine line = Line();
        line.Update([At(1, 50, 80), At(2, 120, 80, "car"), At(3, 90, 130)], TimeSpan.Zero, 0);
        line.Update([At(1, 50, 120), At(2, 120, 120, "car"), At(3, 90, 80)], TimeSpan.FromSeconds(1), 1);
        Assert.Equal(["car", "person"], line.Labels);
        Assert.Equal((1, 1), line.CountOf("person"));
        Assert.Equal((1, 0), line.CountOf("car"));
        Assert.Equal((0, 0), line.CountOf("dog"));
    }

    [Fact]
    public void Update_AwayForShort_CountsTheCrossingAndForLong_DoesNot()
    {
        CountingLine line = Line();
        line.Update([At(1, 50, 80)], TimeSpan.Zero, 0);
        line.Update([], TimeSpan.FromSeconds(2), 1);
        Assert.Single(line.Update([At(1, 50, 120)], TimeSpan.FromSeconds(3), 2));
        for (int frame = 0; frame < 6; frame++)
        {
            line.Update([], TimeSpan.FromSeconds(6.5 + frame / 25.0), 3 + frame);
        }

        Assert.Empty(line.Update([At(1, 50, 80)], TimeSpan.FromSeconds(7), 9));
    }

    [Fact]
    public void Update_WithoutIdentity_IsIgnored() => Assert.Empty(Walk(Line(), null, (50, 80), (50, 120)));

    [Fact]
    public void Update_TrackedWorld_CountsEveryOneOnce()
    {
        var world = new SyntheticWorld
        {
            Objects = [new(50, 20, 5, 50), new(120, 20, 0, 40), new(180, 180, -5, -45)],
            Seed = 4,
            Frames = 100,
            Jitter = 0.04,
            MissRate = 0.15,
        };
        var line = new CountingLine("street", new Point(0, 130), new Point(300, 130));
        var tracker = new Tracker();
        foreach ((int frame, List<Detection> detections) in world.Watch())
        {
            line.Update(tracker.Update(detections, world.TimeOf(frame)), world.TimeOf(frame), frame);
        }

        Assert.Equal((2, 1), (line.In, line.Out));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(double.NaN, 5)]
    [InlineData(5, double.PositiveInfinity)]
    public void Constructor_NoLine_SaysSo(double x, double y) =>
        Assert.Contains(
            "line 'a' must run between two different points",
            Assert.Throws<ArgumentException>(() => new CountingLine("a", new Point(1, 1), new Point(x, y))).Message,
            StringComparison.Ordinal
        );

    private static List<TrackEvent> Walk(CountingLine line, int? id, params (double X, double Y)[] feet)
    {
        List<TrackEvent> events = [];
        for (int i = 0; i < feet.Length; i++)
        {
            events.AddRange(line.Update([At(id, feet[i].X, feet[i].Y)], TimeSpan.FromSeconds(i), i));
        }

        return events;
    }

    private static Track At(int? id, double x, double y, string label = "person") =>
        Track.From(new Detection(new Box((int)x - 20, (int)Math.Round(y) - 40, 40, 40), 1, label, id));
}
