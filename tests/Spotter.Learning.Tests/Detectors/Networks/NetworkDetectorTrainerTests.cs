using Spotter.Learning.Detectors.Networks;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Tests.Detectors.Networks;

public sealed class NetworkDetectorTrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;
    private NetworkTrainingProgress? _last;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_Squares_FindsThemInOtherScenes()
    {
        NetworkDetectorModel model = Train(Options(120), null, null);
        NetworkMeasure measure = NetworkMeasure.Of(model, new DrawnSquares(10, firstSeed: 500), 1, Cancellation);
        Assert.InRange(measure.AveragePrecision, 0.8, 1.001);

        NetworkDetectorModel calibrated = measure.Calibrate([0.1]);
        Assert.Equal(
            measure.Curves[0].Objects,
            NetworkMeasure.Of(calibrated, new DrawnSquares(10, 500), 1, Cancellation).Curves[0].Objects
        );
        Assert.InRange(calibrated.ThresholdOf("square"), 0.05, 0.95);
    }

    [Fact]
    public void Train_ContinuedFromACheckpoint_GivesTheSameModelAsAnUnbrokenRun()
    {
        NetworkTrainingOptions options = Options(12) with { StepsAMeasurement = 5 };
        var states = new List<byte[]>();
        byte[] expected = Train(options, null, states.Add).ToBytes();
        NetworkTrainingProgress last = _last!;
        Assert.Equal(2, states.Count);
        foreach (byte[] state in states)
        {
            Assert.Equal(expected, Train(options, state, null).ToBytes());
            Assert.Equal((last.ScoreLoss, last.BoxLoss), (_last!.ScoreLoss, _last.BoxLoss));
        }
    }

    [Fact]
    public void Train_DamagedCheckpoint_IsRefused()
    {
        NetworkTrainingOptions options = Options(4) with { StepsAMeasurement = 2 };
        var states = new List<byte[]>();
        Train(options, null, states.Add);
        Assert.Throws<InvalidDataException>(() => Train(options, states[0][..^10], null));
    }

    [Fact]
    public void Train_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() =>
            Train(Options(1000), null, null, new CancellationToken(canceled: true))
        );

    [Fact]
    public void Train_BeginningWithAnother_KnowsAlready()
    {
        NetworkDetectorModel learned = Train(Options(80), null, null);
        NetworkDetectorModel model = Train(Options(1) with { LearningRate = 1e-6 }, null, null, null, learned);
        double precision = NetworkMeasure.Of(model, new DrawnSquares(6, 600), 1, Cancellation).AveragePrecision;
        Assert.InRange(precision, 0.5, 1.001);
    }

    private NetworkDetectorModel Train(
        NetworkTrainingOptions options,
        byte[]? state,
        Action<byte[]>? save,
        CancellationToken? cancellationToken = null,
        NetworkDetectorModel? learned = null
    )
    {
        var scenes = new DrawnSquares(30);
        using ScenePixels pixels = scenes.Store(_folder);
        var trainer = new NetworkDetectorTrainer(scenes.Scenes, pixels, [], options)
        {
            Save = save,
            Learned = learned,
            Progress = new LastStep(this),
        };
        return trainer.Train(state, cancellationToken ?? Cancellation);
    }

    private sealed class LastStep(NetworkDetectorTrainerTests test) : IProgress<NetworkTrainingProgress>
    {
        public void Report(NetworkTrainingProgress value) => test._last = value;
    }

    private static NetworkTrainingOptions Options(int steps) =>
        new()
        {
            Labels = ["square"],
            Steps = steps,
            Sizes = [64, 128],
            BatchSize = 1,
            LearningRate = 3e-3,
            NearFilters = 32,
            InputSize = 128,
            Threads = 2,
            Augmentation = new SceneAugmentation { SmallestSides = [6] },
        };
}
