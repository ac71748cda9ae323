using System.Runtime.ExceptionServices;

namespace Spotter.Learning.Execution;

/// <summary>Threads that run the same action together again and again; the caller is the first of them.</summary>
internal sealed class WorkerTeam : IDisposable
{
    private const int SpinsBeforeSleep = 20_000;

    private readonly SpinBarrier _barrier;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread[] _threads;
    private volatile Action<Worker>? _action;
    private volatile int _round;
    private volatile Exception? _failure;
    private int _sleeping;
    private int _running;
    private bool _isDisposed;

    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Count = threads;
        _barrier = new SpinBarrier(threads);
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int index = i + 1;
            _threads[i] = new Thread(() => Serve(index)) { IsBackground = true, Name = $"Spotter worker {index}" };
            _threads[i].Start();
        }
    }

    public int Count { get; }

    /// <summary>The number of threads that a request for 0 (all) or more means.</summary>
    public static int ThreadsFor(int requested)
    {
        if (requested is < 0 or > 256)
        {
            throw new ArgumentException($"threads must be 0 (one a core) to 256, got {requested}");
        }

        return requested == 0 ? Math.Min(Environment.ProcessorCount, 256) : requested;
    }

    /// <summary>Runs the action once on every thread and returns when all are done.</summary>
    public void Run(Action<Worker> action)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Count > 1)
        {
            _action = action;
            _running = Count - 1;
            WakeAll();
        }

        Perform(action, 0);
        var spinner = new SpinWait();
        while (Volatile.Read(ref _running) > 0)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _action = null;
        WakeAll();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _wake.Dispose();
    }

    private void WakeAll()
    {
        // The exchange below is a full fence: a worker either sees the new round or is counted as sleeping.
        _round++;
        int sleeping = Interlocked.Exchange(ref _sleeping, 0);
        if (sleeping > 0)
        {
            _wake.Release(sleeping);
        }
    }

    private void Serve(int index)
    {
        int seen = 0;
        while (true)
        {
            WaitForRound(seen);
            seen++;
            if (_action is not { } action)
            {
                return;
            }

            Perform(action, index);
            Interlocked.Decrement(ref _running);
        }
    }

    private void WaitForRound(int seen)
    {
        for (int spins = 0; _round == seen; spins++)
        {
            if (spins < SpinsBeforeSleep)
            {
                Thread.SpinWait(1);
                continue;
            }

            Interlocked.Increment(ref _sleeping);
            if (_round != seen)
            {
                // The round began meanwhile. If the waker has counted this thread, its ticket is on the way.
                if (!TryLeaveSleepers())
                {
                    _wake.Wait();
                }

                return;
            }

            _wake.Wait();
        }
    }

    private bool TryLeaveSleepers()
    {
        while (true)
        {
            int sleeping = Volatile.Read(ref _sleeping);
            if (sleeping == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _sleeping, sleeping - 1, sleeping) == sleeping)
            {
                return true;
            }
        }
    }

    private void Perform(Action<Worker> action, int index)
    {
        try
        {
            action(new Worker(index, Count, _barrier));
        }
#pragma warning disable CA1031 // whatever fails must reach the caller, and the others must not wait for this thread for ever
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure ??= failure;
            _barrier.Break();
        }
    }
}
