namespace Spotter.Networks.Operations;

/// <summary>One thread of a team at work on a step.</summary>
internal readonly struct Worker(int index, int count, SpinBarrier barrier)
{
    public int Index => index;

    public int Count => count;

    /// <summary>Waits until every worker of the team is here.</summary>
    public void Meet() => barrier.Wait();

    /// <summary>
    /// This worker's part of 0..total-1. It depends on nothing but the numbers, so that a run can be repeated bit for
    /// bit.
    /// </summary>
    /// <param name="total">How much there is.</param>
    /// <param name="grain">Parts begin at multiples of it.</param>
    public (int Start, int End) Share(int total, int grain = 1)
    {
        int grains = (total + grain - 1) / grain;
        int start = (int)((long)grains * index / count) * grain;
        int end = (int)((long)grains * (index + 1) / count) * grain;
        return (start, Math.Min(end, total));
    }
}
