using Spotter.Learning.Augmentation;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Tests.Classifiers;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-").FullName;

    private string CheckpointPath => Path.Combine(_folder, "run", "checkpoint");

    private static TrainingOptions Busy =>
        new()
        {
            Epochs = 4,
            BatchSize = 16,
            Threads = 2,
            Seed = 5,
            Optimizer = new AdamW(0.01),
            Schedule = new OneCycle(),
            Augmentation = new ImageAugmentation
            {
                FlipHorizontally = true,
                Shift = 0.2,
                RotationDegrees = 10,
                EraseChance = 0.5,
            },
            EarlyStopping = new EarlyStopping(10),
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "nesterov", "adam", "adamw"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_SeparablePictures_LearnsThem(string name)
    {
        Optimizer optimizer = name switch
        {
            "sgd" => new Sgd(0.3),
            "momentum" => new Sgd(0.05, 0.9),
            "nesterov" => new Sgd(0.05, 0.9, true),
            "adam" => new Adam(0.01),
            _ => new AdamW(0.01),
        };
        ImageDataset train = Stripes(200, 1);
        ImageClassifier classifier = Mlp();
        TrainingResult result = Fit(
            new TrainingOptions
            {
                Epochs = 15,
                Optimizer = optimizer,
                Threads = 1,
            },
            classifier,
            train
        );
        Assert.Equal(15, result.History.Count);
        Assert.True(result.History[^1].Loss < result.History[0].Loss);
        Assert.True(Evaluate(classifier, Stripes(100, 2)).Accuracy > 0.95);
    }

    [Fact]
    public void Fit_SameSeedAndThreads_SameBits()
    {
        ImageClassifier first = Convolutional();
        ImageClassifier second = Convolutional();
        Fit(Busy, first, Stripes(70, 1), Stripes(20, 2));
        Fit(Busy, second, Stripes(70, 1), Stripes(20, 2));
        Assert.Equal(Weights(first), Weights(second));
        ImageClassifier third = Convolutional();
        Fit(Busy with { Seed = 6 }, third, Stripes(70, 1), Stripes(20, 2));
        Assert.NotEqual(Weights(first), Weights(third));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public void Fit_ResumedAfterCancel_EndsWhereAnUnbrokenRunEnds(int batches)
    {
        ImageDataset train = Stripes(70, 1);
        ImageDataset validation = Stripes(20, 2);
        ImageClassifier unbroken = Convolutional();
        TrainingResult expected = Fit(Busy, unbroken, train, validation);

        TrainingOptions kept = Busy with { CheckpointPath = CheckpointPath, Resume = true };
        using var source = new CancellationTokenSource();
        int seen = 0;
        var counter = new CallbackProgress(progress =>
        {
            if (progress.Finished is null && ++seen == batches)
            {
                source.Cancel();
            }
        });
        TrainingResult broken = Fit(kept, Convolutional(), train, validation, counter, source.Token);
        Assert.Equal(TrainingEnd.Cancelled, broken.End);
        Assert.Equal(batches, seen);

        ImageClassifier resumed = Convolutional();
        TrainingResult result = Fit(kept, resumed, train, validation);
        Assert.Equal(TrainingEnd.Completed, result.End);
        Assert.Equal(Weights(unbroken), Weights(resumed));
        Assert.Equal(
            expected.History.Select(epoch => epoch with { Seconds = 0 }),
            result.History.Select(epoch => epoch with { Seconds = 0 })
        );
        Assert.Equal(
            ["checkpoint"],
            Directory.GetFiles(Path.GetDirectoryName(CheckpointPath)!).Select(Path.GetFileName)
        );
    }

    [Fact]
    public void Fit_DamagedOrForeignCheckpoint_SaysSo()
    {
        TrainingOptions kept = Busy with { Epochs = 1, CheckpointPath = CheckpointPath, Resume = true };
        Fit(kept, Convolutional(), Stripes(70, 1), Stripes(20, 2));
        InvalidDataException foreign = Assert.Throws<InvalidDataException>(() =>
            Fit(kept with { Seed = 9 }, Convolutional(), Stripes(70, 1), Stripes(20, 2))
        );
        Assert.Contains("another run", foreign.Message, StringComparison.Ordinal);
        byte[] bytes = File.ReadAllBytes(CheckpointPath);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(CheckpointPath, bytes);
        InvalidDataException damaged = Assert.Throws<InvalidDataException>(() =>
            Fit(kept, Convolutional(), Stripes(70, 1), Stripes(20, 2))
        );
        Assert.Contains("damaged", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ValidationStopsImproving_StopsEarlyWithTheBestWeights()
    {
        ImageDataset validation = Stripes(40, 2);
        ImageClassifier classifier = Mlp();
        TrainingOptions options = new()
        {
            Epochs = 60,
            Threads = 1,
            Optimizer = new Adam(0.3),
            EarlyStopping = new EarlyStopping(2),
        };
        TrainingResult result = Fit(options, classifier, Stripes(40, 1), validation);
        Assert.Equal(TrainingEnd.StoppedEarly, result.End);
        Assert.Equal(result.BestEpoch + 2, result.History.Count);
        double best = result.History.Min(epoch => epoch.ValidationLoss!.Value);
        Assert.Equal(best, Evaluate(classifier, validation).Loss, 1e-9);
    }

    [Fact]
    public void Fit_RateTooHigh_NamesEpochAndBatch()
    {
        TrainingOptions options = new()
        {
            Epochs = 50,
            Threads = 1,
            Optimizer = new Sgd(1e30),
        };
        TrainingDivergedException problem = Assert.Throws<TrainingDivergedException>(() =>
            Fit(options, Mlp(), Stripes(100, 1))
        );
        Assert.Contains("epoch 1, batch", problem.Message, StringComparison.Ordinal);
        Assert.Equal(0, problem.BestEpoch);
    }

    [Theory]
    [InlineData(1e30, false)]
    [InlineData(1e30, true)]
    [InlineData(1e9, false)]
    public void Fit_RateTooHighLater_LeavesTheLastGoodEpoch(double factor, bool hasValidation)
    {
        // The rate jumps after two epochs.
        TrainingOptions options = new()
        {
            Epochs = 4,
            Threads = 1,
            BatchSize = 100,
            Optimizer = new Sgd(0.01),
        };
        ImageClassifier good = Mlp();
        Fit(options with { Epochs = 2 }, good, Stripes(100, 1));
        ImageClassifier classifier = Mlp();
        ImageDataset? validation = hasValidation ? Stripes(40, 2) : null;
        TrainingDivergedException problem = Assert.Throws<TrainingDivergedException>(() =>
            Fit(options with { Schedule = new StepDecay(2, factor) }, classifier, Stripes(100, 1), validation)
        );
        Assert.Equal((2, 2), (problem.BestEpoch, problem.History.Count));
        Assert.All(problem.History, epoch => Assert.True(double.IsFinite(epoch.Loss + (epoch.ValidationLoss ?? 0))));
        Assert.Equal(
            good.Network.Parameters.SelectMany(parameter => parameter.ToArray()),
            classifier.Network.Parameters.SelectMany(parameter => parameter.ToArray())
        );
    }

    [Fact]
    public void Evaluate_WeightsTooLarge_IsAnErrorAndNoNumber()
    {
        ImageClassifier classifier = Mlp();
        foreach (Parameter parameter in classifier.Network.Parameters)
        {
            parameter.SetValues([.. Enumerable.Repeat(1e38f, parameter.Count)]);
        }

        Assert.Throws<ArithmeticException>(() => Evaluate(classifier, Stripes(10, 1)));
    }

    [Fact]
    public void Fit_WrongOptions_SaysWhatIsWrong()
    {
        ImageDataset train = Stripes(20, 1);
        Throws("epochs must be", new TrainingOptions { Epochs = 0 });
        Throws("batch size must be", new TrainingOptions { BatchSize = 0 });
        Throws("learning rate", new TrainingOptions { Optimizer = new Adam(double.NaN) });
        Throws(
            "class weights must be 3",
            new TrainingOptions { Loss = new SparseCategoricalCrossEntropy(ClassWeights: [1, 2]) }
        );
        Throws("needs validation", new TrainingOptions { EarlyStopping = new EarlyStopping(3) });
        Throws("threads must be", new TrainingOptions { Threads = -1 });
        Throws("checkpoint path", new TrainingOptions { Resume = true });

        void Throws(string message, TrainingOptions options) =>
            Assert.Contains(
                message,
                Assert.ThrowsAny<ArgumentException>(() => Fit(options, Mlp(), train)).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Fit_SoftmaxWithLogitLoss_SaysWhatToDo()
    {
        var network = new Sequential(TensorShape.Image(8, 8, 1), [new Flatten(), new Dense(3, ActivationKind.Softmax)]);
        var classifier = new ImageClassifier(network, PixelNormalization.ZeroToOne(), ["a", "b", "c"]);
        ArgumentException problem = Assert.Throws<ArgumentException>(() =>
            Fit(new TrainingOptions(), classifier, Stripes(20, 1))
        );
        Assert.Contains("FromLogits", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Dropout_GradientFollowsTheMask()
    {
        // With a mask that is drawn from the seed and the step alone, two and one threads drop the same values.
        ImageClassifier one = WithDropout();
        ImageClassifier two = WithDropout();
        TrainingOptions options = new()
        {
            Epochs = 2,
            BatchSize = 8,
            Seed = 3,
            Threads = 1,
            Optimizer = new Sgd(0.1),
        };
        Fit(options, one, Stripes(40, 1));
        Fit(options with { Threads = 2 }, two, Stripes(40, 1));
        Assert.All(Weights(one).Zip(Weights(two)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        static ImageClassifier WithDropout() =>
            new(
                new Sequential(
                    TensorShape.Image(8, 8, 1),
                    [new Flatten(), new Dense(24, ActivationKind.Tanh), new Dropout(0.5f), new Dense(3)],
                    2
                ),
                PixelNormalization.ZeroToOne(),
                ["a", "b", "c"]
            );
    }

    [Fact]
    public void Fit_FashionMnist_LearnsClothes()
    {
        string? folder = DevelopmentData.Find("fashion-mnist");
        Assert.SkipWhen(folder is null, "needs ../shared/data/fashion-mnist or SPOTTER_DEV_DATA");
        (ImageDataset train, ImageDataset test) = KnownDataset.FashionMnist.Load(folder!);
        var classifier = new ImageClassifier(
            new Sequential(train.ImageShape, NetworkPresets.Mlp(10), 1),
            PixelNormalization.ZeroToOne(),
            train.ClassNames
        );
        Fit(new TrainingOptions { Epochs = 1, Threads = 1 }, classifier, train);
        Assert.InRange(Evaluate(classifier, test).Accuracy, 0.82, 0.90);
    }

    private static TrainingResult Fit(
        TrainingOptions options,
        ImageClassifier classifier,
        ImageDataset train,
        ImageDataset? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken? cancellation = null
    ) =>
        new Trainer(options).Fit(
            classifier,
            train,
            validation,
            progress,
            cancellation ?? TestContext.Current.CancellationToken
        );

    private static Evaluation Evaluate(ImageClassifier classifier, ImageDataset dataset) =>
        Evaluator.Run(classifier, dataset, threads: 1, cancellationToken: TestContext.Current.CancellationToken);

    private static ImageClassifier Mlp() =>
        new(
            new Sequential(
                TensorShape.Image(8, 8, 1),
                [new Flatten(), new Dense(20, ActivationKind.ReLU), new Dense(3)],
                1
            ),
            PixelNormalization.ZeroToOne(),
            ["a", "b", "c"]
        );

    private static ImageClassifier Convolutional() =>
        new(
            new Sequential(
                TensorShape.Image(8, 8, 1),
                [
                    new Conv2D(8, 3, ActivationKind.ReLU, Padding.Same),
                    new BatchNormalization(),
                    new MaxPooling2D(2),
                    new Conv2D(12, 3, ActivationKind.ReLU),
                    new Flatten(),
                    new Dropout(0.25f),
                    new Dense(3),
                ],
                1
            ),
            PixelNormalization.ZeroToOne(),
            ["a", "b", "c"]
        );

    // A bright row, a bright column or a bright diagonal, in noise.
    private static ImageDataset Stripes(int count, int seed)
    {
        var random = new RandomStream(seed, 99);
        var pixels = new byte[count * 64];
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 3;
            int place = random.NextInt(8);
            for (int k = 0; k < 64; k++)
            {
                bool bright = labels[i] switch
                {
                    0 => k / 8 == place,
                    1 => k % 8 == place,
                    _ => k / 8 == k % 8,
                };
                pixels[i * 64 + k] = (byte)(random.NextInt(60) + (bright ? 150 : 0));
            }
        }

        return new ImageDataset("stripes", TensorShape.Image(8, 8, 1), pixels, labels, ["a", "b", "c"]);
    }

    private static float[] Weights(ImageClassifier classifier) =>
        [.. classifier.Network.Parameters.SelectMany(parameter => parameter.ToArray())];

    private sealed class CallbackProgress(Action<TrainingProgress> callback) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => callback(value);
    }
}
