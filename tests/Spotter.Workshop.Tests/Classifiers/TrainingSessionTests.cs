using System.Text.RegularExpressions;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Optimizers;
using Spotter.Media;
using Spotter.Networks;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Tests.Classifiers;

public sealed class TrainingSessionTests : IDisposable
{
    private const int Epochs = 3;
    private readonly TemporaryFolder _folder = new();
    private readonly RunRepository _runs;
    private readonly string _data;

    public TrainingSessionTests()
    {
        _runs = new RunRepository(_folder.PathOf("runs"));
        _data = BandPictures.Write(_folder.PathOf("bands"), train: 800, test: 100);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ClassifierRequest Request =>
        new()
        {
            Dataset = new DatasetRequest { Source = "fashion-mnist", Folder = _data },
            Layers = "16,dropout0.2",
            Adjust = options => options with { Epochs = Epochs, Threads = 1, Optimizer = new Adam(0.01) },
        };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Execute_ToTheEnd_LearnsAndLeavesEveryFile()
    {
        var session = TrainingSession.Create(
            Request with
            {
                TensorBoard = true,
            },
            _runs,
            cancellationToken: Cancellation
        );
        TrainingOutcome outcome = session.Execute(cancellationToken: Cancellation);

        Assert.Equal(TrainingEnd.Completed, outcome.Training.End);
        Assert.True(outcome.Test!.Accuracy > 0.8, $"bands are easy, but only {outcome.Test.Accuracy} are right");
        Assert.Equal(100, outcome.Test.Count);
        Assert.Equal(RunState.Finished, session.Run.State);
        Assert.Equal(outcome.Training.History, session.Run.ReadMetrics());
        Assert.Equal(outcome.Test.Accuracy, session.Run.ReadResult()!.Test!.Accuracy);
        string[] expected =
        [
            "calibration.png",
            "checkpoint.bin",
            "configuration.json",
            "confusion.png",
            "curves.png",
            "metrics.jsonl",
            "model.network",
            "model.onnx",
            "pictures.csv",
            "predictions.png",
            "report.html",
            "result.json",
            "samples.png",
            "network.png",
            "weights.png",
        ];
        Assert.All(expected, name => Assert.True(new FileInfo(session.Run.PathOf(name)).Length > 0, name));
        Assert.Single(Directory.GetFiles(session.Run.FullPath, "events.out.tfevents.*"));
        Assert.DoesNotContain(Directory.GetFiles(session.Run.FullPath), path =>
            path.EndsWith(".tmp", StringComparison.Ordinal) || path.EndsWith(".part", StringComparison.Ordinal)
        );
        Assert.All(Directory.GetFiles(session.Run.FullPath, "*.png"), path =>
            Assert.True(Picture.Load(path).Width > 300)
        );
    }

    [Fact]
    public void Report_OfARun_NeedsNothingFromOutside()
    {
        var session = TrainingSession.Create(Request, _runs, cancellationToken: Cancellation);
        session.Execute(cancellationToken: Cancellation);
        string page = File.ReadAllText(session.Run.ReportPath);
        string words = Regex.Replace(page, "base64,[A-Za-z0-9+/=]*", "");
        Assert.DoesNotContain("http", words, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", words, StringComparison.OrdinalIgnoreCase);
        Assert.All(Regex.Matches(page, "(?:src|href)=\"([^\"]*)\"").Select(match => match.Groups[1].Value), address =>
            Assert.StartsWith("data:", address, StringComparison.Ordinal)
        );
        Assert.Contains("right of 100 test pictures", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_CancelledAndResumed_EndsWithTheSameWeights()
    {
        var whole = TrainingSession.Create(Request, _runs, cancellationToken: Cancellation);
        whole.Execute(cancellationToken: Cancellation);

        using var stop = new CancellationTokenSource();
        var first = TrainingSession.Create(Request, _runs, cancellationToken: Cancellation);
        TrainingOutcome stopped = first.Execute(new StopAt(stop, epoch: 2, batch: 5), stop.Token);
        Assert.Equal(TrainingEnd.Cancelled, stopped.Training.End);
        Assert.Null(stopped.Test);
        Assert.Equal(RunState.Interrupted, first.Run.State);
        Assert.Null(first.Run.ReadResult());

        TrainingSession second = TrainingSession.Resume(_runs.Find(first.Run.Name), cancellationToken: Cancellation);
        TrainingOutcome outcome = second.Execute(cancellationToken: Cancellation);
        Assert.Equal(Epochs, outcome.Training.History.Count);
        Assert.Equal(Weights(whole.Classifier), Weights(second.Classifier));
        Assert.Equal(File.ReadAllBytes(whole.Run.ModelPath), File.ReadAllBytes(second.Run.ModelPath));
    }

    [Fact]
    public void Resume_FinishedRun_GoesOnOnlyWithMoreEpochs()
    {
        var session = TrainingSession.Create(Request, _runs, cancellationToken: Cancellation);
        session.Execute(cancellationToken: Cancellation);
        RunFolder run = session.Run;
        Assert.Contains(
            "--epochs",
            Assert.Throws<RunException>(() => TrainingSession.Resume(run, cancellationToken: Cancellation)).Message,
            StringComparison.Ordinal
        );

        TrainingOutcome longer = TrainingSession
            .Resume(run, Epochs + 2, cancellationToken: Cancellation)
            .Execute(cancellationToken: Cancellation);
        Assert.Equal(Enumerable.Range(1, Epochs + 2), longer.Training.History.Select(epoch => epoch.Epoch));
        Assert.Equal(RunState.Finished, run.State);
    }

    [Fact]
    public void Execute_WhileAnotherTrainsTheRun_IsRefused()
    {
        var session = TrainingSession.Create(Request, _runs, cancellationToken: Cancellation);
        using FileStream held = session.Run.Lock();
        Assert.Equal(RunState.Running, session.Run.State);
        Assert.Contains(
            "another process",
            Assert.Throws<RunException>(() => session.Execute(cancellationToken: Cancellation)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Create_NetworkThatDoesNotFit_LeavesNoFolder()
    {
        Assert.Throws<ArgumentException>(() =>
            TrainingSession.Create(
                Request with
                {
                    Layers = "pool,pool,pool,pool,pool,pool",
                },
                _runs,
                cancellationToken: Cancellation
            )
        );
        Assert.Empty(_runs.List());
        Assert.False(Directory.Exists(_runs.Folder));
    }

    [Fact]
    public void Configuration_WrittenAndRead_IsTheSame()
    {
        var request = Request with
        {
            Preset = ClassifierPreset.Convolutional,
            Layers = null,
            Adjust = options => options with { EarlyStopping = new EarlyStopping(3) },
        };
        var session = TrainingSession.Create(request, _runs, cancellationToken: Cancellation);
        RunConfiguration read = session.Run.ReadConfiguration();
        Assert.Equal(session.Configuration.Training, read.Training);
        Assert.Equal(session.Configuration.Dataset, read.Dataset);
        Assert.Equal(session.Configuration.Network.ToJson(), read.Network.ToJson());
        Assert.Equal(session.Configuration.Normalization, read.Normalization);
    }

    [Fact]
    public void Find_UnknownRun_NamesTheLastOnes()
    {
        var session = TrainingSession.Create(
            Request with
            {
                Name = "an odd/name?",
            },
            _runs,
            cancellationToken: Cancellation
        );
        Assert.Equal("an-odd-name-1", session.Run.Name);
        Assert.Contains(
            "an-odd-name-1",
            Assert.Throws<RunException>(() => _runs.Find("nothing")).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(session.Run.FullPath, _runs.Find(session.Run.FullPath).FullPath);
    }

    private static float[] Weights(ImageClassifier classifier) =>
        [.. classifier.Network.Parameters.SelectMany(parameter => parameter.ToArray())];

    private sealed class StopAt(CancellationTokenSource source, int epoch, int batch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == epoch && value.Batch == batch)
            {
                source.Cancel();
            }
        }
    }
}
