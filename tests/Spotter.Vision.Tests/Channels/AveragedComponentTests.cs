using Spotter.Vision.Channels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Channels;

public sealed class AveragedComponentTests
{
    private static readonly ChannelGeometry Geometry = new(2, 9, 8, 2);
    private static readonly DetectionOptions Windows = new()
    {
        MinNeighbors = 0,
        MinScore = -100,
        Threads = 1,
    };

    [Fact]
    public void Average_OfOtherLengths_MeanOfBothScores()
    {
        ChannelModel[] models = [RandomChannelModel.Make(1, Geometry, 24), RandomChannelModel.Make(2, Geometry, 31)];
        Frame frame = NoisePicture.Make(157, 111, seed: 3);
        Dictionary<Box, double>[] scores = [.. models.Select(model => Scores(model, frame))];

        Dictionary<Box, double> average = Scores(ChannelModel.Average(models), frame);

        Box[] foundByBoth = [.. scores[0].Keys.Where(scores[1].ContainsKey)];
        Box[] found = [.. foundByBoth.Where(average.ContainsKey)];

        // Votes are rounded, so windows that just pass a limit may fall below it.
        Assert.True(
            found.Length > 200 && found.Length > 0.99 * foundByBoth.Length,
            $"{found.Length} of {foundByBoth.Length}"
        );
        Assert.All(found, box =>
            Assert.Equal(
                (scores[0][box] + scores[1][box]) / 2,
                average[box],
                tolerance: 55 * 0.5 * ChannelTree.ScoreUnit
            )
        );
    }

    [Fact]
    public void Average_OfThreeMixtures_EachComponentOfItsOwn()
    {
        ChannelModel[] models = [.. Enumerable.Range(0, 3).Select(Mixture)];

        ChannelModel average = ChannelModel.Average(models);

        Assert.Equal([72, 30], average.Components.Select(static component => component.TreeCount));
        Assert.Equal([1, 0], average.Components.Select(static component => component.ScoreOffset));
        Assert.Equal([true, false], average.Components.Select(static component => component.HasMirroredTwin));
        Assert.Equal(average.ToBytes(), ChannelModel.Load(new MemoryStream(average.ToBytes()), "again").ToBytes());
    }

    [Fact]
    public void Average_OfOtherWindows_SaysWhichDiffer()
    {
        ChannelModel first = RandomChannelModel.Make(1, Geometry);

        string message = Assert
            .Throws<ArgumentException>(() =>
                ChannelModel.Average([first, RandomChannelModel.Make(2, Geometry with { Rows = 9 })])
            )
            .Message;

        Assert.Contains("model 2", message, StringComparison.Ordinal);
        Assert.Contains("18x18 around 14x14, not 18x16 around 14x12", message, StringComparison.Ordinal);
        Assert.Contains("2 components, not 1", first.Difference(Mixture(1)), StringComparison.Ordinal);
        Assert.Contains("mirrored", first.Difference(first.WithMirroredTwins()), StringComparison.Ordinal);
    }

    private static ChannelModel Mixture(int number) =>
        ChannelModel.Combine([
            RandomChannelModel.Make(number, Geometry).WithMirroredTwins().WithScoreOffset(number),
            RandomChannelModel.Make(10 + number, new ChannelGeometry(2, 20, 10, 2), 10),
        ]);

    private static Dictionary<Box, double> Scores(ChannelModel model, Frame frame) =>
        new ChannelDetector(model)
            .Detect(frame, Windows)
            .GroupBy(static found => found.Box)
            .ToDictionary(static group => group.Key, static group => group.Max(static found => found.Score));
}
