using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Trees of three and more nodes: all nodes of a stage are asked first, shape by shape, and their answers kept; then
/// each tree is folded from its last node to its root.
/// </summary>
internal static unsafe class TreeKernels<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    private static int SlotLength => WindowGroups<TInt>.Count * TLanes.Count;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AnswerNodes<TKernel>(int* entry, int count, int factorOffset, int* slots, ref WindowGroups<TInt> groups)
        where TKernel : struct, IFeatureKernel<TKernel, TInt, TFloat>
    {
        void* window0 = groups.Samples0(TKernel.IsShort);
        void* window1 = groups.Samples1(TKernel.IsShort);
        void* window2 = groups.Samples2(TKernel.IsShort);
        void* window3 = groups.Samples3(TKernel.IsShort);
        TFloat factor0 = TLanes.LoadFloat((float*)(groups.Window0 + factorOffset));
        TFloat factor1 = TLanes.LoadFloat((float*)(groups.Window1 + factorOffset));
        TFloat factor2 = TLanes.LoadFloat((float*)(groups.Window2 + factorOffset));
        TFloat factor3 = TLanes.LoadFloat((float*)(groups.Window3 + factorOffset));
        for (; count > 0; count--, entry += TKernel.EntryLength + 1)
        {
            TKernel kernel = TKernel.Read(entry);
            int* slot = slots + (entry[TKernel.EntryLength] * SlotLength);
            TLanes.StoreFloat(kernel.GoesLeft(entry, window0, factor0), (float*)slot);
            TLanes.StoreFloat(kernel.GoesLeft(entry, window1, factor1), (float*)(slot + TLanes.Count));
            TLanes.StoreFloat(kernel.GoesLeft(entry, window2, factor2), (float*)(slot + (2 * TLanes.Count)));
            TLanes.StoreFloat(kernel.GoesLeft(entry, window3, factor3), (float*)(slot + (3 * TLanes.Count)));
        }
    }

    /// <summary>Adds the votes of the trees whose nodes have answered.</summary>
    public static void AddTrees(int* entry, int count, int* slots, ref WindowGroups<TInt> groups)
    {
        for (; count > 0; count--)
        {
            int nodeCount = *entry++;
            int* slot = slots;
            for (; nodeCount > 0; nodeCount--, entry += 5)
            {
                slot = slots + (entry[0] * SlotLength);
                for (int lane = 0; lane < SlotLength; lane += TLanes.Count)
                {
                    TInt left = Child(entry + 1, slots + lane);
                    TInt right = Child(entry + 3, slots + lane);

                    // From here on the slot holds what the subtree votes.
                    TLanes.Store(TLanes.Select(TLanes.LoadFloat((float*)(slot + lane)), left, right), slot + lane);
                }
            }

            // The root came last.
            groups.Sum0 = TLanes.Add(groups.Sum0, TLanes.Load(slot));
            groups.Sum1 = TLanes.Add(groups.Sum1, TLanes.Load(slot + TLanes.Count));
            groups.Sum2 = TLanes.Add(groups.Sum2, TLanes.Load(slot + (2 * TLanes.Count)));
            groups.Sum3 = TLanes.Add(groups.Sum3, TLanes.Load(slot + (3 * TLanes.Count)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Child(int* child, int* slots) =>
        child[0] != 0 ? TLanes.Load(slots + (child[1] * SlotLength)) : TLanes.Broadcast(child + 1);
}
