using System.Buffers;

namespace Spotter.Vision.Networks;

/// <summary>
/// Brings a part of a BGR picture to another size: halved by means of four pixels as long as at least half goes, the
/// rest bilinear. What a network learns from and what it sees later pass here alike.
/// </summary>
internal static class PictureScaler
{
    // Weights of 11 bits: two of them and a byte fit into 32.
    private const int Bits = 11;
    private const int One = 1 << Bits;

    /// <summary>Halves both sides; an odd last row or column goes.</summary>
    /// <param name="source">BGR rows.</param>
    /// <param name="width">Pixels a row, at least 2.</param>
    /// <param name="height">Rows, at least 2.</param>
    /// <param name="strideBytes">From a row to the next.</param>
    /// <param name="target">Room for width / 2 x height / 2 pixels without padding.</param>
    public static void Halve(ReadOnlySpan<byte> source, int width, int height, int strideBytes, Span<byte> target)
    {
        int halfWidth = width / 2;
        for (int y = 0; y < height / 2; y++)
        {
            ReadOnlySpan<byte> above = source.Slice(2 * y * strideBytes, halfWidth * 6);
            ReadOnlySpan<byte> below = source.Slice(((2 * y) + 1) * strideBytes, halfWidth * 6);
            Span<byte> row = target.Slice(y * halfWidth * 3, halfWidth * 3);
            for (int x = 0, from = 0; x < row.Length; x += 3, from += 6)
            {
                row[x] = (byte)((above[from] + above[from + 3] + below[from] + below[from + 3] + 2) >> 2);
                row[x + 1] = (byte)((above[from + 1] + above[from + 4] + below[from + 1] + below[from + 4] + 2) >> 2);
                row[x + 2] = (byte)((above[from + 2] + above[from + 5] + below[from + 2] + below[from + 5] + 2) >> 2);
            }
        }
    }

    /// <summary>Samples a part of a picture bilinearly.</summary>
    /// <param name="source">BGR rows.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="strideBytes">From a row to the next.</param>
    /// <param name="part">What to sample, in pixels of the source; what lies outside repeats the edge.</param>
    /// <param name="target">Where the first pixel goes.</param>
    /// <param name="targetWidth">Pixels a row.</param>
    /// <param name="targetHeight">Rows.</param>
    /// <param name="targetStride">Bytes from a row to the next.</param>
    /// <param name="isMirrored">Whether left and right change places.</param>
    public static void Sample(
        ReadOnlySpan<byte> source,
        int width,
        int height,
        int strideBytes,
        in SampledPart part,
        Span<byte> target,
        int targetWidth,
        int targetHeight,
        int targetStride,
        bool isMirrored = false
    )
    {
        int[] table = ArrayPool<int>.Shared.Rent(3 * targetWidth);
        for (int x = 0; x < targetWidth; x++)
        {
            (int first, int second, int weight) = Neighbours(part.X, part.Width / targetWidth, x, width);
            int place = isMirrored ? targetWidth - 1 - x : x;
            table[3 * place] = first * 3;
            table[(3 * place) + 1] = second * 3;
            table[(3 * place) + 2] = weight;
        }

        for (int y = 0; y < targetHeight; y++)
        {
            (int first, int second, int down) = Neighbours(part.Y, part.Height / targetHeight, y, height);
            SampleRow(
                source.Slice(first * strideBytes, width * 3),
                source.Slice(second * strideBytes, width * 3),
                down,
                table,
                target.Slice(y * targetStride, targetWidth * 3)
            );
        }

        ArrayPool<int>.Shared.Return(table);
    }

    private static void SampleRow(
        ReadOnlySpan<byte> above,
        ReadOnlySpan<byte> below,
        int down,
        ReadOnlySpan<int> table,
        Span<byte> row
    )
    {
        for (int x = 0; x < row.Length; x += 3)
        {
            int left = table[x];
            int right = table[x + 1];
            int across = table[x + 2];
            for (int c = 0; c < 3; c++)
            {
                int a = (above[left + c] * (One - across)) + (above[right + c] * across);
                int b = (below[left + c] * (One - across)) + (below[right + c] * across);
                row[x + c] = (byte)(
                    ((a * (long)(One - down)) + (b * (long)down) + (1 << ((2 * Bits) - 1))) >> (2 * Bits)
                );
            }
        }
    }

    private static (int First, int Second, int Weight) Neighbours(double start, double step, int target, int sources)
    {
        double position = Math.Clamp(start + ((target + 0.5) * step) - 0.5, 0, sources - 1);
        int first = (int)position;
        return (first, Math.Min(first + 1, sources - 1), (int)((position - first) * One));
    }
}

/// <summary>A part of a picture, in its pixels.</summary>
internal readonly record struct SampledPart(double X, double Y, double Width, double Height);
