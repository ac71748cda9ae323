namespace Spotter.Vision.Kernels.Scalar;

/// <summary>Integral images: each sample is the sum of all pixels above and to the left of it.</summary>
internal static class ScalarIntegral
{
    /// <param name="pixels">Height x width.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="sums">(height + 1) rows of <paramref name="stride"/>; row 0 and column 0 are 0.</param>
    /// <param name="squares">The same for squared pixels, modulo 2^32.</param>
    /// <param name="stride">At least width + 1.</param>
    public static void Compute(
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        Span<int> sums,
        Span<uint> squares,
        int stride
    )
    {
        sums[..(width + 1)].Clear();
        squares[..(width + 1)].Clear();
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice(y * width, width);
            int above = y * stride;
            int here = above + stride;
            int sum = 0;
            uint square = 0;
            sums[here] = 0;
            squares[here] = 0;
            for (int x = 0; x < width; x++)
            {
                sum += row[x];
                square += (uint)(row[x] * row[x]);
                sums[here + x + 1] = sums[above + x + 1] + sum;
                squares[here + x + 1] = squares[above + x + 1] + square;
            }
        }
    }

    /// <summary>
    /// The tilted integral of Lienhart and Maydt: a sample is the sum of the triangle that opens upwards from it,
    /// T(x, y) = T(x-1, y-1) + T(x+1, y-1) - T(x, y-2) + p(x-1, y-1) + p(x-1, y-2).
    /// </summary>
    /// <param name="pixels">Height x width.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="tilted">(height + 1) rows of <paramref name="stride"/>.</param>
    /// <param name="stride">At least width + 1.</param>
    public static void ComputeTilted(ReadOnlySpan<byte> pixels, int width, int height, Span<int> tilted, int stride)
    {
        tilted[..(width + 1)].Clear();
        for (int y = 1; y <= height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice((y - 1) * width, width);
            ReadOnlySpan<byte> rowAbove = y > 1 ? pixels.Slice((y - 2) * width, width) : default;
            Span<int> here = tilted.Slice(y * stride, width + 1);
            ReadOnlySpan<int> above = tilted.Slice((y - 1) * stride, width + 1);
            ReadOnlySpan<int> twoAbove = y > 1 ? tilted.Slice((y - 2) * stride, width + 1) : default;

            // Beyond the left and right edge a triangle holds what the one above beside it holds.
            here[0] = above[1];
            for (int x = 1; x <= width; x++)
            {
                if (y == 1)
                {
                    here[x] = row[x - 1];
                    continue;
                }

                int right = x < width ? above[x + 1] : twoAbove[x];
                here[x] = above[x - 1] + right - twoAbove[x] + row[x - 1] + rowAbove[x - 1];
            }
        }
    }
}
