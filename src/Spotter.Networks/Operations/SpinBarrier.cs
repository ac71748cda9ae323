namespace Spotter.Networks.Operations;

/// <summary>
/// Lets threads of a team pass only together. A step of a small network takes a tenth of a millisecond and meets
/// several barriers, so threads wait by spinning, then give way to others, and at last block: a team with more threads
/// than free cores would otherwise spend the time that it waits for.
/// </summary>
internal sealed class SpinBarrier(int participants)
{
    // About a tenth of a millisecond.
    private const int Spins = 5_000;
    private const int Yields = 20;

    // A thread that waits for one without a core of its own spins in vain.
    private readonly int _spins = participants <= Environment.ProcessorCount ? Spins : 0;
    private readonly object _bed = new();
    private int _arrived;
    private int _sleepers;
    private volatile int _generation;
    private volatile bool _isBroken;

    /// <exception cref="BarrierPostPhaseException">Another thread of the team failed and will not arrive.</exception>
    public void Wait()
    {
        if (participants == 1)
        {
            return;
        }

        int generation = _generation;
        if (Interlocked.Increment(ref _arrived) == participants)
        {
            _arrived = 0;
            _generation = generation + 1;
            WakeSleepers();
            return;
        }

        for (int turns = 0; IsWaiting(generation) && turns < _spins + Yields; turns++)
        {
            if (turns < _spins)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }

        if (IsWaiting(generation))
        {
            Sleep(generation);
        }

        if (_generation == generation)
        {
            throw new BarrierPostPhaseException("another thread of the team failed");
        }
    }

    /// <summary>Ends every wait, now and later, with an exception.</summary>
    public void Break()
    {
        _isBroken = true;
        WakeSleepers();
    }

    private bool IsWaiting(int generation) => _generation == generation && !_isBroken;

    private void Sleep(int generation)
    {
        lock (_bed)
        {
            Interlocked.Increment(ref _sleepers);
            while (IsWaiting(generation))
            {
                Monitor.Wait(_bed);
            }

            Interlocked.Decrement(ref _sleepers);
        }
    }

    // A sleeper counts itself, then looks at the generation; this side changes the generation, then looks at the count.
    // With a full fence between the two steps on both sides, one of them sees the other.
    private void WakeSleepers()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleepers) == 0)
        {
            return;
        }

        lock (_bed)
        {
            Monitor.PulseAll(_bed);
        }
    }
}
