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
    /// <remarks>Both kernels read the same kind of samples.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddPairs<TRoot, TChild>(int* entry, int count, int factorOffset, ref WindowGroups<TInt> groups)
        where TRoot : struct, IFeatureKernel<TRoot, TInt, TFloat>
        where TChild : struct, IFeatureKernel<TChild, TInt, TFloat>
    {
        void* window0 = groups.Samples0(TRoot.IsShort);
        void* window1 = groups.Samples1(TRoot.IsShort);
        void* window2 = groups.Samples2(TRoot.IsShort);
        void* window3 = groups.Samples3(TRoot.IsShort);
        TFloat factor0 = TLanes.LoadFloat((float*)(groups.Window0 + factorOffset));
        TFloat factor1 = TLanes.LoadFloat((float*)(groups.Window1 + factorOffset));
        TFloat factor2 = TLanes.LoadFloat((float*)(groups.Window2 + factorOffset));
        TFloat factor3 = TLanes.LoadFloat((float*)(groups.Window3 + factorOffset));
        TInt sum0 = groups.Sum0;
        TInt sum1 = groups.Sum1;
        TInt sum2 = groups.Sum2;
        TInt sum3 = groups.Sum3;
        for (; count > 0; count--, entry += TRoot.EntryLength + TChild.EntryLength + 2)
        {
            int* second = entry + TRoot.EntryLength;
            TRoot root = TRoot.Read(entry);
            TChild child = TChild.Read(second);
            TInt rootVote = TLanes.Broadcast(second + TChild.EntryLength);
            TInt childVote = TLanes.Broadcast(second + TChild.EntryLength + 1);
            sum0 = TLanes.Add(sum0, TLanes.Select(
                root.GoesLeft(entry, window0, factor0), rootVote, TLanes.Keep(child.GoesLeft(second, window0, factor0), childVote)));
            sum1 = TLanes.Add(sum1, TLanes.Select(
                root.GoesLeft(entry, window1, factor1), rootVote, TLanes.Keep(child.GoesLeft(second, window1, factor1), childVote)));
            sum2 = TLanes.Add(sum2, TLanes.Select(
                root.GoesLeft(entry, window2, factor2), rootVote, TLanes.Keep(child.GoesLeft(second, window2, factor2), childVote)));
            sum3 = TLanes.Add(sum3, TLanes.Select(
                root.GoesLeft(entry, window3, factor3), rootVote, TLanes.Keep(child.GoesLeft(second, window3, factor3), childVote)));
        }

        groups.Sum0 = sum0;
        groups.Sum1 = sum1;
        groups.Sum2 = sum2;
        groups.Sum3 = sum3;
    }
}
