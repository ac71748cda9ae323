namespace Spotter.Networks.Operations;

/// <summary>Where threads of a team sleep until what they wait for is there.</summary>
internal sealed class Bed
{
    private readonly object _lock = new();
    private int _sleepers;

    /// <summary>
    /// Returns when there is nothing to wait for; whoever ends the waiting calls <see cref="Wake"/> afterwards.
    /// </summary>
    public void SleepWhile(Func<bool> isWaiting)
    {
        lock (_lock)
        {
            Interlocked.Increment(ref _sleepers);
            while (isWaiting())
            {
                Monitor.Wait(_lock);
            }

            Interlocked.Decrement(ref _sleepers);
        }
    }

    /// <summary>Wakes all, who look whether they still have to wait.</summary>
    // A sleeper counts itself, then looks whether it has to wait; this side has ended the waiting, then looks at the
    // count. With a full fence between the two steps on both sides, one of them sees the other.
    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleepers) == 0)
        {
            return;
        }

        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}

/// <summary>Waits for what comes soon: spins at first, then gives way to others.</summary>
/// <param name="spins">Turns before it gives way; 1,500 are about a twentieth of a millisecond.</param>
internal struct Patience(int spins)
{
    private const int Yields = 20;

    private int _turns;

    public readonly bool IsOver => _turns >= spins + Yields;

    public void Wait()
    {
        if (_turns++ < spins)
        {
            Thread.SpinWait(1);
        }
        else
        {
            _turns = Math.Min(_turns, spins + Yields);
            Thread.Yield();
        }
    }
}
