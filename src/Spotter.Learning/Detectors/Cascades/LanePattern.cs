using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// A local binary pattern for eight windows at a time: <see cref="BoundLbpFeature.Evaluate"/> on lanes.
/// </summary>
internal readonly struct LanePattern
{
    private readonly Offsets _corners;

    public LanePattern(LbpFeature feature, LevelLayout layout)
    {
        var bound = new BoundLbpFeature(feature, layout);
        for (int i = 0; i < BoundLbpFeature.CornerCount; i++)
        {
            _corners[i] = bound.Corner(i) * WindowSet.Lanes;
        }
    }

    /// <param name="group">The samples of a group of windows.</param>
    public Vector256<int> Categories(ReadOnlySpan<int> group)
    {
        ref int origin = ref MemoryMarshal.GetReference(group);
        Vector256<int> middle = Block(ref origin, 5);
        return Bit(ref origin, 0, middle, 128)
            | Bit(ref origin, 1, middle, 64)
            | Bit(ref origin, 2, middle, 32)
            | Bit(ref origin, 6, middle, 16)
            | Bit(ref origin, 10, middle, 8)
            | Bit(ref origin, 9, middle, 4)
            | Bit(ref origin, 8, middle, 2)
            | Bit(ref origin, 4, middle, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> Bit(ref int origin, int topLeft, Vector256<int> middle, int bit) =>
        Vector256.GreaterThanOrEqual(Block(ref origin, topLeft), middle) & Vector256.Create(bit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> Block(ref int origin, int topLeft) =>
        At(ref origin, topLeft)
        - At(ref origin, topLeft + 1)
        - At(ref origin, topLeft + 4)
        + At(ref origin, topLeft + 5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<int> At(ref int origin, int corner) => Vector256.LoadUnsafe(ref origin, (nuint)_corners[corner]);

    [InlineArray(BoundLbpFeature.CornerCount)]
    private struct Offsets
    {
        private int _first;
    }
}
