using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Trees of three and more nodes: all nodes of a stage are asked first, shape by shape, and their answers kept; then
/// those of each tree are put together: of trees of three nodes in one expression, of others from the last node to the root.
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

    /// <summary>Adds the votes of trees of three nodes. Entry: three slots and four votes, in the order of their form.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddTriples<TForm>(int* entry, int count, int* slots, ref WindowGroups<TInt> groups)
        where TForm : struct, ITreeForm
    {
        TInt sum0 = groups.Sum0;
        TInt sum1 = groups.Sum1;
        TInt sum2 = groups.Sum2;
        TInt sum3 = groups.Sum3;
        for (; count > 0; count--, entry += 7)
        {
            TInt vote0 = TLanes.Broadcast(entry + 3);
            TInt vote1 = TLanes.Broadcast(entry + 4);
            TInt vote2 = TLanes.Broadcast(entry + 5);
            TInt vote3 = TLanes.Broadcast(entry + 6);
            sum0 = TLanes.Add(sum0, TForm.Vote(entry, slots, vote0, vote1, vote2, vote3));
            sum1 = TLanes.Add(sum1, TForm.Vote(entry, slots + TLanes.Count, vote0, vote1, vote2, vote3));
            sum2 = TLanes.Add(sum2, TForm.Vote(entry, slots + (2 * TLanes.Count), vote0, vote1, vote2, vote3));
            sum3 = TLanes.Add(sum3, TForm.Vote(entry, slots + (3 * TLanes.Count), vote0, vote1, vote2, vote3));
        }

        groups.Sum0 = sum0;
        groups.Sum1 = sum1;
        groups.Sum2 = sum2;
        groups.Sum3 = sum3;
    }

    /// <summary>Adds the votes of any trees whose nodes have answered.</summary>
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
    private static TFloat Answer(int slot, int* slots) => TLanes.LoadFloat((float*)(slots + (slot * SlotLength)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Child(int* child, int* slots) =>
        child[0] != 0 ? TLanes.Load(slots + (child[1] * SlotLength)) : TLanes.Broadcast(child + 1);

    /// <summary>How three nodes hang together.</summary>
    public interface ITreeForm
    {
        /// <summary>
        /// What a tree votes in the windows of a vector, by its three slots, where the vector's part of slot 0 is, and its four votes.
        /// </summary>
        static abstract TInt Vote(int* slots, int* answers, TInt vote0, TInt vote1, TInt vote2, TInt vote3);
    }

    /// <summary>
    /// A root and two children. Slots: root, left, right. Votes: of the left child's leaves, left and right; of the right one's.
    /// </summary>
    public readonly struct Fork : ITreeForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TInt Vote(int* slots, int* answers, TInt vote0, TInt vote1, TInt vote2, TInt vote3) => TLanes.Select(
            Answer(slots[0], answers),
            TLanes.Select(Answer(slots[1], answers), vote0, vote1),
            TLanes.Select(Answer(slots[2], answers), vote2, vote3));
    }

    /// <summary>
    /// Nodes below each other, turned so that left is a leaf. Slots from the root on; votes of their left leaves; vote of the
    /// last right leaf.
    /// </summary>
    public readonly struct Chain : ITreeForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TInt Vote(int* slots, int* answers, TInt vote0, TInt vote1, TInt vote2, TInt vote3) => TLanes.Select(
            Answer(slots[0], answers),
            vote0,
            TLanes.Select(Answer(slots[1], answers), vote1, TLanes.Select(Answer(slots[2], answers), vote2, vote3)));
    }
}
