using Spotter.Learning.Classifiers;
using Spotter.Learning.Classifiers.Transfer;
using Spotter.Learning.Datasets;
using Spotter.Learning.Metrics;
using Spotter.Networks;
using Spotter.Networks.Files;
using Spotter.Onnx.Classifiers;

namespace Spotter.Workshop.Classifiers;

/// <summary>
/// Trains a classifier in a run folder: reads the data, fits, writes down every epoch, looks at the test pictures once
/// at the end, and leaves model, figures and report. A session that was cancelled or killed is resumed from its folder.
/// </summary>
/// <example>
/// <code>
/// var request = new ClassifierRequest { Dataset = new DatasetRequest { Source = "fashion-mnist" } };
/// var session = TrainingSession.Create(request, new RunRepository("runs"));
/// TrainingOutcome outcome = session.Execute(progress, cancellationToken);
/// </code>
/// </example>
public sealed class TrainingSession
{
    private readonly bool _resumes;

    private readonly IBackbone? _backbone;
    private readonly ImageClassifier? _classifier;

    private TrainingSession(
        RunFolder run,
        RunConfiguration configuration,
        ClassifierData data,
        IBackbone? backbone,
        bool resumes
    )
    {
        Run = run;
        Configuration = configuration;
        Data = data;
        _backbone = backbone;
        _classifier = backbone is OnnxBackbone ? null : MakeClassifier(configuration);
        _resumes = resumes;
    }

    /// <summary>Where the run is kept.</summary>
    public RunFolder Run { get; }

    /// <summary>All that decides the run.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>The pictures.</summary>
    public ClassifierData Data { get; }

    /// <summary>
    /// What learns; ready for use once the session has ended. Not on another backbone, whose result is the run's
    /// ONNX file alone.
    /// </summary>
    /// <exception cref="InvalidOperationException">It rests on somebody else's network.</exception>
    public ImageClassifier Classifier =>
        _classifier ?? throw new InvalidOperationException("the run rests on another's network; load its ONNX file");

    /// <summary>As what somebody else's backbone was read; null where there is none.</summary>
    public string? BackboneReading => (_backbone as OnnxBackbone)?.Reading;

    /// <summary>How many numbers training changes.</summary>
    public long TrainableCount =>
        _backbone is { } backbone
            ? (backbone.FeatureCount + 1L) * Configuration.ClassNames.Count
            : Classifier.Network.TrainableCount;

    /// <summary>Prepares a new run: reads the data, builds the network, makes the folder.</summary>
    /// <param name="request">What to learn.</param>
    /// <param name="runs">Where the run's folder goes.</param>
    /// <param name="download">Told about a download: the file and the bytes so far.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">The data cannot be read.</exception>
    /// <exception cref="ArgumentException">Network, options and data do not fit together.</exception>
    /// <exception cref="FormatException">The layers cannot be read.</exception>
    public static TrainingSession Create(
        ClassifierRequest request,
        RunRepository runs,
        IProgress<(string File, long Bytes)>? download = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(runs);
        (IBackbone? backbone, ClassifierData data, request) = TransferLearning.Read(
            request,
            download,
            cancellationToken
        );
        RunConfiguration configuration = ClassifierDesign.Make(request, data, backbone);

        // Checked before there is a folder: what does not fit leaves nothing behind, and is not found out after hours.
        if (backbone is not OnnxBackbone)
        {
            new Trainer(configuration.Training).Check(MakeClassifier(configuration), data.Train, data.Validation);
        }

        string name = request.Name
            ?? $"{Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(request.Dataset.Source))}"
                + $"-{configuration.Preset}";
        RunFolder run = runs.Create(name);
        run.Write(configuration);
        run.Write(RunPictures.Of(data));
        return new TrainingSession(run, configuration, data, backbone, resumes: false);
    }

