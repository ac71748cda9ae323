using System.Runtime.InteropServices;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Finds the best stump for the weights of a round. The answers of a pool of features for all windows of the stage are
/// kept as bytes, so that a round is one pass of additions into histograms.
/// </summary>
internal sealed unsafe class StumpSearch : IDisposable
{
    // Weights become whole numbers that sum to this.
    private const int WeightScale = 1 << 30;

    private const int FeaturesAtOnce = 64;

    // Half of a small second-level cache.
    private const int BytesAtOnce = 1 << 19;

    private readonly IFeatureFamily _family;
    private readonly WindowSet _windows;
    private readonly int[] _pool;
    private readonly ParallelOptions _parallel;
    private readonly byte* _bins;
    private readonly int[] _weights;

    /// <param name="family">The features.</param>
    /// <param name="windows">The windows of the stage.</param>
    /// <param name="pool">The features to choose among.</param>
    /// <param name="parallel">Threads, and what stops them.</param>
    public StumpSearch(IFeatureFamily family, WindowSet windows, int[] pool, ParallelOptions parallel)
    {
        _family = family;
        _windows = windows;
        _pool = pool;
        _parallel = parallel;
        _weights = new int[windows.Count];
        _bins = (byte*)NativeMemory.Alloc((nuint)pool.Length, (nuint)windows.Count);
        try
        {
            FillBins();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The best stump; null where no feature tells anything.</summary>
    /// <param name="weights">The weight of each window, 0 or more.</param>
    public Stump? Best(double[] weights)
    {
        double sum = weights.Sum();
        for (int i = 0; i < weights.Length; i++)
        {
            _weights[i] = (int)(weights[i] / sum * WeightScale);
        }

        var best = new Choice(double.NegativeInfinity, int.MaxValue);
        var guard = new Lock();
        int parts = (_pool.Length + FeaturesAtOnce - 1) / FeaturesAtOnce;
        Parallel.For(
            0,
            parts,
            _parallel,
            static () => (Histogram: new ClassHistogram(), Best: new Choice(double.NegativeInfinity, int.MaxValue)),
            (part, _, local) =>
            {
                for (int i = part * FeaturesAtOnce; i < Math.Min((part + 1) * FeaturesAtOnce, _pool.Length); i++)
                {
                    local.Histogram.Fill(BinsOf(i), _weights, _windows.PositiveCount);
                    local.Best = local.Best.OrBetter(new Choice(_family.Gain(local.Histogram), _pool[i]));
                }

                return local;
            },
            local =>
            {
                local.Histogram.Dispose();
                lock (guard)
                {
                    best = best.OrBetter(local.Best);
                }
            }
        );
        return best.Gain > 0 ? _family.Fit(best.Feature, _windows, weights) : null;
    }

    public void Dispose() => NativeMemory.Free(_bins);

    // Block by block of windows, so that their samples stay in the cache while all features look at them.
    private void FillBins()
    {
        var ranges = new BinRange[_pool.Length];
        Parallel.For(0, _pool.Length, _parallel, i => ranges[i] = _family.RangeOf(_pool[i], _windows));
        int groupsAtOnce = Math.Max(BytesAtOnce / (_windows.SamplesPerWindow * WindowSet.Lanes * sizeof(int)), 1);
        int blocks = (_windows.GroupCount + groupsAtOnce - 1) / groupsAtOnce;
        Parallel.For(0, blocks, _parallel, block =>
        {
            var groups = new GroupRange(
                block * groupsAtOnce,
                Math.Min((block + 1) * groupsAtOnce, _windows.GroupCount)
            );
            int first = groups.First * WindowSet.Lanes;
            int count = Math.Min(groups.End * WindowSet.Lanes, _windows.Count) - first;
            for (int i = 0; i < _pool.Length; i++)
            {
                _family.Fill(_pool[i], ranges[i], _windows, groups, BinsOf(i).Slice(first, count));
            }
        });
    }

    private Span<byte> BinsOf(int poolIndex) => new(_bins + ((long)poolIndex * _windows.Count), _windows.Count);

    // Of equal gains the lower feature wins, whichever thread met it.
    private readonly record struct Choice(double Gain, int Feature)
    {
        public Choice OrBetter(Choice other) =>
            other.Gain > Gain || (other.Gain == Gain && other.Feature < Feature) ? other : this;
    }
}
