using System.Runtime.CompilerServices;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>A local binary pattern and a subset of its categories. Entry: 16 offsets, 8 words of the subset.</summary>
internal readonly unsafe struct PatternKernel<TLanes, TInt, TFloat>
    : IFeatureKernel<PatternKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => false;

    public static int EntryLength => BoundLbpFeature.CornerCount + CascadeModel.SubsetWords;

    // The subset stays in the table: not every width has a register that holds eight words.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PatternKernel<TLanes, TInt, TFloat> Read(int* entry) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Values(int* entry, Four<nint> windows) =>
        new()
        {
            Item0 = Category(entry, (int*)windows.Item0),
            Item1 = Category(entry, (int*)windows.Item1),
            Item2 = Category(entry, (int*)windows.Item2),
            Item3 = Category(entry, (int*)windows.Item3),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.IsMember(entry + BoundLbpFeature.CornerCount, Unsafe.BitCast<TFloat, TInt>(value));

    // Columns of corners are subtracted downwards first; the differences serve the blocks on both of their sides.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Category(int* entry, int* samples)
    {
        TInt top0 = Down(entry, samples, 0);
        TInt top1 = Down(entry, samples, 1);
        TInt top2 = Down(entry, samples, 2);
        TInt top3 = Down(entry, samples, 3);
        TInt middle0 = Down(entry, samples, 4);
        TInt middle1 = Down(entry, samples, 5);
        TInt middle2 = Down(entry, samples, 6);
        TInt middle3 = Down(entry, samples, 7);
        TInt bottom0 = Down(entry, samples, 8);
        TInt bottom1 = Down(entry, samples, 9);
        TInt bottom2 = Down(entry, samples, 10);
        TInt bottom3 = Down(entry, samples, 11);
        TInt centre = TLanes.Subtract(middle2, middle1);
        TInt category = TLanes.SetBitWhereAtLeast(TLanes.Zero, TLanes.Subtract(top1, top0), centre, 128);
        category = TLanes.SetBitWhereAtLeast(category, TLanes.Subtract(top2, top1), centre, 64);
        category = TLanes.SetBitWhereAtLeast(category, TLanes.Subtract(top3, top2), centre, 32);
        category = TLanes.SetBitWhereAtLeast(category, TLanes.Subtract(middle3, middle2), centre, 16);
        category = TLanes.SetBitWhereAtLeast(category, TLanes.Subtract(bottom3, bottom2), centre, 8);
        category = TLanes.SetBitWhereAtLeast(category, TLanes.Subtract(bottom2, bottom1), centre, 4);
        category = TLanes.SetBitWhereAtLeast(category, TLanes.Subtract(bottom1, bottom0), centre, 2);
        category = TLanes.SetBitWhereAtLeast(category, TLanes.Subtract(middle1, middle0), centre, 1);
        return Unsafe.BitCast<TInt, TFloat>(category);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Down(int* entry, int* window, int corner) =>
        TLanes.Subtract(TLanes.Load(window + entry[corner + 4]), TLanes.Load(window + entry[corner]));
}
