namespace Spotter.Networks.Operations;

/// <summary>One thread at work on a part of a step.</summary>
internal readonly struct Worker
{
    private readonly SpinBarrier? _barrier;

    /// <summary>A thread of a team in which everyone has one part.</summary>
    public Worker(int index, int count, SpinBarrier barrier)
    {
        (Index, Part, Count, _barrier) = (index, index, count, barrier);
    }

    /// <summary>A thread that took one of several parts.</summary>
    public Worker(int index, int part, int parts)
    {
        (Index, Part, Count) = (index, part, parts);
    }

    /// <summary>Which thread it is: what it may use for itself goes by this number.</summary>
    public int Index { get; }

    /// <summary>Which part of the step it does.</summary>
    public int Part { get; }

    /// <summary>Parts of the step.</summary>
    public int Count { get; }

    /// <summary>Waits until every worker of the team is here.</summary>
    public void Meet() => _barrier!.Wait();

    /// <summary>
    /// This worker's part of 0..total-1. It depends on nothing but the numbers, so that a run can be repeated bit for
    /// bit.
    /// </summary>
    /// <param name="total">How much there is.</param>
    /// <param name="grain">Parts begin at multiples of it.</param>
    public (int Start, int End) Share(int total, int grain = 1)
    {
        int grains = (total + grain - 1) / grain;
        int start = (int)((long)grains * Part / Count) * grain;
        int end = (int)((long)grains * (Part + 1) / Count) * grain;
        return (start, Math.Min(end, total));
    }

    /// <summary>
    /// This worker's part of the rows of all samples, so that one large picture keeps every worker busy.
    /// </summary>
    /// <param name="samples">Samples in the batch.</param>
    /// <param name="rows">Rows of each.</param>
    public SampleRows Rows(int samples, int rows)
    {
        (int start, int end) = Share(samples * rows);
        return new SampleRows(start, end, rows);
    }
}

/// <summary>Some rows of one sample after another: first to end - 1 of a sample at a time.</summary>
internal struct SampleRows(int start, int end, int perSample)
{
    private int _next = start;

    public (int Sample, int First, int End) Current { get; private set; }

    public readonly SampleRows GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= end)
        {
            return false;
        }

        (int sample, int first) = Math.DivRem(_next, perSample);
        int stop = Math.Min(perSample, first + end - _next);
        Current = (sample, first, stop);
        _next += stop - first;
        return true;
    }
}
