using Spotter.Learning;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Onnx;
using Spotter.Media;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Onnx.Classifiers;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Tests.Classifiers;

/// <summary>Runs that learn the last layer of a network that is there.</summary>
public sealed class TransferLearningTests : IDisposable
{
    private const int Side = 40;
    private readonly TemporaryFolder _folder = new();
    private readonly RunRepository _runs;

    public TransferLearningTests() => _runs = new RunRepository(_folder.PathOf("runs"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Execute_FewPhotos_AreLearnedAndOnnxRuntimeAnswersTheSame()
    {
        TrainingSession session = Create(Photos(14), "auto");
        TrainingOutcome outcome = session.Execute(cancellationToken: Cancellation);

        Assert.Equal("spotter", session.Configuration.Backbone);
        Assert.Equal(1, outcome.Test!.Accuracy);
        ImageClassifier kept = ImageClassifier.Load(session.Run.NetworkPath);
        using OnnxClassifier foreign = OnnxClassifier.Load(session.Run.ModelPath);
        Assert.Equal(kept.InputShape, foreign.InputShape);
        Assert.Equal(kept.ClassNames, foreign.ClassNames);
        byte[] pixels = session.Data.Test!.Image(0).ToArray();
        float[] own = kept.Predict(pixels);
        float[] other = foreign.Predict(pixels);
        for (int i = 0; i < own.Length; i++)
        {
            Assert.Equal(own[i], other[i], 1e-4f);
        }

        Assert.Equal(own, ClassifierFile.Load(session.Run.ModelPath).Predict(pixels));
        Assert.True(File.Exists(session.Run.ReportPath));
    }

    [Fact]
    public void Evaluate_OfTheRun_AsTheRunItselfFound()
    {
        TrainingSession session = Create(Photos(14), "spotter");
        TrainingOutcome outcome = session.Execute(cancellationToken: Cancellation);

        EvaluationOutcome again = ClassifierEvaluation.Run(
            PictureClassifier.Load(session.Run.Name, _runs),
            session.Run,
            session.Configuration.Dataset,
            cancellationToken: Cancellation
        );

        Assert.Equal(outcome.Test!.Loss, again.Report.Loss, 1e-6);
        Assert.Equal(outcome.Test.Count, again.Report.Count);
    }

    [Fact]
    public void Resume_WithMoreEpochs_GoesOnFromItsFeatures()
    {
        TrainingSession session = Create(Photos(12), "spotter", epochs: 2);
        session.Execute(cancellationToken: Cancellation);
        byte[] features = File.ReadAllBytes(session.Run.PathOf("features.bin"));

        var resumed = TrainingSession.Resume(session.Run, epochs: 4, cancellationToken: Cancellation);
        TrainingOutcome outcome = resumed.Execute(cancellationToken: Cancellation);

        Assert.Equal(4, outcome.Training.History.Count);
        Assert.True(outcome.Training.History[3].Loss < outcome.Training.History[0].Loss);
        Assert.Equal(features, File.ReadAllBytes(session.Run.PathOf("features.bin")));
    }

    [Fact]
    public void Execute_OnSomebodyElsesNetwork_OneFileAnswersAsItsHeadLearned()
    {
        var network = new Sequential(
            TensorShape.Image(24, 24, 3),
            [
                new Conv2D(8, 3, ActivationKind.ReLU) { Stride = 2 },
                new Conv2D(12, 3, ActivationKind.ReLU),
                new GlobalAveragePooling2D(),
                new Dense(5),
            ],
            seed: 3
        );
        string file = _folder.PathOf("others.onnx");
        var other = new ImageClassifier(network, PixelNormalization.ZeroToOne(3), ["a", "b", "c", "d", "e"]);
        OnnxFile.Save(other, file);

        TrainingSession session = Create(Photos(14), file, epochs: 40);
        TrainingOutcome outcome = session.Execute(cancellationToken: Cancellation);

        Assert.Equal(24, session.Data.Train.ImageShape.Width);
        using OnnxClassifier joined = OnnxClassifier.Load(session.Run.ModelPath);
        Assert.Equal(["cross", "ring"], joined.ClassNames);
        Evaluation validation = Evaluator.Of(joined, session.Data.Validation!, cancellationToken: Cancellation);
        Assert.Equal(outcome.Training.History[^1].ValidationLoss!.Value, validation.Loss, 1e-3);
        Assert.True(outcome.Training.History[^1].Loss < outcome.Training.History[0].Loss);
        Assert.Null(joined.Assumption);
    }

    [Fact]
    public void Create_BackboneThatIsNotThere_SaysSo()
    {
        string file = _folder.PathOf("none.onnx");

        SpotterException problem = Assert.Throws<SpotterException>(() => Create(Photos(4), file));

        Assert.Equal($"{file}: there is no such file; check the name", problem.Message);
    }

    [Fact]
    public void Create_AutoOnGrayPictures_LearnsAllLayers()
    {
        string folder = Photos(4, isGray: true);

        TrainingSession session = Create(folder, "auto");

        Assert.Null(session.Configuration.Backbone);
        Assert.Equal(Side, session.Configuration.Network.Input[0]);
    }

    [Fact]
    public void Create_AutoWithASize_LearnsAllLayers()
    {
        var request = new ClassifierRequest
        {
            Dataset = new DatasetRequest
            {
                Source = Photos(4),
                Width = 32,
                Height = 32,
            },
            Backbone = "auto",
        };

        Assert.Null(TrainingSession.Create(request, _runs, cancellationToken: Cancellation).Configuration.Backbone);
    }

    [Fact]
    public void Create_BackboneOnPicturesOfOtherSize_SaysSo()
    {
        string clothes = BandPictures.Write(_folder.PathOf("bands"), 100, 20);
        var request = new ClassifierRequest
        {
            Dataset = new DatasetRequest { Source = "fashion-mnist", Folder = clothes },
            Backbone = "spotter",
        };

        ArgumentException problem = Assert.Throws<ArgumentException>(() =>
            TrainingSession.Create(request, _runs, cancellationToken: Cancellation)
        );

        Assert.Contains("takes picture files", problem.Message, StringComparison.Ordinal);
    }

    private TrainingSession Create(string folder, string backbone, int epochs = 30) =>
        TrainingSession.Create(
            new ClassifierRequest
            {
                Dataset = new DatasetRequest { Source = folder },
                Backbone = backbone,
                Adjust = options => options with { Epochs = epochs, Threads = 1 },
            },
            _runs,
            cancellationToken: Cancellation
        );

    // Reddish rings and greenish crosses, of many sizes and places.
    private string Photos(int each, bool isGray = false)
    {
        string folder = _folder.PathOf("photos");
        var random = new Random(5);
        foreach (bool isRing in (bool[])[true, false])
        {
            string place = Path.Combine(folder, isRing ? "ring" : "cross");
            Directory.CreateDirectory(place);
            for (int i = 0; i < each; i++)
            {
                (int x0, int y0) = (random.Next(14, 26), random.Next(14, 26));
                int size = random.Next(7, 12);
                int bright = random.Next(120, 250);
                var picture = new BgrImage(Side, Side);
                for (int at = 0; at < Side * Side; at++)
                {
                    (int x, int y) = ((at % Side) - x0, (at / Side) - y0);
                    double distance = Math.Sqrt((x * x) + (y * y));
                    bool isInk = isRing
                        ? Math.Abs(distance - size) < 2
                        : distance < size && Math.Min(Math.Abs(x), Math.Abs(y)) < 2;
                    int value = isInk ? bright : random.Next(40);
                    picture.Pixels[at * 3] = (byte)(isGray ? value : value / 3);
                    picture.Pixels[(at * 3) + 1] = (byte)(isGray || !isRing ? value : value / 3);
                    picture.Pixels[(at * 3) + 2] = (byte)(isGray || isRing ? value : value / 3);
                }

                picture.Save(Path.Combine(place, $"{i}.png"));
            }
        }

        return folder;
    }
}
