using System.Runtime.ExceptionServices;

namespace Spotter.Networks.Operations;

/// <summary>Threads that run the same action together again and again; the caller is the first of them.</summary>
internal sealed class WorkerTeam : IDisposable
{
    public const int Most = 256;

    private readonly SpinBarrier _start;
    private readonly SpinBarrier _end;
    private readonly SpinBarrier _meetings;
    private readonly Thread[] _threads;
    private volatile Action<Worker>? _action;
    private volatile Exception? _failure;
    private bool _isDisposed;

    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Count = threads;
        _start = new SpinBarrier(threads);
        _end = new SpinBarrier(threads);
        _meetings = new SpinBarrier(threads);
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
        if (requested is < 0 or > Most)
        {
            throw new ArgumentException($"threads must be 0 (one a core) to {Most}, got {requested}");
        }

        return requested == 0 ? Math.Min(Environment.ProcessorCount, Most) : requested;
    }

    /// <summary>Runs the action once on every thread and returns when all are done.</summary>
    public void Run(Action<Worker> action)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _action = action;
        _start.Wait();
        Perform(action, 0);
        _end.Wait();
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
        _start.Wait();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Serve(int index)
    {
        while (true)
        {
            _start.Wait();
            if (_action is not { } action)
            {
                return;
            }

            Perform(action, index);
            _end.Wait();
        }
    }

    private void Perform(Action<Worker> action, int index)
    {
        try
        {
            action(new Worker(index, Count, _meetings));
        }
#pragma warning disable CA1031 // whatever fails must reach the caller, and the others must not wait for ever
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure ??= failure;
            _meetings.Break();
        }
    }
}
