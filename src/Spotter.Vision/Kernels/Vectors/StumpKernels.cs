using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Stumps: the vote of an entry is added where the window goes left. All Haar shapes of a stage go through one method,
/// a loop a shape, so that sums and factors stay in registers from the first stump to the last: most stages that are
/// run are short.
/// </summary>
internal static unsafe class StumpKernels<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>
    /// Adds the votes of stumps, in a loop for each shape: how many there are, the first entry, from a window's first
    /// sample to its variance factor, and where the windows and their sums are.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddHaar<TSamples>(
        in StumpCounts stumps,
        int* entry,
        int factorOffset,
        ref WindowGroups<TInt> groups
    )
        where TSamples : struct, IHaarSamples
    {
        Four<nint> windows = groups.Samples(TSamples.AreShort);
        Four<TFloat> factors = groups.Factors<TLanes, TFloat>(factorOffset);
        Four<TInt> sums = groups.Sums;
        for (int i = stumps.Six; i > 0; i--)
        {
            entry = Add<HaarKernel<SixShape, TSamples, TLanes, TInt, TFloat>>(entry, windows, factors, ref sums);
        }

        for (int i = stumps.Two; i > 0; i--)
        {
            entry = Add<HaarKernel<TwoShape, TSamples, TLanes, TInt, TFloat>>(entry, windows, factors, ref sums);
        }

        for (int i = stumps.Nine; i > 0; i--)
        {
            entry = Add<HaarKernel<NineShape, TSamples, TLanes, TInt, TFloat>>(entry, windows, factors, ref sums);
        }

        for (int i = stumps.Three; i > 0; i--)
        {
            entry = Add<HaarKernel<ThreeShape, TSamples, TLanes, TInt, TFloat>>(entry, windows, factors, ref sums);
        }

        groups.Sums = sums;
    }

    /// <param name="count">Number of stumps, all of them local binary patterns.</param>
    /// <param name="entry">The first entry.</param>
    /// <param name="groups">Where the windows are; and their sums.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddPatterns(int count, int* entry, ref WindowGroups<TInt> groups)
    {
        Four<nint> windows = groups.Samples(isShort: false);
        Four<TInt> sums = groups.Sums;
        for (; count > 0; count--)
        {
            entry = Add<PatternKernel<TLanes, TInt, TFloat>>(entry, windows, default, ref sums);
        }

        groups.Sums = sums;
    }

    // One stump for four vectors of windows; answers the place of the next entry.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int* Add<TKernel>(int* entry, Four<nint> windows, Four<TFloat> factors, ref Four<TInt> sums)
        where TKernel : struct, IFeatureKernel<TKernel, TInt, TFloat>
    {
        TKernel kernel = TKernel.Read(entry);
        Four<TFloat> values = TKernel.Values(entry, windows);
        TInt vote = TLanes.Broadcast(entry + TKernel.EntryLength);
        sums.Item0 = TLanes.AddWhere(kernel.GoesLeft(entry, values.Item0, factors.Item0), vote, sums.Item0);
        sums.Item1 = TLanes.AddWhere(kernel.GoesLeft(entry, values.Item1, factors.Item1), vote, sums.Item1);
        sums.Item2 = TLanes.AddWhere(kernel.GoesLeft(entry, values.Item2, factors.Item2), vote, sums.Item2);
        sums.Item3 = TLanes.AddWhere(kernel.GoesLeft(entry, values.Item3, factors.Item3), vote, sums.Item3);
        return entry + TKernel.EntryLength + 1;
    }
}
