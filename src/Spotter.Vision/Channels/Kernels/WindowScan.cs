using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>A window that passed all trees.</summary>
/// <param name="X">Column of its first cell.</param>
/// <param name="Y">Row of its first cell.</param>
/// <param name="Sum">Its sum of votes.</param>
internal readonly record struct WindowHit(int X, int Y, int Sum)
{
    public double Score => Sum * ChannelTree.ScoreUnit;
}

/// <summary>
/// Judges the windows of a row by a soft cascade: after each tree, windows whose sum of votes is too low drop out. All
/// arithmetic is in whole numbers, so the scalar definition and the vectors agree.
/// </summary>
internal static unsafe class WindowScan
{
    // With this few windows of 32 left it is quicker to go on with each alone: one costs about a tenth of the group.
    private const int FewWindows = 4;

    /// <summary>Adds the windows of a row that pass to <paramref name="hits"/>.</summary>
    /// <param name="trees">The soft cascade, compiled for the level.</param>
    /// <param name="level">The level; the rows of the windows are held.</param>
    /// <param name="y">Row of the windows.</param>
    /// <param name="count">Windows a row; the first begins in the first column.</param>
    /// <param name="width">Which kernels.</param>
    /// <param name="hits">Receives the windows from left to right.</param>
    public static void Row(
        CompiledTrees trees,
        CellBytes level,
        int y,
        int count,
        KernelWidth width,
        List<WindowHit> hits
    )
    {
        sbyte* row = level.Row(y, 0);
        for (int x = 0; x < count; x += CellBytes.Group)
        {
            int inGroup = Math.Min(CellBytes.Group, count - x);
            if (width == KernelWidth.Scalar)
            {
                for (int i = 0; i < inGroup; i++)
                {
                    Finish(trees, 0, 0, row, x + i, y, hits);
                }
            }
            else if (width == KernelWidth.Vectors256)
            {
                Group256(trees, row, x, y, inGroup, hits);
            }
            else
            {
                Group128(trees, row, x, y, inGroup, hits);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Value(sbyte* window, in CompiledNode node) =>
        node.Other < 0
            ? window[node.Cell]
            : Math.Clamp(window[node.Cell] - window[node.Other], sbyte.MinValue, sbyte.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Vote(sbyte* window, in CompiledTree tree)
    {
        bool isRight = Value(window, tree.Root) > tree.Root.Threshold;
        ref readonly CompiledNode child = ref (isRight ? ref tree.Right : ref tree.Left);
        bool isHigh = Value(window, child) > child.Threshold;
        return tree.Votes[(isRight ? 2 : 0) + (isHigh ? 1 : 0)];
    }

    private static void Finish(CompiledTrees trees, int first, int sum, sbyte* row, int x, int y, List<WindowHit> hits)
    {
        sbyte* window = row + x;
        CompiledTree* all = trees.Pointer;
        for (int i = first; i < trees.Count; i++)
        {
            sum += Vote(window, all[i]);
            if (sum < all[i].RejectBelow)
            {
                return;
            }
        }

        hits.Add(new WindowHit(x, y, sum));
    }

    private static void Group256(CompiledTrees trees, sbyte* row, int x, int y, int inGroup, List<WindowHit> hits)
    {
        sbyte* windows = row + x;
        Vector256<short> lower = Vector256<short>.Zero;
        Vector256<short> upper = Vector256<short>.Zero;
        uint alive = uint.MaxValue >> (CellBytes.Group - inGroup);
        int dense = trees.DenseCount;
        int done = 0;
        while (done < dense)
        {
            ref readonly CompiledTree tree = ref trees.Pointer[done++];
            Vector256<sbyte> isRight = Compare256(windows, tree.Root);
            Vector256<sbyte> isHigh = Vector256.ConditionalSelect(
                isRight,
                Compare256(windows, tree.Right),
                Compare256(windows, tree.Left)
            );
            lower += Votes256(Vector256.WidenLower(isRight), Vector256.WidenLower(isHigh), tree.Votes);
            upper += Votes256(Vector256.WidenUpper(isRight), Vector256.WidenUpper(isHigh), tree.Votes);
            Vector256<short> limit = Vector256.Create(
                (short)Math.Clamp(tree.RejectBelow, short.MinValue, short.MaxValue)
            );
            alive &= Vector256
                .Narrow(Vector256.GreaterThanOrEqual(lower, limit), Vector256.GreaterThanOrEqual(upper, limit))
                .ExtractMostSignificantBits();
            if (BitOperations.PopCount(alive) <= FewWindows)
            {
                break;
            }
        }

        short* sums = stackalloc short[CellBytes.Group];
        lower.Store(sums);
        upper.Store(sums + Vector256<short>.Count);
        FinishAlive(trees, done, sums, alive, row, x, y, hits);
    }

    private static Vector256<sbyte> Compare256(sbyte* windows, in CompiledNode node)
    {
        Vector256<sbyte> value = Vector256.Load(windows + node.Cell);
        if (node.Other >= 0)
        {
            value = Vector256.SubtractSaturate(value, Vector256.Load(windows + node.Other));
        }

        return Vector256.GreaterThan(value, Vector256.Create((sbyte)node.Threshold));
    }

    private static Vector256<short> Votes256(Vector256<short> isRight, Vector256<short> isHigh, in TreeVotes votes) =>
        Vector256.ConditionalSelect(
            isRight,
            Vector256.ConditionalSelect(isHigh, Vector256.Create(votes[3]), Vector256.Create(votes[2])),
            Vector256.ConditionalSelect(isHigh, Vector256.Create(votes[1]), Vector256.Create(votes[0]))
        );

    // The group in two halves of 16 windows, each as Group256.
    private static void Group128(CompiledTrees trees, sbyte* row, int x, int y, int inGroup, List<WindowHit> hits)
    {
        short* sums = stackalloc short[Vector128<sbyte>.Count];
        for (int half = 0; half < inGroup; half += Vector128<sbyte>.Count)
        {
            sbyte* windows = row + x + half;
            Vector128<short> lower = Vector128<short>.Zero;
            Vector128<short> upper = Vector128<short>.Zero;
            uint alive = (uint)ushort.MaxValue >> Math.Max(Vector128<sbyte>.Count - (inGroup - half), 0);
            int dense = trees.DenseCount;
            int done = 0;
            while (done < dense)
            {
                ref readonly CompiledTree tree = ref trees.Pointer[done++];
                Vector128<sbyte> isRight = Compare128(windows, tree.Root);
                Vector128<sbyte> isHigh = Vector128.ConditionalSelect(
                    isRight,
                    Compare128(windows, tree.Right),
                    Compare128(windows, tree.Left)
                );
                lower += Votes128(Vector128.WidenLower(isRight), Vector128.WidenLower(isHigh), tree.Votes);
                upper += Votes128(Vector128.WidenUpper(isRight), Vector128.WidenUpper(isHigh), tree.Votes);
                Vector128<short> limit = Vector128.Create(
                    (short)Math.Clamp(tree.RejectBelow, short.MinValue, short.MaxValue)
                );
                alive &= Vector128
                    .Narrow(Vector128.GreaterThanOrEqual(lower, limit), Vector128.GreaterThanOrEqual(upper, limit))
                    .ExtractMostSignificantBits();
                if (BitOperations.PopCount(alive) <= FewWindows / 2)
                {
                    break;
                }
            }

            lower.Store(sums);
            upper.Store(sums + Vector128<short>.Count);
            FinishAlive(trees, done, sums, alive, row, x + half, y, hits);
        }
    }

    private static Vector128<sbyte> Compare128(sbyte* windows, in CompiledNode node)
    {
        Vector128<sbyte> value = Vector128.Load(windows + node.Cell);
        if (node.Other >= 0)
        {
            value = Vector128.SubtractSaturate(value, Vector128.Load(windows + node.Other));
        }

        return Vector128.GreaterThan(value, Vector128.Create((sbyte)node.Threshold));
    }

    private static Vector128<short> Votes128(Vector128<short> isRight, Vector128<short> isHigh, in TreeVotes votes) =>
        Vector128.ConditionalSelect(
            isRight,
            Vector128.ConditionalSelect(isHigh, Vector128.Create(votes[3]), Vector128.Create(votes[2])),
            Vector128.ConditionalSelect(isHigh, Vector128.Create(votes[1]), Vector128.Create(votes[0]))
        );

    private static void FinishAlive(
        CompiledTrees trees,
        int done,
        short* sums,
        uint alive,
        sbyte* row,
        int x,
        int y,
        List<WindowHit> hits
    )
    {
        for (; alive != 0; alive &= alive - 1)
        {
            int i = BitOperations.TrailingZeroCount(alive);
            Finish(trees, done, sums[i], row, x + i, y, hits);
        }
    }
}
