using Spotter.Vision;

namespace Spotter.Studio.Jobs;

/// <summary>A picture or video that is searched, and what became of it. Safe to read while it is worked on.</summary>
internal sealed class Job : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _finished = new();
    private JobProgress _progress = JobProgress.None;
    private JobState _state;
    private string? _error;

    public Job(string sessionId, string name, bool isVideo, JobFolder folder, JobRequest request)
    {
        SessionId = sessionId;
        Name = name;
        IsVideo = isVideo;
        Folder = folder;
        Request = request;
    }

    /// <summary>Unguessable, and the name of its folder.</summary>
    public string Id => Folder.Id;

    public string SessionId { get; }

    /// <summary>What the sender calls the file.</summary>
    public string Name { get; }

    public bool IsVideo { get; }

    public JobFolder Folder { get; }

    public JobRequest Request { get; }

    public DateTimeOffset Created { get; } = DateTimeOffset.UtcNow;

    /// <summary>Shows a video while it is worked on; null for pictures.</summary>
    public JobPreview? Preview { get; set; }

    /// <summary>Set when the job is to be stopped.</summary>
    public CancellationToken Cancellation => _cancel.Token;

    /// <summary>Completes when nothing more happens.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Set when nothing more happens, for what waits together with something else.</summary>
    public CancellationToken Finished => _finished.Token;

    public bool HasEnded => State > JobState.Running;

    public JobState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    public string? Error
    {
        get
        {
            lock (_lock)
            {
                return _error;
            }
        }
    }

    public JobProgress Progress
    {
        get
        {
            lock (_lock)
            {
                return _progress;
            }
        }
    }

    /// <summary>False where it was stopped before its turn came.</summary>
    public bool TryStart()
    {
        lock (_lock)
        {
            if (_state != JobState.Queued)
            {
                return false;
            }

            _state = JobState.Running;
            return true;
        }
    }

    public void Report(JobProgress progress)
    {
        lock (_lock)
        {
            _progress = progress;
        }
    }

    public void End(JobState state, string? error = null)
    {
        lock (_lock)
        {
            if (_state > JobState.Running)
            {
                return;
            }

            _state = state;
            _error = error;
        }

        _finished.Cancel();
        _ended.TrySetResult();
    }

    /// <summary>Stops it; one that still waits ends at once.</summary>
    public void Cancel()
    {
        bool waits;
        lock (_lock)
        {
            waits = _state == JobState.Queued;
        }

        if (waits)
        {
            End(JobState.Cancelled);
        }

        _cancel.Cancel();
    }

    public void Dispose()
    {
        _cancel.Dispose();
        _finished.Dispose();
    }
}

/// <summary>How far a job is, and what it found.</summary>
/// <param name="Frames">Frames done; 1 of 1 for a picture.</param>
/// <param name="Total">Frames there are, where that is known.</param>
/// <param name="Rate">Frames a second.</param>
/// <param name="Width">Pixels a row; 0 where not known yet.</param>
/// <param name="Height">Rows.</param>
/// <param name="Detections">Of a picture all, of a video those of the latest frame.</param>
/// <param name="Count">How many were found in all frames.</param>
/// <param name="Identities">How many different things of each label a video showed; of a picture, how many of each
/// label.</param>
/// <param name="Milliseconds">Of the search.</param>
internal sealed record JobProgress(
    long Frames,
    long? Total,
    double Rate,
    int Width,
    int Height,
    IReadOnlyList<Detection> Detections,
    long Count,
    IReadOnlyDictionary<string, int> Identities,
    double Milliseconds
)
{
    /// <summary>What lines and zones have counted so far.</summary>
    public IReadOnlyList<PlaceCount> Places { get; init; } = [];

    public static JobProgress None { get; } =
        new(0, null, 0, 0, 0, [], 0, new Dictionary<string, int>(StringComparer.Ordinal), 0);
}
