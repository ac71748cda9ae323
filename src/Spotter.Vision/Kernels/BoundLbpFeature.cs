using System.Runtime.CompilerServices;
using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels;

/// <summary>A local binary pattern bound to a layout: the 4 x 4 corners of its blocks, row by row.</summary>
internal readonly struct BoundLbpFeature
{
    public const int CornerCount = 16;

    private readonly CornerOffsets _corners;

    public BoundLbpFeature(LbpFeature feature, LevelLayout layout)
    {
        for (int i = 0; i < CornerCount; i++)
        {
            _corners[i] = layout.OffsetOf(
                feature.X + (i % 4 * feature.BlockWidth),
                feature.Y + (i / 4 * feature.BlockHeight),
                isTilted: false
            );
        }
    }

    /// <summary>The offset of a corner, counted along the rows.</summary>
    public int Corner(int index) => _corners[index];

    /// <summary>
    /// The category, 0 to 255: a bit for each outer block, clockwise from the top left one, which is bit 7.
    /// </summary>
    public int Evaluate(ref readonly int window)
    {
        int middle = Block(in window, 5);
        return (Block(in window, 0) >= middle ? 128 : 0)
            | (Block(in window, 1) >= middle ? 64 : 0)
            | (Block(in window, 2) >= middle ? 32 : 0)
            | (Block(in window, 6) >= middle ? 16 : 0)
            | (Block(in window, 10) >= middle ? 8 : 0)
            | (Block(in window, 9) >= middle ? 4 : 0)
            | (Block(in window, 8) >= middle ? 2 : 0)
            | (Block(in window, 4) >= middle ? 1 : 0);
    }

    private int Block(ref readonly int window, int topLeft)
    {
        ref int origin = ref Unsafe.AsRef(in window);
        return Unsafe.Add(ref origin, _corners[topLeft])
            - Unsafe.Add(ref origin, _corners[topLeft + 1])
            - Unsafe.Add(ref origin, _corners[topLeft + 4])
            + Unsafe.Add(ref origin, _corners[topLeft + 5]);
    }

    [InlineArray(CornerCount)]
    private struct CornerOffsets
    {
        private int _first;
    }
}
