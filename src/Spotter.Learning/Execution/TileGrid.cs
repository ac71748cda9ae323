using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Squares of a few pixels of a picture, two pixels apart in both directions, numbered row by row.</summary>
/// <param name="tensor">The pictures; channels are whole rows of sixteen.</param>
/// <param name="top">Rows of zeros above the picture.</param>
/// <param name="left">Columns of zeros left of it.</param>
/// <param name="side">Pixels along a square.</param>
/// <param name="down">Squares from top to bottom.</param>
/// <param name="across">Squares from left to right.</param>
internal sealed unsafe class TileGrid(Tensor tensor, int top, int left, int side, int down, int across)
{
    public int PerSample => down * across;

    /// <summary>Transforms the squares of <paramref name="count"/> tiles, counted through the samples.</summary>
    /// <param name="plane">Values or gradients of the tensor.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Point p of tile i at target + (p * room + i) * channels.</param>
    /// <param name="room">Tiles that the target has room for.</param>
    /// <param name="scratch">A square that lies partly outside is put together here.</param>
    public void Read<TRow, TLine>(float* plane, int first, int count, float* target, int room, WinogradScratch scratch)
        where TRow : struct, IRow<TRow>
        where TLine : struct, ILineTransform
    {
        int pixelStride = tensor.PixelStride;
        int rowStride = tensor.Shape.Width * pixelStride;
        for (int i = 0; i < count; i++)
        {
            float* sample = Locate(plane, first + i, out int y, out int x);
            float* square = sample + (nint)y * rowStride + (nint)x * pixelStride;
            int squareRow = rowStride;
            if (!LiesInside(y, x))
            {
                square = scratch.Square;
                squareRow = side * pixelStride;
                CopyInside(sample, y, x, square);
            }

            Winograd.Transform<TRow, TLine>(
                square,
                squareRow,
                pixelStride,
                target + (nint)i * pixelStride,
                (nint)room * pixelStride,
                pixelStride / Row.Width,
                scratch.Lines
            );
        }
    }

    /// <summary>
    /// Writes sixteen channels of the squares of <paramref name="count"/> tiles; what lies outside is dropped.
    /// </summary>
    /// <param name="products">Point p of tile i at products + (p * room + i) * 16.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="count">How many.</param>
    /// <param name="room">Tiles that the products have room for.</param>
    /// <param name="plane">Values or gradients of the tensor, at the first of the sixteen channels.</param>
    /// <param name="ending">What is added, and the least that is written.</param>
    /// <param name="scratch">For lines.</param>
    public void Write<TRow>(
        float* products,
        int first,
        int count,
        int room,
        float* plane,
        TileEnding<TRow> ending,
        WinogradScratch scratch
    )
        where TRow : struct, IRow<TRow>
    {
        float* square = scratch.Square;
        for (int i = 0; i < count; i++)
        {
            Winograd.Transform<TRow, ProductLine>(
                products + (nint)i * Row.Width,
                (nint)Winograd.TileSide * room * Row.Width,
                (nint)room * Row.Width,
                square,
                Row.Width,
                1,
                scratch.Lines
            );
            float* sample = Locate(plane, first + i, out int y, out int x);
            int height = Math.Min(side, tensor.Shape.Height - y);
            int width = Math.Min(side, tensor.Shape.Width - x);
            for (int dy = 0; dy < height; dy++)
            {
                for (int dx = 0; dx < width; dx++)
                {
                    TRow value = TRow.Load(square + (dy * side + dx) * Row.Width);
                    TRow.Store(
                        ending.Apply(value),
                        sample + ((nint)(y + dy) * tensor.Shape.Width + x + dx) * tensor.PixelStride
                    );
                }
            }
        }
    }

    // The sample that holds a tile, and where in it the square begins.
    private float* Locate(float* plane, int tile, out int y, out int x)
    {
        (int sample, int within) = Math.DivRem(tile, PerSample);
        (int row, int column) = Math.DivRem(within, across);
        y = Winograd.OutputSide * row - top;
        x = Winograd.OutputSide * column - left;
        return plane + (nint)sample * tensor.SampleStride;
    }

    private bool LiesInside(int y, int x) =>
        y >= 0 && x >= 0 && y + side <= tensor.Shape.Height && x + side <= tensor.Shape.Width;

    private void CopyInside(float* sample, int y, int x, float* square)
    {
        int pixelStride = tensor.PixelStride;
        new Span<float>(square, side * side * pixelStride).Clear();
        int firstX = Math.Max(0, -x);
        int endX = Math.Min(side, tensor.Shape.Width - x);
        for (int dy = Math.Max(0, -y); dy < Math.Min(side, tensor.Shape.Height - y); dy++)
        {
            int length = Math.Max(0, endX - firstX) * pixelStride;
            float* from = sample + ((nint)(y + dy) * tensor.Shape.Width + x + firstX) * pixelStride;
            new ReadOnlySpan<float>(from, length).CopyTo(
                new Span<float>(square + (dy * side + firstX) * pixelStride, length)
            );
        }
    }
}
