using System.Runtime.ExceptionServices;

namespace Spotter.Networks.Operations;

/// <summary>
/// Threads that share the steps of a plan. A step is cut into parts, and whoever is free takes the next one: the caller
/// waits for parts that others have begun, never for threads that have no core to run on. What comes out does not
/// depend on who takes what.
/// </summary>
internal sealed class StepTeam : IDisposable
{
    // About a twentieth of a millisecond.
    private const int Spins = 1_500;

    private readonly Bed _bed = new();
    private readonly Thread[] _helpers;
    private volatile Job? _job;
    private volatile bool _isDisposed;

    public StepTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Count = threads;
        _helpers = new Thread[threads - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            int index = i + 1;
            _helpers[i] = new Thread(() => Serve(index)) { IsBackground = true, Name = $"Spotter helper {index}" };
            _helpers[i].Start();
        }
    }

    /// <summary>Threads, the caller among them.</summary>
    public int Count { get; }

    /// <summary>Runs all steps in order and returns when they are done. One caller at a time.</summary>
    public void Run(IReadOnlyList<Step> steps, int samples)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Count == 1)
        {
            foreach (Step step in steps)
            {
                step.Forward(new Worker(index: 0, part: 0, parts: 1), samples);
            }

            return;
        }

        var job = new Job(steps, samples, Count);
        _job = job;
        _bed.Wake();
        job.Work(index: 0);
        job.ThrowIfFailed();
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _bed.Wake();
        foreach (Thread helper in _helpers)
        {
            helper.Join();
        }
    }

    private void Serve(int index)
    {
        Job? last = null;
        while (WaitForNext(last) is { } job)
        {
            job.Work(index);
            last = job;
        }
    }

    private Job? WaitForNext(Job? last)
    {
        var patience = new Patience(Spins);
        while (IsWaiting(last) && !patience.IsOver)
        {
            patience.Wait();
        }

        if (IsWaiting(last))
        {
            Sleep(last);
        }

        return _isDisposed ? null : _job;
    }

    private bool IsWaiting(Job? last) => _job == last && !_isDisposed;

    // Apart from WaitForNext, which would make the closure each time.
    private void Sleep(Job? last) => _bed.SleepWhile(() => IsWaiting(last));

    /// <summary>One run through the steps. A helper that comes late finds all parts taken.</summary>
    private sealed class Job
    {
        private readonly IReadOnlyList<Step> _steps;
        private readonly int _samples;
        private readonly int[] _parts;
        private readonly int[] _taken;
        private readonly int[] _done;
        private volatile Exception? _failure;

        public Job(IReadOnlyList<Step> steps, int samples, int threads)
        {
            _steps = steps;
            _samples = samples;
            _parts = new int[steps.Count];
            _taken = new int[steps.Count];
            _done = new int[steps.Count];
            for (int i = 0; i < _parts.Length; i++)
            {
                _parts[i] = steps[i].PartsFor(threads, samples);
            }
        }

        public void Work(int index)
        {
            for (int step = 0; step < _parts.Length; step++)
            {
                for (int part; (part = Interlocked.Increment(ref _taken[step]) - 1) < _parts[step]; )
                {
                    Perform(step, new Worker(index, part, _parts[step]));
                }

                var patience = new Patience(Spins);
                while (Volatile.Read(ref _done[step]) < _parts[step])
                {
                    patience.Wait();
                }
            }
        }

        public void ThrowIfFailed()
        {
            if (_failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        private void Perform(int step, Worker worker)
        {
            try
            {
                _steps[step].Forward(worker, _samples);
            }
#pragma warning disable CA1031 // whatever fails must reach the caller, and the others must not wait for ever
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure ??= failure;
            }

            Interlocked.Increment(ref _done[step]);
        }
    }
}
