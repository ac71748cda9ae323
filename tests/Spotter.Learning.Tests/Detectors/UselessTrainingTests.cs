using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Cascades;
using Spotter.Learning.Detectors.Channels;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Detectors;

/// <summary>
/// Data from which nothing can be learned: the training says so, and soon, instead of giving a model that passes
/// everything.
/// </summary>
public sealed class UselessTrainingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CascadeFeatureType.Lbp)]
    [InlineData(CascadeFeatureType.Haar)]
    public void Train_ObjectsThatAreBackground_SaysThatTheyCannotBeToldApart(CascadeFeatureType type)
    {
        // The same noise on both sides, and too few stumps to learn it by heart.
        DetectorDataset data = new(Noise(120, seed: 1), Scenes(8, seed: 2, Noise), [], new ToyScenes([]));
        var stages = new List<CascadeTrainingState>();
        var trainer = new CascadeTrainer(data, Options(type) with { MostClassifiers = 6 })
        {
            StageFinished = stages.Add,
        };
        DetectorTrainingException problem = Assert.Throws<DetectorTrainingException>(() =>
            trainer.Train(null, Cancellation)
        );
        Assert.Equal(DetectorTrainingEnd.Inseparable, problem.End);
        Assert.StartsWith(
            $"the objects cannot be told from the negatives by {(type == CascadeFeatureType.Lbp ? "LBP" : "Haar")} "
                + $"features at 12x12",
            problem.Message,
            StringComparison.Ordinal
        );
        Assert.All(stages, static state => Assert.InRange(state.Stages[^1].FalseAlarmRate, 0, 0.75));
    }

    [Fact]
    public void Train_NegativesOfOneColour_IsRefused()
    {
        DetectorDataset data = new(
            ToyWorld.Crops(60, 30, seed: 1),
            Scenes(8, seed: 2, static (_, _) => { }),
            [],
            new ToyScenes([])
        );
        DetectorTrainingException problem = Assert.Throws<DetectorTrainingException>(() =>
            new CascadeTrainer(data, Options(CascadeFeatureType.Lbp)).Train(null, Cancellation)
        );
        Assert.Equal(DetectorTrainingEnd.NegativesRanOut, problem.End);
        Assert.StartsWith("the negatives are too easy", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_ChannelsWithNegativesOfOneColour_IsRefused()
    {
        DetectorDataset data = new(
            ToyWorld.Crops(60, 30, seed: 1),
            Scenes(8, seed: 2, static (_, _) => { }),
            [],
            new ToyScenes([])
        );
        var options = new ChannelTrainingOptions
        {
            Label = "toy",
            Rounds = 2,
            Trees = 16,
            Threads = 2,
        };
        DetectorTrainingException problem = Assert.Throws<DetectorTrainingException>(() =>
            new ChannelTrainer(data, options).Train(null, Cancellation)
        );
        Assert.StartsWith("the negatives are too easy", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OneOddObjectAmongFew_StillLearnsTheOthers()
    {
        // With 20 views each, the views of one object are more than any stage may lose.
        ObjectExample[] objects = [.. ToyWorld.Crops(60, 30, seed: 1), .. Noise(1, seed: 3)];
        DetectorDataset data = new(objects, ToyWorld.Scenes(12, seed: 100), [], new ToyScenes([]));
        CascadeTrainingResult result = new CascadeTrainer(
            data,
            Options(CascadeFeatureType.Lbp) with
            {
                Stages = 3,
            }
        ).Train(null, Cancellation);
        Assert.All(result.Stages, static stage => Assert.InRange(stage.FalseAlarmRate, 0, 0.75));
        Assert.All(result.Stages, static stage => Assert.InRange(stage.WeakClassifiers, 1, 299));
    }

    private static CascadeTrainingOptions Options(CascadeFeatureType type) =>
        new()
        {
            FeatureType = type,
            WindowSize = new BoxSize(12, 12),
            Stages = 4,
            IsMirrored = false,
            Threads = 2,
        };

    private static ObjectExample[] Noise(int count, int seed) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var gray = new GrayImage(30, 30);
                    Noise(gray, (seed * 1000) + i);
                    return new ObjectExample($"noise {i}", new Frame(gray), new Box(0, 0, 30, 30));
                }),
        ];

    private static void Noise(GrayImage gray, int seed)
    {
        new Random(seed).NextBytes(gray.Pixels);
    }

    private static ToyScenes Scenes(int count, int seed, Action<GrayImage, int> fill) =>
        new([
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var gray = new GrayImage(200, 150);
                    Array.Fill(gray.Pixels, (byte)(40 + (20 * i)));
                    fill(gray, seed + i);
                    return new Scene($"scene {i}", new Frame(gray), []);
                }),
        ]);
}
