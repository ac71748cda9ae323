using CsCheck;
using Spotter.Vision.Evaluation;

namespace Spotter.Vision.Tests.Evaluation;

public sealed class DetectionCurveTests
{
    private const int Precision = 12;

    private static readonly Gen<(int Score, bool IsHit)[]> Outcomes = Gen.Select(Gen.Int[0, 9], Gen.Bool).Array[0, 30];

    // Scores 5 hit, 4 false, 3 hit, 2 hit, 1 false, of 4 things in 2 pictures:
    // recall      1/4  1/4  2/4  3/4  3/4
    // precision   1/1  1/2  2/3  3/4  3/5    the best from there on: 1 3/4 3/4 3/4 3/5
    private static readonly DetectionCurve Small = Curve(4, 2, (5, true), (4, false), (3, true), (2, true), (1, false));

    [Fact]
    public void AveragePrecision_SmallExample_IsTheAreaWorkedOutByHand() =>
        Assert.Equal((0.25 * 1) + (0.25 * 0.75) + (0.25 * 0.75), Small.AveragePrecision, Precision);

    [Fact]
    public void Points_SmallExample_CountHitsAndFalseAlarms()
    {
        Assert.Equal([0, 1, 1, 2, 3, 3], Small.Points.Select(static p => p.Hits));
        Assert.Equal([0, 0, 1, 1, 1, 2], Small.Points.Select(static p => p.FalseAlarms));
        Assert.Equal([0, 0, 0.5, 0.5, 0.5, 1], Small.Points.Select(static p => p.FalseAlarmsPerPicture));
        Assert.Equal(0.75, Small.Points[4].Recall);
        Assert.Equal(0.75, Small.Points[4].Precision);
    }

    [Theory]
    [InlineData(0, 5, 1)]
    [InlineData(0.49, 5, 1)]
    [InlineData(0.5, 2, 3)]
    [InlineData(1, 1, 3)]
    [InlineData(10, 1, 3)]
    public void AtFalseAlarms_SmallExample_IsTheMostLenientPointAllowed(double perPicture, double threshold, int hits)
    {
        OperatingPoint point = Small.AtFalseAlarms(perPicture);
        Assert.Equal((threshold, hits), (point.Threshold, point.Hits));
    }

    [Fact]
    public void BestF1_SmallExample_IsAtTwo()
    {
        Assert.Equal(2, Small.BestF1.Threshold);
        Assert.Equal(0.75, Small.BestF1.F1, Precision);
    }

    [Theory]
    [InlineData(6, 0, 0)]
    [InlineData(3.5, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(-1, 3, 2)]
    public void AtThreshold_SmallExample_CountsWhatReachesIt(double score, int hits, int falseAlarms)
    {
        OperatingPoint point = Small.AtThreshold(score);
        Assert.Equal((score, hits, falseAlarms), (point.Threshold, point.Hits, point.FalseAlarms));
    }

    [Fact]
    public void Of_EqualScores_AreOnePoint() =>
        Assert.Equal([0, 2], Curve(4, 1, (1, true), (1, false), (1, true)).Points.Select(static p => p.Hits));

    [Fact]
    public void Of_NothingToFind_HasNoRecallButFalseAlarms()
    {
        DetectionCurve curve = Curve(0, 4, (1, false));
        Assert.True(double.IsNaN(curve.AveragePrecision));
        Assert.True(double.IsNaN(curve.Points[^1].Recall));
        Assert.Equal(0.25, curve.Points[^1].FalseAlarmsPerPicture);
    }

    [Fact]
    public void Of_NoPictures_HasOnePoint() => Assert.Single(DetectionCurve.Of([]).Points);

    [Fact]
    public void Of_IgnoredDetections_DoNotCount()
    {
        var ignored = new PictureMatch([new MatchedDetection(default, MatchOutcome.Ignored, -1)], [], 0);
        Assert.Single(DetectionCurve.Of([ignored]).Points);
    }

    // Every threshold by itself, from the definition.
    [Fact]
    public void AveragePrecision_AnyOutcomes_IsTheSumOverHitsOfTheBestPrecisionAtThatRecall() =>
        Outcomes.Sample(static outcomes =>
        {
            int objects = outcomes.Count(static o => o.IsHit) + 2;
            int[] thresholds = [.. outcomes.Select(static o => o.Score).Distinct()];
            double expected = 0;
            for (int hits = 1; hits <= objects; hits++)
            {
                expected +=
                    thresholds
                        .Select(t => outcomes.Where(o => o.Score >= t).ToArray())
                        .Where(kept => kept.Count(static o => o.IsHit) >= hits)
                        .Select(static kept => (double)kept.Count(static o => o.IsHit) / kept.Length)
                        .DefaultIfEmpty(0)
                        .Max() / objects;
            }

            Assert.Equal(expected, Curve(objects, 3, outcomes).AveragePrecision, Precision);
        });

    [Fact]
    public void Points_AnyOutcomes_NeverFall() =>
        Outcomes.Sample(static outcomes =>
        {
            IReadOnlyList<OperatingPoint> points = Curve(50, 3, outcomes).Points;
            for (int i = 1; i < points.Count; i++)
            {
                Assert.True(points[i].Threshold < points[i - 1].Threshold);
                Assert.True(points[i].Hits >= points[i - 1].Hits && points[i].FalseAlarms >= points[i - 1].FalseAlarms);
            }

            Assert.Equal(outcomes.Length, points[^1].Hits + points[^1].FalseAlarms);
        });

    private static DetectionCurve Curve(int objects, int pictures, params (int Score, bool IsHit)[] outcomes)
    {
        MatchedDetection[] matches =
        [
            .. outcomes.Select(static o => new MatchedDetection(
                new Detection(default, o.Score, "thing"),
                o.IsHit ? MatchOutcome.Hit : MatchOutcome.FalseAlarm,
                -1
            )),
        ];
        PictureMatch all = new(matches, [], objects);
        return DetectionCurve.Of([all, .. Enumerable.Repeat(new PictureMatch([], [], 0), pictures - 1)]);
    }
}
