using Spotter.Learning.Augmentation;
using Spotter.Learning.Datasets;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Tests.Datasets;

public sealed class DatasetSplitterTests
{
    [Fact]
    public void Stratified_UnevenClasses_KeepsSharesAboutAndLosesNothing()
    {
        ImageDataset dataset = Numbered(400, i => i % 4 == 0 ? 1 : 0);
        DatasetSplit split = DatasetSplitter.Stratified(dataset, 0.2, 0.1, seed: 3);

        // Four standard deviations of so many throws.
        Assert.InRange(split.Validation!.Count, 80 - 32, 80 + 32);
        Assert.InRange(split.Test!.Count, 40 - 24, 40 + 24);
        Assert.Equal(
            Enumerable.Range(0, 400),
            Sources(split.Train).Concat(Sources(split.Validation)).Concat(Sources(split.Test)).Order()
        );
        Assert.Equal(Sources(split.Test), Sources(DatasetSplitter.Stratified(dataset, 0.2, 0.1, seed: 3).Test!));
        Assert.NotEqual(Sources(split.Test), Sources(DatasetSplitter.Stratified(dataset, 0.2, 0.1, seed: 4).Test!));
    }

    [Fact]
    public void Stratified_PicturesMoreAndLess_MovesNoOther()
    {
        ImageDataset dataset = Numbered(400, i => i % 2);
        DatasetSplit split = DatasetSplitter.Stratified(dataset, 0.2, 0.1);
        int[] kept = [.. Enumerable.Range(0, 400).Where(i => i % 7 != 3)];
        DatasetSplit less = DatasetSplitter.Stratified(dataset.Select(kept), 0.2, 0.1);
        Assert.Equal(Sources(split.Train).Intersect(kept), Sources(less.Train));
        Assert.Equal(Sources(split.Validation!).Intersect(kept), Sources(less.Validation!));
        Assert.Equal(Sources(split.Test!).Intersect(kept), Sources(less.Test!));
    }

