using Spotter.Files;
using Spotter.Learning.Detectors;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Labels;
using Spotter.Workshop.Detectors;

namespace Spotter.Studio.Detectors;

/// <summary>Where the training of a detector stands.</summary>
internal enum DetectorWorkState
{
    /// <summary>Pictures are read.</summary>
    Preparing,

    /// <summary>It learns.</summary>
    Training,

    /// <summary>It looks at what was kept aside.</summary>
    Measuring,

    /// <summary>There is a model.</summary>
    Ended,

    /// <summary>Somebody stopped it; it can go on.</summary>
    Stopped,

    /// <summary>There is no model, and the error says why.</summary>
    Failed,
}

/// <summary>A detector that is being trained, or that was: what it does and what became of it.</summary>
internal sealed class DetectorWork : IProgress<DetectorTrainingProgress>, IDisposable
{
    private const int MostNotes = 20;

    private readonly CancellationTokenSource _stop;
    private readonly Func<string, string, string, DetectorChoice> _keep;
    private readonly Veil _veil;
    private readonly StudioLog _log;
    private readonly List<string> _notes = [];
    private readonly List<DetectorMeasurement> _curve = [];
    private volatile DetectorTrainingProgress? _progress;
    private volatile string? _error;
    private volatile string? _run;
    private volatile DetectorChoice? _model;
    private volatile bool _isStopped;

    public DetectorWork(
        StoredLabels set,
        int steps,
        DetectorTrainingOptions options,
        Func<string, string, string, DetectorChoice> keep,
        Veil veil,
        StudioLog log,
        CancellationToken stopping
    )
    {
        (Set, Steps, _keep, _veil, _log) = (set, steps, keep, veil, log);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        // A thread of its own: it works for minutes to hours.
        Ended = Task.Factory.StartNew(
            () => Work(options),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>What it learns from.</summary>
    public StoredLabels Set { get; }

    /// <summary>Steps that are planned.</summary>
    public int Steps { get; }

    public Task Ended { get; }

    public bool HasEnded => Ended.IsCompleted;

    public DetectorWorkState State =>
        _isStopped ? DetectorWorkState.Stopped
        : _error is not null ? DetectorWorkState.Failed
        : HasEnded ? DetectorWorkState.Ended
        : _progress?.Phase switch
        {
            null or DetectorTrainingPhase.Preparing => DetectorWorkState.Preparing,
            DetectorTrainingPhase.Measuring => DetectorWorkState.Measuring,
            _ => DetectorWorkState.Training,
        };

    public DetectorTrainingProgress? Progress => _progress;

    /// <summary>The folder's name of the run; null until it is made.</summary>
    public string? Run => _run;

    /// <summary>What came of it; null before.</summary>
    public DetectorChoice? Model => _model;

    public string? Error => _error;

    /// <summary>What the user should know of the data.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_notes)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>How the loss went, a point every hundredth of the training.</summary>
    public IReadOnlyList<DetectorMeasurement> Curve
    {
        get
        {
            lock (_curve)
            {
                return [.. _curve];
            }
        }
    }

    public void Report(DetectorTrainingProgress value)
    {
        _progress = value;
        if (value is not { Phase: DetectorTrainingPhase.Learning, ScoreLoss: { } score, BoxLoss: { } box })
        {
            return;
        }

        lock (_curve)
        {
            int every = Math.Max(1, value.Stages / 100);
            if (_curve.Count == 0 || value.Stage - _curve[^1].Step >= every || value.Stage == value.Stages)
            {
                _curve.Add(new DetectorMeasurement(value.Stage, score, box, 0, null));
            }
        }
    }

    public void Stop() => _stop.Cancel();

    /// <summary>After it has ended.</summary>
    public void Dispose() => _stop.Dispose();

    private void Work(DetectorTrainingOptions options)
    {
        try
        {
            DetectorTrainingSummary summary = new DetectorTraining(options)
            {
                Note = Note,
                Outputs = new Outputs(overwrite: true),
                Progress = this,
            }.Run(_stop.Token);
            double? precision = summary.Trained.AveragePrecision;
            string about =
                precision is { } known && double.IsFinite(known)
                    ? FormattableString.Invariant($"trained here on {Set.Title}, average precision {known:0.00}")
                    : $"trained here on {Set.Title}";
            _model = _keep(summary.Output, Set.Title, about);
        }
        catch (OperationCanceledException)
        {
            _isStopped = true;
        }
        catch (Exception e) when (e is SpotterException or ArgumentException or InvalidDataException or IOException)
        {
            _error = _veil.Over(SpotterException.PlainMessage(e));
        }
#pragma warning disable CA1031 // a fault in one training must not end the studio
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Fault("training a detector", e);
            _error = "a fault of the program; the log of the studio says more";
        }
    }

    private void Note(string text)
    {
        const string run = "run: ";
        if (text.StartsWith(run, StringComparison.Ordinal))
        {
            _run = Path.GetFileName(text[run.Length..]);
            return;
        }

        lock (_notes)
        {
            if (_notes.Count < MostNotes)
            {
                _notes.Add(_veil.Over(text));
            }
        }
    }
}
