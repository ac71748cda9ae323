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
    /// <param name="stumps">How many of each shape.</param>
    /// <param name="entry">The first entry.</param>
    /// <param name="factorOffset">From a window's first sample to its variance factor.</param>
    /// <param name="groups">Where the windows are; the sums are added to.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddHaar(in StumpCounts stumps, int* entry, int factorOffset, ref WindowGroups<TInt> groups)
    {
        int* window0 = groups.Window0;
        int* window1 = groups.Window1;
        int* window2 = groups.Window2;
        int* window3 = groups.Window3;
        TFloat factor0 = TLanes.LoadFloat((float*)(window0 + factorOffset));
        TFloat factor1 = TLanes.LoadFloat((float*)(window1 + factorOffset));
        TFloat factor2 = TLanes.LoadFloat((float*)(window2 + factorOffset));
        TFloat factor3 = TLanes.LoadFloat((float*)(window3 + factorOffset));
        TInt sum0 = groups.Sum0;
        TInt sum1 = groups.Sum1;
        TInt sum2 = groups.Sum2;
        TInt sum3 = groups.Sum3;
        for (int i = stumps.Six; i > 0; i--, entry += SixKernel<TLanes, TInt, TFloat>.EntryLength + 1)
        {
            TInt vote = TLanes.Broadcast(entry + SixKernel<TLanes, TInt, TFloat>.EntryLength);
            var kernel = SixKernel<TLanes, TInt, TFloat>.Read(entry);
            sum0 = TLanes.AddWhere(kernel.GoesLeft(entry, window0, factor0), vote, sum0);
            sum1 = TLanes.AddWhere(kernel.GoesLeft(entry, window1, factor1), vote, sum1);
            sum2 = TLanes.AddWhere(kernel.GoesLeft(entry, window2, factor2), vote, sum2);
            sum3 = TLanes.AddWhere(kernel.GoesLeft(entry, window3, factor3), vote, sum3);
        }

        for (int i = stumps.Two; i > 0; i--, entry += TwoKernel<TLanes, TInt, TFloat>.EntryLength + 1)
        {
            TInt vote = TLanes.Broadcast(entry + TwoKernel<TLanes, TInt, TFloat>.EntryLength);
            var kernel = TwoKernel<TLanes, TInt, TFloat>.Read(entry);
            sum0 = TLanes.AddWhere(kernel.GoesLeft(entry, window0, factor0), vote, sum0);
            sum1 = TLanes.AddWhere(kernel.GoesLeft(entry, window1, factor1), vote, sum1);
            sum2 = TLanes.AddWhere(kernel.GoesLeft(entry, window2, factor2), vote, sum2);
            sum3 = TLanes.AddWhere(kernel.GoesLeft(entry, window3, factor3), vote, sum3);
        }

        for (int i = stumps.Nine; i > 0; i--, entry += NineKernel<TLanes, TInt, TFloat>.EntryLength + 1)
        {
            TInt vote = TLanes.Broadcast(entry + NineKernel<TLanes, TInt, TFloat>.EntryLength);
            var kernel = NineKernel<TLanes, TInt, TFloat>.Read(entry);
            sum0 = TLanes.AddWhere(kernel.GoesLeft(entry, window0, factor0), vote, sum0);
            sum1 = TLanes.AddWhere(kernel.GoesLeft(entry, window1, factor1), vote, sum1);
            sum2 = TLanes.AddWhere(kernel.GoesLeft(entry, window2, factor2), vote, sum2);
            sum3 = TLanes.AddWhere(kernel.GoesLeft(entry, window3, factor3), vote, sum3);
        }

        for (int i = stumps.Three; i > 0; i--, entry += ThreeKernel<TLanes, TInt, TFloat>.EntryLength + 1)
        {
            TInt vote = TLanes.Broadcast(entry + ThreeKernel<TLanes, TInt, TFloat>.EntryLength);
            var kernel = ThreeKernel<TLanes, TInt, TFloat>.Read(entry);
            sum0 = TLanes.AddWhere(kernel.GoesLeft(entry, window0, factor0), vote, sum0);
            sum1 = TLanes.AddWhere(kernel.GoesLeft(entry, window1, factor1), vote, sum1);
            sum2 = TLanes.AddWhere(kernel.GoesLeft(entry, window2, factor2), vote, sum2);
            sum3 = TLanes.AddWhere(kernel.GoesLeft(entry, window3, factor3), vote, sum3);
        }

        groups.Sum0 = sum0;
        groups.Sum1 = sum1;
        groups.Sum2 = sum2;
        groups.Sum3 = sum3;
    }

    /// <inheritdoc cref="AddHaar"/>
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
        for (; count > 0; count--, entry += PatternKernel<TLanes, TInt, TFloat>.EntryLength + 1)
        {
            TInt vote = TLanes.Broadcast(entry + PatternKernel<TLanes, TInt, TFloat>.EntryLength);
            var kernel = PatternKernel<TLanes, TInt, TFloat>.Read(entry);
            sum0 = TLanes.AddWhere(kernel.GoesLeft(entry, window0, default), vote, sum0);
            sum1 = TLanes.AddWhere(kernel.GoesLeft(entry, window1, default), vote, sum1);
            sum2 = TLanes.AddWhere(kernel.GoesLeft(entry, window2, default), vote, sum2);
            sum3 = TLanes.AddWhere(kernel.GoesLeft(entry, window3, default), vote, sum3);
        }

        groups.Sum0 = sum0;
        groups.Sum1 = sum1;
        groups.Sum2 = sum2;
        groups.Sum3 = sum3;
    }
}
