using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>Trees of two nodes. A loop exists for each pair of shapes, so that it holds no branch.</summary>
internal static unsafe class PairKernels<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>Adds the votes: the first where the root goes left, else the second where the child goes left, else none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddPairs<TRoot, TChild>(int* entry, int count, int factorOffset, ref WindowGroups<TInt> groups)
        where TRoot : struct, IFeatureKernel<TInt, TFloat>
        where TChild : struct, IFeatureKernel<TInt, TFloat>
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
        for (; count > 0; count--, entry += TRoot.EntryLength + TChild.EntryLength + 2)
        {
            sum0 = TLanes.Add(sum0, Vote<TRoot, TChild>(entry, window0, factor0));
            sum1 = TLanes.Add(sum1, Vote<TRoot, TChild>(entry, window1, factor1));
            sum2 = TLanes.Add(sum2, Vote<TRoot, TChild>(entry, window2, factor2));
            sum3 = TLanes.Add(sum3, Vote<TRoot, TChild>(entry, window3, factor3));
        }

        groups.Sum0 = sum0;
        groups.Sum1 = sum1;
        groups.Sum2 = sum2;
        groups.Sum3 = sum3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Vote<TRoot, TChild>(int* entry, int* window, TFloat factor)
        where TRoot : struct, IFeatureKernel<TInt, TFloat>
        where TChild : struct, IFeatureKernel<TInt, TFloat>
    {
        TInt root = TRoot.GoesLeft(entry, window, factor);
        TInt child = TChild.GoesLeft(entry + TRoot.EntryLength, window, factor);
        int* votes = entry + TRoot.EntryLength + TChild.EntryLength;
        return TLanes.Select(root, TLanes.Broadcast(votes), TLanes.And(child, TLanes.Broadcast(votes + 1)));
    }
}
