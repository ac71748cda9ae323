using Spotter.Vision.Evaluation;

namespace Spotter.Vision.Tests.Evaluation;

/// <summary>Cases whose figures are worked out by hand; Workshop's tests have the published ones.</summary>
public sealed class TrackingScoreTests
{
    [Fact]
    public void Measure_TrackThatChangesItsIdentityHalfway_CostsHalfOfTheAssociation()
    {
        TrackingScore score = Score(10, static frame => ([Object(1, 0)], [Track(frame < 5 ? 1 : 2, 0)]));
        Assert.Equal((10, 0, 0, 1), Counts(score));
        Assert.Equal(0.9, score.Clear.Mota, 12);
        Assert.Equal(
            (5, 5, 5),
            (score.Identity.TruePositives, score.Identity.FalseNegatives, score.Identity.FalsePositives)
        );
        Assert.Equal(0.5, score.Identity.F1, 12);
        Assert.Equal((1.0, 0.5), (Math.Round(score.Hota.Detection, 12), Math.Round(score.Hota.Association, 12)));
        Assert.Equal(Math.Sqrt(0.5), score.Hota.Hota, 12);
    }

    [Fact]
    public void Measure_OverlapOfThreeFifths_CountsAtTwelveOfNineteenThresholds()
    {
        // 7.5 of 10 pixels shared: 7.5 / 12.5.
        TrackingScore score = Score(4, static _ => ([Object(1, 0)], [Track(1, 2.5)]));
        Assert.Equal((4, 0, 0, 0), Counts(score));
        Assert.Equal(0.6, score.Clear.Motp, 12);
        Assert.Equal(12.0 / 19, score.Hota.Hota, 12);
    }

    [Fact]
    public void Measure_MissAndFalseAlarm_AreCounted()
    {
        TrackingScore score = Score(8, static _ => ([Object(1, 0), Object(2, 100)], [Track(5, 0), Track(6, 300)]));
        Assert.Equal((8, 8, 8, 0), Counts(score));
        Assert.Equal(0, score.Clear.Mota, 12);
        Assert.Equal((0.5, 0.5), (score.Clear.Recall, score.Clear.Precision));
        Assert.Equal((1, 0, 1), (score.Clear.MostlyTracked, score.Clear.PartlyTracked, score.Clear.MostlyLost));

        // 8 / (8 + 8 + 8) found, all of them joined.
        Assert.Equal(Math.Sqrt(1.0 / 3), score.Hota.Hota, 12);
    }

    [Fact]
    public void Measure_Gap_IsAFragmentAndNoSwitch()
    {
        TrackingScore score = Score(10, static frame =>
            ([Object(1, 0)], frame is 4 or 5 ? [Track(2, 200)] : [Track(1, 0)])
        );
        Assert.Equal((8, 2, 2, 0), Counts(score));
        Assert.Equal((1, 0, 1), (score.Clear.Fragments, score.Clear.MostlyTracked, score.Clear.PartlyTracked));
    }

    [Fact]
    public void Measure_BetterTrackComes_ThePairOfTheFrameBeforeStays()
    {
        TrackingScore score = Score(3, static frame =>
            ([Object(1, 0)], frame == 0 ? [Track(1, 3)] : [Track(1, 3), Track(2, 0)])
        );
        Assert.Equal((3, 0, 2, 0), Counts(score));
    }

    [Theory]
    [InlineData(TruthRole.Distractor, 0)]
    [InlineData(TruthRole.Bystander, 3)]
    public void Measure_TrackOnSomethingElse_LeavesOnlyWithADistractor(TruthRole role, int falseAlarms)
    {
        TrackingScore score = Score(3, frame =>
            ([Object(1, 0), new TruthTrack(2, At(100), role)], [Track(1, 0), Track(2, 101)])
        );
        Assert.Equal((3, 0, falseAlarms, 0), Counts(score));
    }

    [Fact]
    public void Measure_TracksOnNothing_LeaveWhereTheyAreLowOrWithinAnIgnoredRegion()
    {
        var region = new TruthTrack(-1, RealBox.FromCorner(90, 0, 60, 100), TruthRole.IgnoredRegion);
        TrackedBox inside = new(2, RealBox.FromCorner(100, 0, 20, 40));
        TrackedBox across = new(3, RealBox.FromCorner(139, 0, 24, 40));
        TrackedBox low = new(4, RealBox.FromCorner(300, 0, 20, 25));
        TrackedBox high = new(5, RealBox.FromCorner(300, 100, 20, 26));
        TrackingScore score = TrackingScore.Measure(
            [new TrackingFrame([Object(1, 0), region], [Track(1, 0), inside, across, low, high])],
            leastHeight: 25
        );
        Assert.Equal((1, 0, 2, 0), Counts(score));
    }

    [Fact]
    public void Measure_NothingAtAll_IsZero()
    {
        TrackingScore score = Score(5, static _ => ([], []));
        Assert.Equal((0.0, 0.0, 0.0), (score.Hota.Hota, score.Identity.F1, score.Clear.Mota));
        Assert.Equal(5, score.Frames);
    }

    [Fact]
    public void Sum_OfTwoSequences_IsThatOfTheirCounts()
    {
        TrackingScore good = Score(30, static _ => ([Object(1, 0)], [Track(1, 0)]));
        TrackingScore bad = Score(10, static _ => ([Object(1, 0)], [Track(1, 500)]));
        var sum = TrackingScore.Sum([good, bad]);
        Assert.Equal((30, 10, 10, 0), Counts(sum));
        Assert.Equal(0.5, sum.Clear.Mota, 12);
        Assert.Equal(0.75, sum.Identity.F1, 12);
        Assert.Equal(Math.Sqrt(0.6), sum.Hota.Hota, 12);
        Assert.Equal(40, sum.Frames);
    }

    [Fact]
    public void Measure_IdentityTwiceInAFrame_IsRefused() =>
        Assert.Contains(
            "identity 1 twice",
            Assert.Throws<ArgumentException>(() => Score(1, static _ => ([], [Track(1, 0), Track(1, 50)]))).Message,
            StringComparison.Ordinal
        );

    private static (int Found, int Missed, int Wrong, int Switches) Counts(TrackingScore score) =>
        (
            score.Clear.TruePositives,
            score.Clear.FalseNegatives,
            score.Clear.FalsePositives,
            score.Clear.IdentitySwitches
        );

    private static TrackingScore Score(int frames, Func<int, (TruthTrack[] Truth, TrackedBox[] Tracks)> at) =>
        TrackingScore.Measure(
            Enumerable.Range(0, frames).Select(frame => new TrackingFrame(at(frame).Truth, at(frame).Tracks))
        );

    private static RealBox At(double x) => RealBox.FromCorner(x, 0, 10, 50);

    private static TruthTrack Object(int id, double x) => new(id, At(x));

    private static TrackedBox Track(int id, double x) => new(id, At(x));
}
