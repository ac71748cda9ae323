using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>Squares of a few pixels of a picture, a step apart in both directions, numbered row by row.</summary>
/// <param name="tensor">The pictures; channels are whole rows of sixteen.</param>
/// <param name="top">Rows of zeros above the picture.</param>
/// <param name="left">Columns of zeros left of it.</param>
/// <param name="step">Pixels from a square to the next.</param>
/// <param name="down">Squares from top to bottom.</param>
/// <param name="across">Squares from left to right.</param>
internal sealed unsafe class TileGrid(Tensor tensor, int top, int left, int step, int down, int across)
{
    public int PerSample => down * across;

    /// <summary>Floats of a pixel.</summary>
    public int Channels => tensor.PixelStride;

    /// <summary>Transforms the squares of <paramref name="count"/> tiles, counted through the samples.</summary>
    /// <param name="plane">Values or gradients of the tensor.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Point p of tile i at target + p * pointStride + i * channels.</param>
    /// <param name="pointStride">Floats from a point to the next.</param>
    /// <param name="square">A square that lies partly outside is put together here.</param>
    /// <param name="lines">Room for lines of the transform.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read<TRow, TLine>(
        float* plane,
        int first,
        int count,
        float* target,
        nint pointStride,
        float* square,
        float* lines
    )
        where TRow : struct, IRow<TRow>
        where TLine : struct, ILineTransform
    {
        int side = TLine.Inputs;
        int pixelStride = tensor.PixelStride;
        nint rowStride = (nint)tensor.Shape.Width * pixelStride;
        for (int i = 0; i < count; i++)
        {
            (int sample, int y, int x) = Locate(first + i);
            float* picture = plane + (nint)sample * tensor.SampleStride;
            bool isInside = y >= 0 && x >= 0 && y + side <= tensor.Shape.Height && x + side <= tensor.Shape.Width;
            if (!isInside)
            {
                CopyInside(picture, y, x, side, square);
            }

            Winograd.Transform<TRow, TLine>(
                isInside ? picture + y * rowStride + (nint)x * pixelStride : square,
                isInside ? rowStride : side * pixelStride,
                pixelStride,
                target + (nint)i * pixelStride,
                pointStride,
                pixelStride / Row.Width,
                lines
            );
        }
    }

    /// <summary>
    /// Writes sixteen channels of the squares of <paramref name="count"/> tiles; what lies outside is dropped.
    /// </summary>
    /// <param name="products">Point p of tile i at products + p * pointStride + i * tileStride.</param>
    /// <param name="pointStride">Floats from a point to the next.</param>
    /// <param name="tileStride">Floats from a tile to the next.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="count">How many.</param>
    /// <param name="plane">Values or gradients of the tensor, at the first of the sixteen channels.</param>
    /// <param name="ending">What is added, and the least that is written.</param>
    /// <param name="square">Room for the pixels of a square.</param>
    /// <param name="lines">Room for lines of the transform.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write<TRow, TLine>(
        float* products,
        nint pointStride,
        nint tileStride,
        int first,
        int count,
        float* plane,
        TileEnding<TRow> ending,
        float* square,
        float* lines
    )
        where TRow : struct, IRow<TRow>
        where TLine : struct, ILineTransform
    {
        int side = TLine.Outputs;
        for (int i = 0; i < count; i++)
        {
            float* from = products + i * tileStride;
            Winograd.Transform<TRow, TLine>(from, TLine.Inputs * pointStride, pointStride, square, Row.Width, 1, lines);
            (int sample, int y, int x) = Locate(first + i);
            float* picture = plane + (nint)sample * tensor.SampleStride;
            int height = Math.Min(side, tensor.Shape.Height - y);
            int width = Math.Min(side, tensor.Shape.Width - x);
            for (int dy = 0; dy < height; dy++)
            {
                float* to = picture + ((nint)(y + dy) * tensor.Shape.Width + x) * tensor.PixelStride;
                float* row = square + dy * side * Row.Width;
                for (int dx = 0; dx < width; dx++)
                {
                    TRow.Store(ending.Apply(TRow.Load(row + dx * Row.Width)), to + (nint)dx * tensor.PixelStride);
                }
            }
        }
    }

    /// <summary>The sample that holds a tile, and where in it the square begins.</summary>
    public (int Sample, int Y, int X) Locate(int tile)
    {
        (int sample, int within) = Math.DivRem(tile, PerSample);
        (int row, int column) = Math.DivRem(within, across);
        return (sample, step * row - top, step * column - left);
    }

    private void CopyInside(float* picture, int y, int x, int side, float* square)
    {
        int pixelStride = tensor.PixelStride;
        new Span<float>(square, side * side * pixelStride).Clear();
        int firstX = Math.Max(0, -x);
        int length = Math.Max(0, Math.Min(side, tensor.Shape.Width - x) - firstX) * pixelStride;
        for (int dy = Math.Max(0, -y); dy < Math.Min(side, tensor.Shape.Height - y); dy++)
        {
            float* from = picture + ((nint)(y + dy) * tensor.Shape.Width + x + firstX) * pixelStride;
            new ReadOnlySpan<float>(from, length).CopyTo(
                new Span<float>(square + (dy * side + firstX) * pixelStride, length)
            );
        }
    }
}
