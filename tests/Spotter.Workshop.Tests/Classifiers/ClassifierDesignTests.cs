using Spotter.Learning;
using Spotter.Learning.Augmentation;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Media;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Tests.Classifiers;

public sealed class ClassifierDesignTests : IDisposable
{
    private const int Side = 16;
    private readonly TemporaryFolder _folder = new();
    private readonly RunRepository _runs;

    public ClassifierDesignTests()
    {
        _runs = new RunRepository(_folder.PathOf("runs"));
        var random = new Random(2);
        foreach (string name in new[] { "left", "right" })
        {
            for (int i = 0; i < 60; i++)
            {
                WriteArrow($"arrows/{name}/{i}.png", random, name == "left");
            }
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ClassifierRequest Arrows => new() { Dataset = new DatasetRequest { Source = _folder.PathOf("arrows") } };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_PresetOnPicturesOfOnesOwn_NeitherMirrorsNorCovers()
    {
        foreach (ClassifierPreset preset in ClassifierPreset.All)
        {
            ImageAugmentation? own = TrainingSession
                .Create(Arrows with { Preset = preset }, _runs, cancellationToken: Cancellation)
                .Configuration.Training.Augmentation;
            Assert.False(
                own
                    is { FlipHorizontally: true }
                        or { FlipVertically: true }
                        or { EraseChance: > 0 }
                        or { RotationDegrees: > 0 },
                preset.Name
            );
        }

        string clothes = BandPictures.Write(_folder.PathOf("bands"), 100, 20);
        ClassifierRequest known = new()
        {
            Dataset = new DatasetRequest { Source = "fashion-mnist", Folder = clothes },
            Preset = ClassifierPreset.Convolutional,
        };
        Assert.Equal(
            "flip,shift0.06,erase0.2",
            AugmentationNotation.Format(
                TrainingSession
                    .Create(known, _runs, cancellationToken: Cancellation)
                    .Configuration.Training.Augmentation
            )
        );
        ClassifierRequest digits = known with { Dataset = known.Dataset with { Source = "mnist" } };
        Assert.Equal(
            "shift0.06",
            AugmentationNotation.Format(
                TrainingSession
                    .Create(digits, _runs, cancellationToken: Cancellation)
                    .Configuration.Training.Augmentation
            )
        );
    }

    [Fact]
    public void Execute_ArrowsWithThePresetsAugmentation_TellsLeftFromRight()
    {
        ClassifierRequest request = Arrows with
        {
            Preset = ClassifierPreset.ConvolutionalSmall,
            Layers = "conv8,pool,conv8,pool,32",
            Adjust = options => options with { Epochs = 12, BatchSize = 16, Optimizer = new Adam(0.004), Threads = 1 },
        };
        TrainingOutcome outcome = TrainingSession
            .Create(request, _runs, cancellationToken: Cancellation)
            .Execute(cancellationToken: Cancellation);
        Assert.Equal(1, outcome.Test!.Accuracy);
    }

    [Theory]
    [InlineData("sigmoid", true)]
    [InlineData("linear", false)]
    public void Execute_OneUnit_LearnsTwoClasses(string activation, bool balances)
    {
        ClassifierRequest request = Arrows with
        {
            Network = NetworkDescription.Parse(
                $$"""{ "input": [{{Side}}, {{Side}}, 1], "layers": [ { "layer": "conv2d", "filters": 8, "kernel": 3, "activation": "relu" }, { "layer": "max_pooling2d", "pool": 2 }, { "layer": "flatten" }, { "layer": "dense", "units": 1, "activation": "{{activation}}" } ] }"""
            ),
            Adjust = static options =>
                options with
                {
                    Epochs = 15,
                    BatchSize = 16,
                    Optimizer = new Adam(0.01),
                    Threads = 1,
                    Loss = new SparseCategoricalCrossEntropy(LabelSmoothing: 0.1f),
                },
            BalanceClasses = balances,
        };
        var session = TrainingSession.Create(request, _runs, cancellationToken: Cancellation);
        Assert.Equal(0.1f, Assert.IsType<BinaryCrossEntropy>(session.Configuration.Training.Loss).LabelSmoothing);
        TrainingOutcome outcome = session.Execute(cancellationToken: Cancellation);
        Assert.Equal(1, outcome.Test!.Accuracy);
        EvaluationOutcome again = ClassifierEvaluation.Run(
            ClassifierFile.Load(session.Run.ModelPath),
            session.Run,
            request.Dataset,
            cancellationToken: Cancellation
        );
        Assert.Equal(outcome.Test.Loss, again.Report.Loss, 1e-9);
    }

    [Theory]
    [InlineData(
        """{ "layer": "dense", "units": 3, "activation": "sigmoid" }""",
        "layer 2 (dense): units must be 2, one a class, or 1, got 3"
    )]
    [InlineData(
        """{ "layer": "dense", "units": 2, "activation": "sigmoid" }""",
        "layer 2: activation Sigmoid is for one unit"
    )]
    [InlineData(
        """{ "layer": "dense", "units": 1, "activation": "softmax" }""",
        "layer 2: one unit tells two classes apart through sigmoid or linear"
    )]
    [InlineData(
        """{ "layer": "dense", "units": 65536 }, { "layer": "dense", "units": 65536 }, { "layer": "dense", "units": 2 }""",
        "layer 3 (dense_1)"
    )]
    public void Create_NetworkThatCannotAnswer_SaysWhereAndLeavesNothing(string layers, string said)
    {
        ClassifierRequest request = Arrows with
        {
            Network = NetworkDescription.Parse(
                $$"""{ "input": [{{Side}}, {{Side}}, 1], "layers": [ { "layer": "flatten" }, {{layers}} ] }"""
            ),
        };
        Assert.Contains(
            said,
            Assert
                .ThrowsAny<ArgumentException>(() =>
                    TrainingSession.Create(request, _runs, cancellationToken: Cancellation)
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(_runs.Folder));
    }

    [Fact]
    public void Create_OptionsOutOfRange_AreFoundBeforeThereIsARun()
    {
        Throws("label smoothing", options =>
            options with
            {
                Loss = new SparseCategoricalCrossEntropy(LabelSmoothing: 1),
            }
        );
        Throws("threads must be", options => options with { Threads = 1000 });
        Throws("batch size", options => options with { BatchSize = 0 });

        void Throws(string said, Func<TrainingOptions, TrainingOptions> adjust)
        {
            ArgumentException problem = Assert.ThrowsAny<ArgumentException>(() =>
                TrainingSession.Create(Arrows with { Adjust = adjust }, _runs, cancellationToken: Cancellation)
            );
            Assert.Contains(said, problem.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_runs.Folder));
        }
    }

    [Theory]
    [InlineData(2, 1e30, 2)]
    [InlineData(1, 1e30, 1)]
    public void Execute_RateThatGrowsBeyondAllBounds_KeepsTheLastGoodEpoch(int goodEpochs, double factor, int kept)
    {
        ClassifierRequest request = Arrows with
        {
            Layers = "8",
            TensorBoard = true,
            Adjust = options =>
                options with
                {
                    Epochs = 5,
                    Threads = 1,
                    Optimizer = new Sgd(0.01),
                    Schedule = new StepDecay(goodEpochs, factor),
                },
        };
        var session = TrainingSession.Create(request, _runs, cancellationToken: Cancellation);
        TrainingDivergedException problem = Assert.Throws<TrainingDivergedException>(() =>
            session.Execute(cancellationToken: Cancellation)
        );
        Assert.Contains($"the model of epoch {kept} is kept", problem.Message, StringComparison.Ordinal);
        Assert.Equal(kept, session.Run.ReadMetrics().Count);
        RunResult result = session.Run.ReadResult()!;
        Assert.Equal((TrainingEnd.Diverged, kept), (result.End, result.Epochs));
        Assert.NotNull(result.Test);
        Assert.NotEmpty(ClassifierFile.Load(session.Run.ModelPath).ClassNames);
        Assert.All(Directory.GetFiles(session.Run.FullPath, "*.json*"), path =>
            Assert.DoesNotContain("NaN", File.ReadAllText(path), StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            "NaN",
            System.Text.RegularExpressions.Regex.Replace(
                File.ReadAllText(session.Run.ReportPath),
                "base64,[A-Za-z0-9+/=]*",
                ""
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "diverged",
            Assert
                .Throws<RunException>(() => TrainingSession.Resume(session.Run, 9, cancellationToken: Cancellation))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Execute_RateTooHighFromTheStart_LeavesNoModel()
    {
        var session = TrainingSession.Create(
            Arrows with
            {
                Layers = "8",
                Adjust = options => options with { Threads = 1, Optimizer = new Sgd(1e35) },
            },
            _runs,
            cancellationToken: Cancellation
        );
        TrainingDivergedException problem = Assert.Throws<TrainingDivergedException>(() =>
            session.Execute(cancellationToken: Cancellation)
        );
        Assert.Contains("there is no model", problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(session.Run.ModelPath));
        Assert.Empty(session.Run.ReadMetrics());
        Assert.Equal(RunState.Diverged, session.Run.State);
        Assert.Contains(
            "it diverged",
            Assert.Throws<RunException>(() => PictureClassifier.Load(session.Run.Name, _runs)).Message,
            StringComparison.Ordinal
        );
    }

    // A shaft with a head at one end, dark on bright, anywhere near the middle.
    private void WriteArrow(string name, Random random, bool isLeft)
    {
        var image = new BgrImage(Side, Side);
        Array.Fill(image.Pixels, (byte)random.Next(200, 256));
        int row = random.Next(5, 11);
        byte ink = (byte)random.Next(60);
        for (int x = 2; x < 14; x++)
        {
            int head = Math.Max(0, 3 - (isLeft ? x - 2 : 13 - x));
            for (int y = row - head; y <= row + head; y++)
            {
                image.Pixels.AsSpan((y * Side + x) * 3, 3).Fill(ink);
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name))!);
        image.Save(_folder.PathOf(name));
    }
}
