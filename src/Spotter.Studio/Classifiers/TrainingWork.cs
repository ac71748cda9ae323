using Spotter.Learning.Classifiers;
using Spotter.Studio.Hosting;
using Spotter.Workshop.Classifiers;

namespace Spotter.Studio.Classifiers;

/// <summary>A run that is being trained, or that has ended: what it does and what became of it.</summary>
internal sealed class TrainingWork : IProgress<TrainingProgress>, IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Veil _veil;
    private readonly StudioLog _log;
    private volatile TrainingSession? _session;
    private volatile TrainingProgress? _progress;
    private volatile string? _error;

    public TrainingWork(
        Func<CancellationToken, TrainingSession> open,
        Veil veil,
        StudioLog log,
        CancellationToken stopping
    )
    {
        _veil = veil;
        _log = log;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        // A thread of its own: it works for minutes to hours.
        Ended = Task.Factory.StartNew(
            () => Work(open),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    public Task Ended { get; }

    public bool HasEnded => Ended.IsCompleted;

    /// <summary>Null while the data is read.</summary>
    public string? RunName => _session?.Run.Name;

    /// <summary>What the user should know of the data.</summary>
    public IReadOnlyList<string> Notes => [.. (_session?.Data.Notes ?? []).Select(_veil.Over)];

    /// <summary>Null before the first batch.</summary>
    public TrainingProgress? Progress => _progress;

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error => _error;

    /// <summary>Whether somebody stopped it before its end; it can go on where an epoch is complete.</summary>
    public bool IsStopped => HasEnded && _stop.IsCancellationRequested && _session?.Run.State != RunState.Finished;

    public void Report(TrainingProgress value) => _progress = value;

    public void Stop() => _stop.Cancel();

    /// <summary>After it has ended.</summary>
    public void Dispose() => _stop.Dispose();

    private void Work(Func<CancellationToken, TrainingSession> open)
    {
        try
        {
            _session = open(_stop.Token);
            _session.Execute(this, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Somebody stopped it before its first picture.
        }
        catch (Exception e)
            when (e
                    is SpotterException
                        or ArgumentException
                        or FormatException
                        or ArithmeticException
                        or InvalidDataException
                        or HttpRequestException
            )
        {
            // Where the data lies is nobody's business.
            _error = _veil.Over(SpotterException.PlainMessage(e));
        }
#pragma warning disable CA1031 // a fault in one run must not end the studio
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Fault("training", e);
            _error = "a fault of the program; the log of the studio says more";
        }
    }
}
