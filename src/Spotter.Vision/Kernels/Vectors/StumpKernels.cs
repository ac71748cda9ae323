using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Stumps: the vote of an entry is added where the window goes left. All Haar shapes of a stage go through one method, a
/// loop a shape, so that sums and factors stay in registers from the first stump to the last: most stages that are run
/// are short.
/// </summary>
internal static unsafe class StumpKernels<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>Adds the votes of stumps on samples of 32 bits to the sums.</summary>
    public static void AddHaar(in StumpCounts stumps, int* entry, int factorOffset, ref WindowGroups<TInt> groups) =>
        AddHaar<
            SixKernel<TLanes, TInt, TFloat>, TwoKernel<TLanes, TInt, TFloat>,
            NineKernel<TLanes, TInt, TFloat>, ThreeKernel<TLanes, TInt, TFloat>>(in stumps, entry, factorOffset, ref groups);

    /// <summary>Adds the votes of stumps on samples of 16 bits to the sums.</summary>
    public static void AddShort(in StumpCounts stumps, int* entry, int factorOffset, ref WindowGroups<TInt> groups) =>
        AddHaar<
            ShortSixKernel<TLanes, TInt, TFloat>, ShortTwoKernel<TLanes, TInt, TFloat>,
            ShortNineKernel<TLanes, TInt, TFloat>, ShortThreeKernel<TLanes, TInt, TFloat>>(in stumps, entry, factorOffset, ref groups);

    // The stumps of a stage in a loop for each shape: how many there are, the first entry, from a window's first sample to its
    // variance factor, and where the windows and their sums are. All four kernels read the same kind of samples.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddHaar<TSix, TTwo, TNine, TThree>(
        in StumpCounts stumps, int* entry, int factorOffset, ref WindowGroups<TInt> groups)
        where TSix : struct, IFeatureKernel<TSix, TInt, TFloat>
        where TTwo : struct, IFeatureKernel<TTwo, TInt, TFloat>
        where TNine : struct, IFeatureKernel<TNine, TInt, TFloat>
        where TThree : struct, IFeatureKernel<TThree, TInt, TFloat>
    {
        void* window0 = groups.Samples0(TSix.IsShort);
        void* window1 = groups.Samples1(TSix.IsShort);
        void* window2 = groups.Samples2(TSix.IsShort);
        void* window3 = groups.Samples3(TSix.IsShort);
        TFloat factor0 = TLanes.LoadFloat((float*)(groups.Window0 + factorOffset));
        TFloat factor1 = TLanes.LoadFloat((float*)(groups.Window1 + factorOffset));
        TFloat factor2 = TLanes.LoadFloat((float*)(groups.Window2 + factorOffset));
        TFloat factor3 = TLanes.LoadFloat((float*)(groups.Window3 + factorOffset));
        TInt sum0 = groups.Sum0;
        TInt sum1 = groups.Sum1;
        TInt sum2 = groups.Sum2;
        TInt sum3 = groups.Sum3;
        for (int i = stumps.Six; i > 0; i--)
        {
            entry = Add<TSix>(
                entry, window0, window1, window2, window3, factor0, factor1, factor2, factor3, ref sum0, ref sum1, ref sum2, ref sum3);
        }

        for (int i = stumps.Two; i > 0; i--)
        {
            entry = Add<TTwo>(
                entry, window0, window1, window2, window3, factor0, factor1, factor2, factor3, ref sum0, ref sum1, ref sum2, ref sum3);
        }

        for (int i = stumps.Nine; i > 0; i--)
        {
            entry = Add<TNine>(
                entry, window0, window1, window2, window3, factor0, factor1, factor2, factor3, ref sum0, ref sum1, ref sum2, ref sum3);
        }

        for (int i = stumps.Three; i > 0; i--)
        {
            entry = Add<TThree>(
                entry, window0, window1, window2, window3, factor0, factor1, factor2, factor3, ref sum0, ref sum1, ref sum2, ref sum3);
        }

        groups.Sum0 = sum0;
        groups.Sum1 = sum1;
        groups.Sum2 = sum2;
        groups.Sum3 = sum3;
    }

    /// <param name="count">Number of stumps, all of them local binary patterns.</param>
    /// <param name="entry">The first entry.</param>
    /// <param name="groups">Where the windows are; and their sums.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddPatterns(int count, int* entry, ref WindowGroups<TInt> groups)
    {
        int* window0 = groups.Window0;
        int* window1 = groups.Window1;
        int* window2 = groups.Window2;
        int* window3 = groups.Window3;
        TInt sum0 = groups.Sum0;
        TInt sum1 = groups.Sum1;
        TInt sum2 = groups.Sum2;
        TInt sum3 = groups.Sum3;
        for (; count > 0; count--)
        {
            entry = Add<PatternKernel<TLanes, TInt, TFloat>>(
                entry, window0, window1, window2, window3, default, default, default, default, ref sum0, ref sum1, ref sum2, ref sum3);
        }

        groups.Sum0 = sum0;
        groups.Sum1 = sum1;
        groups.Sum2 = sum2;
        groups.Sum3 = sum3;
    }

    // One stump for four vectors of windows; answers the place of the next entry. Everything is passed by itself, because
    // the compiler keeps the fields of a structure this large in memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int* Add<TKernel>(
        int* entry,
        void* window0,
        void* window1,
        void* window2,
        void* window3,
        TFloat factor0,
        TFloat factor1,
        TFloat factor2,
        TFloat factor3,
        ref TInt sum0,
        ref TInt sum1,
        ref TInt sum2,
        ref TInt sum3)
        where TKernel : struct, IFeatureKernel<TKernel, TInt, TFloat>
    {
        TKernel kernel = TKernel.Read(entry);
        TInt vote = TLanes.Broadcast(entry + TKernel.EntryLength);
        sum0 = TLanes.AddWhere(kernel.GoesLeft(entry, window0, factor0), vote, sum0);
        sum1 = TLanes.AddWhere(kernel.GoesLeft(entry, window1, factor1), vote, sum1);
        sum2 = TLanes.AddWhere(kernel.GoesLeft(entry, window2, factor2), vote, sum2);
        sum3 = TLanes.AddWhere(kernel.GoesLeft(entry, window3, factor3), vote, sum3);
        return entry + TKernel.EntryLength + 1;
    }
}
