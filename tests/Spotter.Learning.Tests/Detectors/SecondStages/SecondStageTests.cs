using Spotter.Learning.Datasets;
using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Channels;
using Spotter.Learning.Detectors.SecondStages;
using Spotter.Learning.Onnx;
using Spotter.Learning.Tests.Detectors;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Detectors.SecondStages;

public sealed class SecondStageTests
{
    private static readonly SecondStageTrainingOptions Options = new()
    {
        Epochs = 4,
        MostNegatives = 600,
        Threads = 2,
    };
    private static readonly Lazy<ChannelModel> Trees = new(static () => new ChannelTrainer(
            Data(),
            new ChannelTrainingOptions
            {
                Label = "disc",
                Rounds = 2,
                Trees = 24,
                Threads = 2,
            }
        ).Train().Model.WithPooledWindows(true));

    private static readonly Lazy<SecondStageResult> Trained = new(static () =>
        new SecondStageTrainer(Trees.Value, Options).Train(Data())
    );

    [Fact]
    public void Train_Discs_RightOnWhatWasKeptAside()
    {
        SecondStageResult result = Trained.Value;
        Assert.Equal((240, 60), (result.Objects, result.DevelopmentObjects));
        Assert.InRange(result.Others, 100, 600);
        Assert.InRange(result.ObjectsRight!.Value, 0.9, 1);
        Assert.InRange(result.OthersRight!.Value, 0.9, 1);
        Assert.Equal(Trees.Value.ToBytes(), result.Model.WithSecondStage(null).ToBytes());
    }

    // The edge of a crop that went on around it, as it does in no picture, would be learned instead of the object.
    [Fact]
    public void Objects_CropsThatShowTheObjectAlone_GetTheSurroundingsOfAScene()
    {
        const byte Bright = 200;
        const byte Dark = 40;
        ObjectExample[] crops = [Crop(), Crop()];
        var scenes = new ToyScenes([new Scene("scene", new Frame(Plain(200, Dark)), [])]);
        var size = new BoxSize(32, 32);
        List<byte[]> patches = new FindPatches(Trees.Value, size, Options).Objects(crops, scenes);

        Assert.Equal(4, patches.Count);
        Assert.Equal(2, patches.Count(static patch => patch[0] < Dark + 20));
        Assert.All(patches, static patch => Assert.InRange(patch[(16 * 32) + 16], Bright - 2, Bright + 2));

        static ObjectExample Crop() => new("crop", new Frame(Plain(40, Bright)), new Box(0, 0, 40, 40));

        static GrayImage Plain(int side, byte value)
        {
            var gray = new GrayImage(side, side);
            gray.Pixels.AsSpan().Fill(value);
            return gray;
        }
    }

    [Fact]
    public void Train_SameSeed_SameBytes() =>
        Assert.Equal(
            Trained.Value.Model.ToBytes(),
            new SecondStageTrainer(Trees.Value, Options)
                .Train(Data(), TestContext.Current.CancellationToken)
                .Model.ToBytes()
        );

    [Fact]
    public void Train_Cancelled_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(static () =>
            new SecondStageTrainer(Trees.Value, Options).Train(Data(), new CancellationToken(canceled: true))
        );

    [Fact]
    public void Train_NothingToLearnFrom_SaysSo()
    {
        Assert.Contains("no objects", Message(Data() with { Positives = [] }), StringComparison.Ordinal);
        Assert.Contains("no window", Message(Data() with { Scenes = ToyWorld.Scenes(0, 1) }), StringComparison.Ordinal);
        Assert.Contains("epochs must be", Message(Data(), Options with { Epochs = 0 }), StringComparison.Ordinal);

        static string Message(DetectorDataset data, SecondStageTrainingOptions? options = null) =>
            Assert
                .Throws<ArgumentException>(() => new SecondStageTrainer(Trees.Value, options ?? Options).Train(data))
                .Message;
    }

    // What the trees find, each with the score that the network leaves it.
    [Fact]
    public void Detect_EverythingFound_ScoreIsThatOfTheTreesAndTheCorrection()
    {
        (GrayImage picture, Box[] objects) = ToyWorld.Picture(77);
        var frame = new Frame(picture);
        var all = new DetectionOptions { MinScore = double.NegativeInfinity };
        IReadOnlyList<Detection> finds = new ChannelDetector(Trees.Value).Detect(
            frame,
            all,
            TestContext.Current.CancellationToken
        );
        double[] corrections = Trained.Value.Model.SecondStage!.Corrections(
            picture,
            [.. finds.Select(static find => find.Box)]
        );
        ChannelDetector detector = new ChannelDetector(Trained.Value.Model);

        Assert.Equal(
            finds.Select((find, i) => (find.Box, find.Score + corrections[i])).ToHashSet(),
            detector
                .Detect(frame, all, TestContext.Current.CancellationToken)
                .Select(static find => (find.Box, find.Score))
                .ToHashSet()
        );
        Assert.All(corrections, static correction =>
            Assert.InRange(correction, -SecondStage.MostCorrection, SecondStage.MostCorrection)
        );
        for (int i = 0; i < finds.Count; i++)
        {
            bool isObject = objects.Any(box => box.IntersectionOverUnion(finds[i].Box) > 0.6);
            bool isOther = !objects.Any(box => box.IntersectionOverUnion(finds[i].Box) > 0.1);
            Assert.False(
                (isObject && corrections[i] < -4) || (isOther && corrections[i] > 4),
                $"{finds[i]} {corrections[i]}"
            );
        }
    }

    [Fact]
    public void Detect_MinScore_ThatOfTheCorrectedScore()
    {
        (GrayImage picture, _) = ToyWorld.Picture(78);
        var frame = new Frame(picture);
        ChannelDetector detector = new ChannelDetector(Trained.Value.Model);
        IReadOnlyList<Detection> all = detector.Detect(
            frame,
            new DetectionOptions { MinScore = double.NegativeInfinity },
            TestContext.Current.CancellationToken
        );
        double median = all[all.Count / 2].Score;

        Assert.Equal(
            all.Where(find => find.Score >= median),
            detector.Detect(frame, new DetectionOptions { MinScore = median }, TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            all.Where(find => find.Score >= Trees.Value.OperatingPoint),
            detector.Detect(frame, null, TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            new ChannelDetector(Trees.Value).Detect(
                frame,
                new DetectionOptions { MinNeighbors = 0 },
                TestContext.Current.CancellationToken
            ),
            detector.Detect(frame, new DetectionOptions { MinNeighbors = 0 }, TestContext.Current.CancellationToken)
        );
    }

    private static DetectorDataset Data() =>
        new(ToyWorld.Crops(120, 32, 1), ToyWorld.Scenes(12, 100), ToyWorld.Crops(30, 32, 2), ToyWorld.Scenes(4, 200));
}
