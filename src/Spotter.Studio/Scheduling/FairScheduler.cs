namespace Spotter.Studio.Scheduling;

/// <summary>
/// Shares the processors between clients: each has a lane, and threads that become free serve the lanes in turn. One
/// with much to do does not hold up one with little.
/// </summary>
internal sealed class FairScheduler : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<Lane> _ready = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread[] _threads;
    private int _waiting;
    private volatile bool _isStopped;

    /// <param name="threads">How many works run at a time; 1 or more.</param>
    public FairScheduler(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Serve) { IsBackground = true, Name = $"studio worker {i}" };
            _threads[i].Start();
        }
    }

    public int Threads => _threads.Length;

    /// <summary>Works that wait for a thread.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Runs a work when the lane's turn comes.</summary>
    /// <param name="lane">Whose work it is.</param>
    /// <param name="work">Runs on one of the scheduler's threads.</param>
    /// <param name="cancellationToken">A work that has not begun is then left out.</param>
    public Task<T> RunAsync<T>(string lane, Func<T> work, CancellationToken cancellationToken = default)
    {
        var item = new WorkItem<T>(work, cancellationToken);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            if (!_lanes.TryGetValue(lane, out Lane? queue))
            {
                _lanes[lane] = queue = new Lane(lane);
            }

            queue.Items.Enqueue(item);
            if (queue.Items.Count == 1)
            {
                _ready.Enqueue(queue);
            }

            _waiting++;
        }

        _work.Release();
        return item.Task;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isStopped = true;
        }

        _work.Release(_threads.Length);
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        foreach (WorkItem item in _ready.SelectMany(static lane => lane.Items))
        {
            item.Cancel();
        }

        _work.Dispose();
    }

    private void Serve()
    {
        while (true)
        {
            _work.Wait();
            if (_isStopped)
            {
                return;
            }

            Next().Run();
        }
    }

    private WorkItem Next()
    {
        lock (_lock)
        {
            Lane lane = _ready.Dequeue();
            WorkItem item = lane.Items.Dequeue();
            _waiting--;
            if (lane.Items.Count > 0)
            {
                _ready.Enqueue(lane);
            }
            else
            {
                _lanes.Remove(lane.Name);
            }

            return item;
        }
    }

    private sealed class Lane(string name)
    {
        public string Name => name;

        public Queue<WorkItem> Items { get; } = new();
    }
}
