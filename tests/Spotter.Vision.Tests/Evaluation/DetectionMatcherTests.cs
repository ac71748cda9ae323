using CsCheck;
using Spotter.Vision.Evaluation;

namespace Spotter.Vision.Tests.Evaluation;

public sealed class DetectionMatcherTests
{
    private static readonly MatchCriterion Half = MatchCriterion.Overlap(0.5);

    private static readonly Gen<Box> Boxes = Gen.Select(
        Gen.Int[0, 40],
        Gen.Int[0, 40],
        Gen.Int[1, 20],
        Gen.Int[1, 20],
        static (x, y, w, h) => new Box(x, y, w, h)
    );

    private static readonly Gen<Detection[]> Detections = Gen.Select(Boxes, Gen.Int[0, 5], static (box, score) =>
        new Detection(box, score, "thing")
    ).Array[0, 12];

    private static readonly Gen<TruthBox[]> Truths = Gen.Select(Boxes, Gen.Bool, static (box, ignored) =>
        new TruthBox(box, ignored)
    ).Array[0, 8];

    [Fact]
    public void Match_TwoOnOneThing_SecondIsAFalseAlarm()
    {
        PictureMatch match = DetectionMatcher.Match(
            [At(0, 0, 10, 10, 1), At(1, 0, 10, 10, 2)],
            [new TruthBox(new Box(0, 0, 10, 10))],
            Half
        );
        Assert.Equal([MatchOutcome.Hit, MatchOutcome.FalseAlarm], match.Detections.Select(static d => d.Outcome));
        Assert.Equal(2, match.Detections[0].Detection.Score);
        Assert.Empty(match.Missed);
    }

    [Fact]
    public void Match_TwoThingsSideBySide_EachDetectionTakesTheOneItOverlapsMost()
    {
        TruthBox[] truths = [new(new Box(0, 0, 10, 10)), new(new Box(3, 0, 10, 10))];
        PictureMatch match = DetectionMatcher.Match([At(2, 0, 10, 10, 2), At(0, 0, 10, 10, 1)], truths, Half);
        Assert.Equal([1, 0], match.Detections.Select(static d => d.TruthIndex));
    }

    [Fact]
    public void Match_BestThingTaken_NextBestIsFound()
    {
        TruthBox[] truths = [new(new Box(0, 0, 10, 10)), new(new Box(2, 0, 10, 10))];
        PictureMatch match = DetectionMatcher.Match([At(2, 0, 10, 10, 2), At(2, 0, 10, 10, 1)], truths, Half);
        Assert.Equal([1, 0], match.Detections.Select(static d => d.TruthIndex));
        Assert.Empty(match.Missed);
    }

    [Fact]
    public void Match_IgnoredRegion_IsNeitherHitNorMissNorFalseAlarm()
    {
        TruthBox[] truths = [new(new Box(0, 0, 40, 40), IsIgnored: true), new(new Box(50, 0, 10, 10))];
        PictureMatch match = DetectionMatcher.Match([At(5, 5, 6, 6, 3), At(4, 4, 6, 6, 2)], truths, Half);
        Assert.All(match.Detections, static d => Assert.Equal(MatchOutcome.Ignored, d.Outcome));
        Assert.Equal([1], match.Missed);
        Assert.Equal(1, match.ObjectCount);
    }

    [Theory]
    [InlineData(0, 0, 10, 10, true)]
    [InlineData(4, 4, 20, 20, false)]
    [InlineData(-5, -5, 20, 20, true)]
    [InlineData(-6, -6, 21, 21, false)]
    [InlineData(2, 2, 5, 5, true)]
    [InlineData(2, 2, 4, 4, false)]
    [InlineData(5, 0, 9, 10, true)]
    [InlineData(5, 0, 10, 10, false)]
    public void CenterInside_AroundATenPixelFace_NeedsCentreAndWidth(
        int x,
        int y,
        int width,
        int height,
        bool expected
    ) =>
        Assert.Equal(
            expected,
            MatchCriterion.CenterInside.Accepts(new Box(x, y, width, height), new Box(0, 0, 10, 10))
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Overlap_OutOfRange_IsRefused(double minIoU) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MatchCriterion.Overlap(minIoU));

    [Fact]
    public void Match_AnyBoxes_EveryThingIsFoundOnceOrMissed() =>
        Gen.Select(Detections, Truths)
            .Sample(
                static (detections, truths) =>
                {
                    PictureMatch match = DetectionMatcher.Match(detections, truths, Half);
                    int[] found =
                    [
                        .. match
                            .Detections.Where(static d => d.Outcome == MatchOutcome.Hit)
                            .Select(static d => d.TruthIndex),
                    ];
                    Assert.Equal(detections.Length, match.Detections.Count);
                    Assert.Equal(found.Length, found.Distinct().Count());
                    Assert.Equal(
                        Enumerable.Range(0, truths.Length).Where(i => !truths[i].IsIgnored),
                        found.Concat(match.Missed).Order()
                    );
                }
            );

    [Fact]
    public void Match_FewerDetections_ChangesNothingAboveTheThreshold() =>
        Gen.Select(Detections, Truths, Gen.Int[0, 6])
            .Sample(
                static (detections, truths, threshold) =>
                {
                    PictureMatch all = DetectionMatcher.Match(detections, truths, Half);
                    PictureMatch some = DetectionMatcher.Match(
                        detections.Where(d => d.Score >= threshold),
                        truths,
                        Half
                    );
                    Assert.Equal(all.Detections.Where(d => d.Detection.Score >= threshold), some.Detections);
                }
            );

    private static Detection At(int x, int y, int width, int height, double score) =>
        new(new Box(x, y, width, height), score, "thing");
}
