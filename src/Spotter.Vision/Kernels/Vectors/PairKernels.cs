using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>Trees of two nodes. A loop exists for each pair of shapes, so that it holds no branch.</summary>
internal static unsafe class PairKernels<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>
    /// Adds the votes: the first where the root goes left, else the second where the child goes left, else none.
    /// </summary>
    /// <remarks>Both kernels read the same kind of samples.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddPairs<TRoot, TChild>(int* entry, int count, int factorOffset, ref WindowGroups<TInt> groups)
        where TRoot : struct, IFeatureKernel<TRoot, TInt, TFloat>
        where TChild : struct, IFeatureKernel<TChild, TInt, TFloat>
    {
        Four<nint> windows = groups.Samples(TRoot.IsShort);
        Four<TFloat> factors = groups.Factors<TLanes, TFloat>(factorOffset);
        Four<TInt> sums = groups.Sums;
        for (; count > 0; count--, entry += TRoot.EntryLength + TChild.EntryLength + 2)
        {
            int* second = entry + TRoot.EntryLength;
            TRoot root = TRoot.Read(entry);
            TChild child = TChild.Read(second);
            Four<TFloat> roots = TRoot.Values(entry, windows);
            Four<TFloat> children = TChild.Values(second, windows);
            TInt rootVote = TLanes.Broadcast(second + TChild.EntryLength);
            TInt childVote = TLanes.Broadcast(second + TChild.EntryLength + 1);
            sums.Item0 = TLanes.Add(
                sums.Item0,
                TLanes.Select(
                    root.GoesLeft(entry, roots.Item0, factors.Item0),
                    rootVote,
                    TLanes.Keep(child.GoesLeft(second, children.Item0, factors.Item0), childVote)
                )
            );
            sums.Item1 = TLanes.Add(
                sums.Item1,
                TLanes.Select(
                    root.GoesLeft(entry, roots.Item1, factors.Item1),
                    rootVote,
                    TLanes.Keep(child.GoesLeft(second, children.Item1, factors.Item1), childVote)
                )
            );
            sums.Item2 = TLanes.Add(
                sums.Item2,
                TLanes.Select(
                    root.GoesLeft(entry, roots.Item2, factors.Item2),
                    rootVote,
                    TLanes.Keep(child.GoesLeft(second, children.Item2, factors.Item2), childVote)
                )
            );
            sums.Item3 = TLanes.Add(
                sums.Item3,
                TLanes.Select(
                    root.GoesLeft(entry, roots.Item3, factors.Item3),
                    rootVote,
                    TLanes.Keep(child.GoesLeft(second, children.Item3, factors.Item3), childVote)
                )
            );
        }

        groups.Sums = sums;
    }
}
