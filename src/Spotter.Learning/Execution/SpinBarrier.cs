namespace Spotter.Learning.Execution;

/// <summary>
/// Lets threads of a team pass only together. A step of a small network takes a tenth of a millisecond and meets several
/// barriers, so threads wait by spinning and give way to others only after a while.
/// </summary>
internal sealed class SpinBarrier(int participants)
{
    private const int SpinsBeforeYield = 200;

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
            return;
        }

        for (int spins = 0; _generation == generation; spins++)
        {
            if (_isBroken)
            {
                throw new BarrierPostPhaseException("another thread of the team failed");
            }

            if (spins < SpinsBeforeYield)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    public void Break() => _isBroken = true;
}