    /// <summary>Prepares to go on with a run where it stopped, or to make it longer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="epochs">Epochs in all; null leaves them as they were.</param>
    /// <param name="dataFolder">Where the files of a known data set are now; null leaves that as it was.</param>
    /// <param name="cancellationToken">Stops the reading of the data.</param>
    /// <exception cref="RunException">The run is finished, its pictures are not what they were, or its files are
    /// damaged.</exception>
    /// <exception cref="DatasetException">The data cannot be read.</exception>
    public static TrainingSession Resume(
        RunFolder run,
        int? epochs = null,
        string? dataFolder = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(run);
        RunConfiguration configuration = run.ReadConfiguration();
        if (run.ReadResult() is { End: TrainingEnd.Diverged })
        {
            throw new RunException(
                $"{run.Name}: diverged, and would again; train a new run with a lower learning rate"
            );
        }

        if (run.ReadResult() is { } result && (epochs ?? 0) <= result.Epochs)
        {
            throw new RunException(
                $"{run.Name}: is finished after {result.Epochs} epochs; ask for more with --epochs to train it further"
            );
        }

        configuration = configuration with
        {
            Training = configuration.Training with { Epochs = epochs ?? configuration.Training.Epochs },
            Dataset = dataFolder is null ? configuration.Dataset : configuration.Dataset with { Folder = dataFolder },
        };
        configuration.Training.Check();
        RunPictures before = run.ReadPictures()
            ?? throw new RunException(
                $"{run.Name}: was made before runs kept which pictures they learn from, so that its parts cannot be "
                    + $"cut as they were; train a new run"
            );
        IBackbone? backbone = TransferLearning.Open(configuration);
        DatasetRequest request =
            backbone is OnnxBackbone
                ? configuration.Dataset
                : configuration.Dataset.Fitting(configuration.Network.Shape());
        ClassifierData data = DatasetReader.Read(
            request,
            configuration.ClassNames,
            cancellationToken: cancellationToken
        );
        if (before.DifferenceTo(RunPictures.Of(data)) is { } difference)
        {
            throw new RunException(
                $"{run.Name}: its pictures are not those that it began with: {difference}; put them back, or train a "
                    + $"new run"
            );
        }

        return new TrainingSession(run, configuration, data, backbone, resumes: true);
    }

    /// <summary>Trains until all epochs are done or the caller cancels.</summary>
    /// <param name="progress">Told after every batch, on the calling thread.</param>
    /// <param name="cancellationToken">Ends training after the batch in work; the run can be resumed. No
    /// exception.</param>
    /// <exception cref="RunException">Another process trains this run.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to resume from is damaged.</exception>
    /// <exception cref="TrainingDivergedException">A number became infinite or none; the run keeps the model of the
    /// last good epoch, if there is one.</exception>
    public TrainingOutcome Execute(
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        using FileStream held = Run.Lock();
        using var backbone = _backbone as IDisposable;
        var trainer = new Trainer(
            Configuration.Training with
            {
                CheckpointPath = Run.CheckpointPath,
                Resume = _resumes,
            }
        );
        HeadTraining? head = Configuration.Backbone is null ? null : PrepareHead(cancellationToken);
        if (head is null && Configuration.Backbone is not null)
        {
            return new TrainingOutcome(new TrainingResult(TrainingEnd.Cancelled, [.. Run.ReadMetrics()], 0), null);
        }

        using TrainingRun training = head is null
            ? trainer.Begin(Classifier, Data.Train, Data.Validation)
            : head.Begin(trainer.Options);
        if (_resumes)
        {
            // Only now, when nothing can be refused any more.
            Run.Reopen();
            Run.Write(Configuration);
        }

        TrainingResult result;
        try
        {
            result = Fit(training, head, progress, cancellationToken);
        }
        catch (TrainingDivergedException diverged)
        {
            throw End(diverged, head);
        }

        Run.Write(result.History);
        WriteModel(head);
        if (result.End == TrainingEnd.Cancelled)
        {
            RunFigures.WriteTraining(Run, Data, _classifier);
            ReportPage.Write(Run);
            return new TrainingOutcome(result, null);
        }

        return new TrainingOutcome(result, Finish(result));
    }

