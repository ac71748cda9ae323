using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class ScoreScaleTests
{
    [Fact]
    public void Relative_BeforeAnythingIsBelieved_IsThePartOfTheBestSeen()
    {
        var scores = new ScoreScale();
        Assert.Equal(1, scores.Relative(0.01));
        scores.See(0.4);
        scores.See(0.2);
        Assert.Equal(0.5, scores.Relative(0.2), 12);
        Assert.Equal(1, scores.Relative(0.4));

        // No detector is asked to be surer than most are.
        scores.See(1);
        Assert.Equal(0.5, scores.Relative(0.475), 12);
    }

    [Fact]
    public void Relative_OfManySharesBelieved_IsThePartOfTheirMean()
    {
        var scores = new ScoreScale();
        scores.See(1);
        for (int i = 0; i < 100; i++)
        {
            scores.Believe(0.7);
            scores.Believe(0.9);
        }

        Assert.Equal(0.5, scores.Relative(0.4), 12);
        Assert.Equal(1, scores.Relative(0.95));
        Assert.True(scores.IsHigh(0.41) && !scores.IsHigh(0.39));
        Assert.True(scores.IsSure(0.73) && !scores.IsSure(0.71));
    }

    [Fact]
    public void Relative_WhereScoresAreNotShares_IsAlwaysOne()
    {
        var scores = new ScoreScale();
        scores.Believe(0.9);
        scores.See(57);
        Assert.True(scores.Relative(0.1) == 1 && scores.IsSure(-3));
    }

    [Fact]
    public void Update_WeakDetectionsBesideASureTrack_AreBelievedLateOrNever()
    {
        var tracker = new Tracker();
        Detection sure = new(new Box(10, 100, 40, 80), 0.9, "person");
        Detection doubtful = new(new Box(200, 100, 40, 80), 0.6, "person");
        Detection weak = new(new Box(400, 100, 40, 80), 0.4, "person");
        for (int i = 0; i < 10; i++)
        {
            tracker.Update([sure]);
        }

        List<int> counts = [];
        for (int i = 0; i < 30; i++)
        {
            counts.Add(tracker.Update([sure, doubtful, weak]).Count);
        }

        // Three times three hits and one more.
        Assert.Equal(9, counts.Count(count => count == 1));
        Assert.Equal(21, counts.Count(count => count == 2));
    }

    [Fact]
    public void Update_EveryScoreWanted_IsBelievedAtOnce()
    {
        var tracker = new Tracker(new TrackerOptions { HighScore = double.NegativeInfinity, ConfirmationHits = 1 });
        tracker.Update([new Detection(new Box(10, 100, 40, 80), 0.9, "face")]);
        Assert.Equal(
            2,
            tracker
                .Update([
                    new Detection(new Box(10, 100, 40, 80), 0.9, "face"),
                    new Detection(new Box(200, 100, 40, 80), 0.1, "face"),
                ])
                .Count
        );
    }
}
