using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Trees of three and more nodes: all nodes of a stage are asked first, shape by shape, and their answers kept; then
/// those of each tree are put together: of trees of three nodes in one expression, of others from the last node to the
/// root.
/// </summary>
internal static unsafe class TreeKernels<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    private const int Vectors = WindowGroups<TInt>.Count;

    /// <summary>
    /// Numbers a slot: a node's answers in four vectors of windows, and what the tree below it votes in these. Answers
    /// that are as long as votes give way to them.
    /// </summary>
    public static int SlotLength
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => VotesOffset + (Vectors * TLanes.Count);
    }

    // From the answers of a slot to its votes: short answers have a line of the cache.
    private static int VotesOffset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.MaskLength == TLanes.Count ? 0 : 16;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AnswerNodes<TKernel>(
        int* entry,
        int count,
        int factorOffset,
        int* slots,
        ref WindowGroups<TInt> groups
    )
        where TKernel : struct, IFeatureKernel<TKernel, TInt, TFloat>
    {
        Four<nint> windows = groups.Samples(TKernel.IsShort);
        Four<TFloat> factors = groups.Factors<TLanes, TFloat>(factorOffset);
        for (; count > 0; count--, entry += TKernel.EntryLength + 1)
        {
            TKernel kernel = TKernel.Read(entry);
            Four<TFloat> values = TKernel.Values(entry, windows);
            int* slot = slots + (entry[TKernel.EntryLength] * SlotLength);
            TLanes.StoreMask(kernel.GoesLeft(entry, values.Item0, factors.Item0), slot);
            TLanes.StoreMask(kernel.GoesLeft(entry, values.Item1, factors.Item1), slot + TLanes.MaskLength);
            TLanes.StoreMask(kernel.GoesLeft(entry, values.Item2, factors.Item2), slot + (2 * TLanes.MaskLength));
            TLanes.StoreMask(kernel.GoesLeft(entry, values.Item3, factors.Item3), slot + (3 * TLanes.MaskLength));
        }
    }

    /// <summary>
    /// Adds the votes of trees of three nodes. Entry: three slots and four votes, in the order of their form.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddTriples<TForm>(int* entry, int count, int* slots, ref WindowGroups<TInt> groups)
        where TForm : struct, ITreeForm
    {
        Four<TInt> sums = groups.Sums;
        for (; count > 0; count--, entry += 7)
        {
            TInt vote0 = TLanes.Broadcast(entry + 3);
            TInt vote1 = TLanes.Broadcast(entry + 4);
            TInt vote2 = TLanes.Broadcast(entry + 5);
            TInt vote3 = TLanes.Broadcast(entry + 6);
            sums.Item0 = TLanes.Add(sums.Item0, TForm.Vote(entry, slots, vote0, vote1, vote2, vote3));
            sums.Item1 = TLanes.Add(
                sums.Item1,
                TForm.Vote(entry, slots + TLanes.MaskLength, vote0, vote1, vote2, vote3)
            );
            sums.Item2 = TLanes.Add(
                sums.Item2,
                TForm.Vote(entry, slots + (2 * TLanes.MaskLength), vote0, vote1, vote2, vote3)
            );
            sums.Item3 = TLanes.Add(
                sums.Item3,
                TForm.Vote(entry, slots + (3 * TLanes.MaskLength), vote0, vote1, vote2, vote3)
            );
        }

        groups.Sums = sums;
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
                for (int i = 0; i < Vectors; i++)
                {
                    TInt left = Child(entry + 1, slots, i);
                    TInt right = Child(entry + 3, slots, i);
                    TLanes.Store(TLanes.SelectStored(slot + (i * TLanes.MaskLength), left, right), Votes(slot, i));
                }
            }

            // The root came last.
            groups.Sums.Item0 = TLanes.Add(groups.Sums.Item0, TLanes.Load(Votes(slot, 0)));
            groups.Sums.Item1 = TLanes.Add(groups.Sums.Item1, TLanes.Load(Votes(slot, 1)));
            groups.Sums.Item2 = TLanes.Add(groups.Sums.Item2, TLanes.Load(Votes(slot, 2)));
            groups.Sums.Item3 = TLanes.Add(groups.Sums.Item3, TLanes.Load(Votes(slot, 3)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int* Answer(int slot, int* slots) => slots + (slot * SlotLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int* Votes(int* slot, int vector) => slot + VotesOffset + (vector * TLanes.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Child(int* child, int* slots, int vector) =>
        child[0] != 0 ? TLanes.Load(Votes(slots + (child[1] * SlotLength), vector)) : TLanes.Broadcast(child + 1);

    /// <summary>How three nodes hang together.</summary>
    public interface ITreeForm
    {
        /// <summary>
        /// What a tree votes in the windows of a vector, by its three slots, where the vector's part of slot 0 is, and
        /// its four votes.
        /// </summary>
        static abstract TInt Vote(int* slots, int* answers, TInt vote0, TInt vote1, TInt vote2, TInt vote3);
    }

    /// <summary>
    /// A root and two children. Slots: root, left, right. Votes: of the left child's leaves, left and right; of the
    /// right one's.
    /// </summary>
    public readonly struct Fork : ITreeForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TInt Vote(int* slots, int* answers, TInt vote0, TInt vote1, TInt vote2, TInt vote3) =>
            TLanes.SelectStored(
                Answer(slots[0], answers),
                TLanes.SelectStored(Answer(slots[1], answers), vote0, vote1),
                TLanes.SelectStored(Answer(slots[2], answers), vote2, vote3)
            );
    }

    /// <summary>
    /// Nodes below each other, turned so that left is a leaf. Slots from the root on; votes of their left leaves; vote
    /// of the last right leaf.
    /// </summary>
    public readonly struct Chain : ITreeForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TInt Vote(int* slots, int* answers, TInt vote0, TInt vote1, TInt vote2, TInt vote3) =>
            TLanes.SelectStored(
                Answer(slots[0], answers),
                vote0,
                TLanes.SelectStored(
                    Answer(slots[1], answers),
                    vote1,
                    TLanes.SelectStored(Answer(slots[2], answers), vote2, vote3)
                )
            );
    }
}