    // The one look at the test pictures: nothing is decided by it. The figures are kept before anything is drawn.
    private ClassificationReport? Finish(TrainingResult result)
    {
        Evaluation? evaluation = Data.Test is null ? null : EvaluateTest(Data.Test);
        ClassificationReport? test = evaluation is null ? null : ClassificationReport.Of(evaluation, Data.Test!);
        Write(result, test);
        if (evaluation is not null)
        {
            RunFigures.WriteTest(Run, Data.Test!, evaluation, test!);
        }

        RunFigures.WriteTraining(Run, Data, _classifier);
        ReportPage.Write(Run);
        return test;
    }

    private TrainingDivergedException End(TrainingDivergedException diverged, HeadTraining? head)
    {
        Run.Write(diverged.History);
        var result = new TrainingResult(TrainingEnd.Diverged, diverged.History, diverged.BestEpoch);
        string kept = "no epoch was complete, so there is no model";
        if (diverged.BestEpoch > 0)
        {
            WriteModel(head);
            Finish(result);
            kept = $"the model of epoch {diverged.BestEpoch} is kept";
        }
        else
        {
            Write(result, null);
            ReportPage.Write(Run);
        }

        return new TrainingDivergedException(
            $"{Run.Name}: {diverged.Message} and train a new run; {kept}",
            diverged.History,
            diverged.BestEpoch
        );
    }

    private void Write(TrainingResult result, ClassificationReport? test)
    {
        Run.Write(
            new RunResult(
                DateTimeOffset.Now,
                result.End,
                result.History.Count,
                result.BestEpoch,
                result.History.Sum(static epoch => epoch.Seconds),
                TrainableCount,
                test
            )
        );
    }

    private static ImageClassifier MakeClassifier(RunConfiguration configuration)
    {
        Sequential network = configuration.Network.Build(configuration.Training.Seed);
        if (configuration.Backbone == TransferLearning.BuiltIn)
        {
            TrunkBackbone.BuiltIn.GiveWeights(network);
        }

        return new ImageClassifier(network, configuration.Normalization, configuration.ClassNames);
    }

    // Null where the caller asked to stop.
    private HeadTraining? PrepareHead(CancellationToken cancellationToken)
    {
        IBackbone backbone = _backbone!;
        try
        {
            return HeadTraining.Prepare(
                backbone,
                Data.Train,
                Data.Validation,
                Configuration.Training.Seed,
                new FeatureCache(Run.PathOf("features.bin"), backbone),
                cancellationToken
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private void TakeHead(HeadTraining? head)
    {
        if (head is not null && _classifier is not null)
        {
            TransferLearning.GiveHead(_classifier.Network, head);
        }
    }

    private void WriteModel(HeadTraining? head)
    {
        TakeHead(head);
        if (_backbone is OnnxBackbone backbone)
        {
            (float[] kernel, float[] bias) = head!.Weights();
            WholeFile.Write(Run.ModelPath, backbone.Join(kernel, bias, Configuration.ClassNames));
        }
        else
        {
            Run.Write(Classifier);
        }
    }

    // Of somebody else's network what is judged is the file that remains.
    private Evaluation EvaluateTest(ImageDataset test)
    {
        if (_classifier is { } own)
        {
            return Evaluator.Run(own, test, threads: Configuration.Training.Threads);
        }

        using OnnxClassifier joined = OnnxClassifier.Load(Run.ModelPath);
        return Evaluator.Of(joined, test, Configuration.Training.Threads);
    }

    private TrainingResult Fit(
        TrainingRun training,
        HeadTraining? head,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var recorder = new RunRecorder(Run, Configuration.TensorBoard, progress, () =>
        {
            // A backbone of a hundred megabytes is written once, at the end.
            if (_classifier is not null)
            {
                WriteModel(head);
            }
        });
        return training.Execute(recorder, cancellationToken);
    }
}

/// <summary>What a session gave.</summary>
/// <param name="Training">Why it ended, and its epochs.</param>
/// <param name="Test">The figures on the test pictures; null when it was cancelled or there are none.</param>
public sealed record TrainingOutcome(TrainingResult Training, ClassificationReport? Test);