    [Fact]
    public void Stratified_Copies_StayInOnePart()
    {
        ImageDataset once = Numbered(100, i => i % 2);
        int[] thrice = [.. Enumerable.Range(0, 300).Select(i => i % 100)];
        DatasetSplit split = DatasetSplitter.Stratified(once.Select(thrice), 0.2, 0.2);
        Assert.Empty(Sources(split.Train).Intersect(Sources(split.Test!)));
        Assert.Empty(Sources(split.Train).Intersect(Sources(split.Validation!)));
        Assert.Empty(Sources(split.Test!).Intersect(Sources(split.Validation!)));
        Assert.Equal(300, split.Train.Count + split.Test!.Count + split.Validation!.Count);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(16)]
    public void Stratified_FewPictures_EveryClassIsInEveryPart(int count)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            DatasetSplit split = DatasetSplitter.Stratified(Numbered(count, i => i % 2), 0.1, 0.1, seed);
            Assert.All(new[] { split.Train, split.Validation, split.Test }, part =>
                Assert.All(part!.Balance().Counts, size => Assert.True(size > 0))
            );
        }
    }

    [Fact]
    public void Stratified_OnePictureAClass_IsTrainedOn() =>
        Assert.All(Enumerable.Range(0, 50), seed =>
            Assert.Equal(2, DatasetSplitter.Stratified(Numbered(2, i => i), 0.4, 0.4, seed).Train.Count)
        );

    [Fact]
    public void ByGroup_OneGroupMoreAndCopiesInTwo_MovesNoOtherAndKeepsCopiesTogether()
    {
        ImageDataset dataset = Numbered(300, i => i % 2, i => $"recording {i / 3}");
        DatasetSplit split = DatasetSplitter.ByGroup(dataset, 0.2, 0.2);
        int[] kept = [.. Enumerable.Range(0, 300).Where(i => i / 3 != 5)];
        Assert.Equal(
            Sources(split.Test!).Intersect(kept),
            Sources(DatasetSplitter.ByGroup(dataset.Select(kept), 0.2, 0.2).Test!)
        );

        // Each recording shares a picture with the next: all are one.
        ImageDataset chained = Numbered(60, i => i % 2, i => $"recording {(i + 1) / 3}")
            .Select([.. Enumerable.Range(0, 60), .. Enumerable.Range(0, 20).Select(i => i * 3)]);
        var regrouped = new ImageDataset(
            "chained",
            chained.ImageShape,
            [.. Enumerable.Range(0, 80).SelectMany(i => chained.Image(i).ToArray())],
            [.. Enumerable.Range(0, 80).Select(i => i % 2)],
            ["a", "b"],
            [.. Enumerable.Range(0, 80).Select(i => i < 60 ? $"recording {i / 3}" : $"recording {(i - 60 + 19) % 20}")]
        );
        DatasetSplit whole = DatasetSplitter.ByGroup(regrouped, 0.3, 0.3);
        Assert.Equal(80, whole.Train.Count);
    }

    [Fact]
    public void ByGroup_Recordings_NeverDividesOne()
    {
        ImageDataset dataset = Numbered(300, i => i % 2, i => $"recording {i / 7}");
        DatasetSplit split = DatasetSplitter.ByGroup(dataset, 0.2, 0.2, seed: 1);
        string[][] groups =
        [
            .. new[] { split.Train, split.Validation!, split.Test! }.Select(part =>
                Enumerable.Range(0, part.Count).Select(part.GroupOf).Distinct().ToArray()
            ),
        ];
        Assert.Empty(groups[0].Intersect(groups[1]));
        Assert.Empty(groups[0].Intersect(groups[2]));
        Assert.Empty(groups[1].Intersect(groups[2]));
        Assert.InRange(split.Validation!.Count, 7, 130);
        Assert.InRange(split.Test!.Count, 7, 130);
    }

    [Fact]
    public void FoldsByGroup_Recordings_EveryPictureIsTestedOnceByANetworkThatNeverSawItsGroup()
    {
        ImageDataset dataset = Numbered(300, i => i % 2, i => $"recording {i / 7}");
        IReadOnlyList<DatasetSplit> splits = DatasetSplitter.FoldsByGroup(dataset, 4, seed: 1);
        Assert.Equal(4, splits.Count);
        Assert.Equal(Enumerable.Range(0, 300), splits.SelectMany(split => Sources(split.Test!)).Order());
        Assert.All(splits, split =>
        {
            Assert.Null(split.Validation);
            Assert.InRange(split.Test!.Count, 68, 82);
            Assert.Equal(300, split.Train.Count + split.Test.Count);
            Assert.Empty(Groups(split.Train).Intersect(Groups(split.Test)));
        });
        Assert.Equal(Sources(splits[0].Test!), Sources(DatasetSplitter.FoldsByGroup(dataset, 4, seed: 1)[0].Test!));
        Assert.NotEqual(Sources(splits[0].Test!), Sources(DatasetSplitter.FoldsByGroup(dataset, 4, seed: 2)[0].Test!));

        static IEnumerable<string> Groups(ImageDataset part) =>
            Enumerable.Range(0, part.Count).Select(part.GroupOf).Distinct();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void FoldsByGroup_TooFewGroups_SaysHowMany(int folds)
    {
        ImageDataset dataset = Numbered(10, i => i % 2, i => $"recording {i / 2}");
        ArgumentException problem = Assert.Throws<ArgumentException>(() =>
            DatasetSplitter.FoldsByGroup(dataset, folds)
        );
        Assert.Contains("5 groups", problem.Message, StringComparison.Ordinal);
        Assert.Contains(
            "no groups",
            Assert.Throws<ArgumentException>(() => DatasetSplitter.FoldsByGroup(Numbered(10, i => i % 2), 2)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Split_WrongShares_Throws()
    {
        ImageDataset dataset = Numbered(10, i => i % 2);
        Assert.Throws<ArgumentException>(() => DatasetSplitter.Stratified(dataset, 0.6, 0.4));
        Assert.Throws<ArgumentException>(() => DatasetSplitter.Stratified(dataset, double.NaN));
        Assert.Contains(
            "no groups",
            Assert.Throws<ArgumentException>(() => DatasetSplitter.ByGroup(dataset, 0.2)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Balance_Uneven_WarnsAndWeighs()
    {
        ClassBalance balance = Numbered(400, i => i % 4 == 0 ? 1 : 0).Balance();
        Assert.Contains("a has 300 pictures, b has 100", balance.Warning, StringComparison.Ordinal);
        Assert.Equal([400 / 600f, 2f], balance.BalancingWeights());
        Assert.Null(Numbered(400, i => i % 2).Balance().Warning);
    }

    [Fact]
    public void Standard_Pixels_HaveMeanZeroAndDeviationOne()
    {
        ImageDataset dataset = Numbered(250, i => i % 2);
        PixelNormalization normalization = dataset.StandardNormalization();
        double[] values =
        [
            .. Enumerable
                .Range(0, 250)
                .SelectMany(i => dataset.Image(i).ToArray())
                .Select(pixel => (double)(pixel * normalization.Scales[0] + normalization.Offsets[0])),
        ];
        Assert.Equal(0, values.Average(), 1e-4);
        Assert.Equal(1, values.Average(value => value * value), 1e-4);
    }

    [Fact]
    public void Augmenter_FlipOnly_MirrorsHalfOfThePictures()
    {
        var augmenter = new ImageAugmenter(
            new ImageAugmentation { FlipHorizontally = true },
            TensorShape.Image(1, 3, 1)
        );
        int mirrored = 0;
        for (int i = 0; i < 1000; i++)
        {
            var target = new byte[3];
            augmenter.Apply([1, 2, 3], target, new RandomStream(1, i));
            Assert.True(target is [1, 2, 3] or [3, 2, 1]);
            mirrored += target[0] == 3 ? 1 : 0;
        }

        Assert.InRange(mirrored, 450, 550);
    }

    [Fact]
    public void Augmenter_Shift_MovesWholePixelsAndFills()
    {
        var augmenter = new ImageAugmenter(
            new ImageAugmentation { Shift = 0.34, Fill = 9 },
            TensorShape.Image(1, 3, 1)
        );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 300; i++)
        {
            var target = new byte[3];
            augmenter.Apply([1, 2, 3], target, new RandomStream(1, i));
            seen.Add(string.Join(",", target));
        }

        Assert.Equal(["1,2,3", "2,3,9", "9,1,2"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Augmenter_RotationOfFlatColour_KeepsTheCentre()
    {
        var options = new ImageAugmentation
        {
            RotationDegrees = 45,
            Scale = 0.1,
            Crop = 0.2,
            EraseChance = 0,
        };
        var augmenter = new ImageAugmenter(options, TensorShape.Image(9, 9, 3));
        var source = new byte[9 * 9 * 3];
        Array.Fill(source, (byte)200);
        var target = new byte[source.Length];
        for (int i = 0; i < 50; i++)
        {
            augmenter.Apply(source, target, new RandomStream(2, i));
            Assert.Equal(200, target[(4 * 9 + 4) * 3 + 1]);
        }
    }

    [Fact]
    public void Schedules_OverARun_FollowTheirShape()
    {
        Assert.Equal(1, new ConstantRate().Factor(7, 10));
        Assert.Equal(0.01, new StepDecay(3).Factor(6.5, 10), 1e-12);
        Assert.Equal(0.5, new CosineDecay().Factor(5, 10), 1e-12);
        Assert.Equal(0.2, new CosineDecay(0.2).Factor(10, 10), 1e-12);
        Assert.Equal(0.505, new WarmUp(2).Factor(1, 10), 1e-12);
        Assert.Equal(0.5, new WarmUp(2, new CosineDecay()).Factor(6, 10), 1e-12);
        Assert.Equal(0.04, new OneCycle().Factor(0, 10), 1e-12);
        Assert.Equal(1, new OneCycle().Factor(3, 10), 1e-12);
        Assert.Equal(0.04 / 10_000, new OneCycle().Factor(10, 10), 1e-12);
    }

    private static ImageDataset Numbered(int count, Func<int, int> label, Func<int, string>? group = null) =>
        new(
            "numbered",
            TensorShape.Image(1, 2, 1),
            [.. Enumerable.Range(0, count).SelectMany(i => new[] { (byte)i, (byte)(i >> 8) })],
            [.. Enumerable.Range(0, count).Select(label)],
            ["a", "b"],
            group is null ? null : [.. Enumerable.Range(0, count).Select(group)],
            [.. Enumerable.Range(0, count).Select(i => $"{i}")]
        );

    private static int[] Sources(ImageDataset dataset) =>
        [
            .. Enumerable
                .Range(0, dataset.Count)
                .Select(i => int.Parse(dataset.SourceOf(i), System.Globalization.CultureInfo.InvariantCulture)),
        ];
}
