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

    // A thread that waits for one without a core of its own spins in vain.
    private readonly int _spins = participants <= Environment.ProcessorCount ? Spins : 0;
    private readonly Bed _bed = new();
    private int _arrived;
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
            _bed.Wake();
            return;
        }

        var patience = new Patience(_spins);
        while (IsWaiting(generation) && !patience.IsOver)
        {
            patience.Wait();
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
        _bed.Wake();
    }

    private bool IsWaiting(int generation) => _generation == generation && !_isBroken;

    // Apart from Wait, which would make the closure each time.
    private void Sleep(int generation) => _bed.SleepWhile(() => IsWaiting(generation));
}
