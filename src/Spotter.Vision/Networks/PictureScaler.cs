using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        int half = width / 2 * 3;
        for (int y = 0; y < height / 2; y++)
        {
            HalveRow(
                source.Slice(2 * y * strideBytes, width * 3),
                source.Slice(((2 * y) + 1) * strideBytes, width * 3),
                target.Slice(y * half, half)
            );
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
        int[] blended = ArrayPool<int>.Shared.Rent((width * 3) + 1);
        blended[width * 3] = 0;
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
            Blend(
                source.Slice(first * strideBytes, width * 3),
                source.Slice(second * strideBytes, width * 3),
                down,
                blended
            );
            SampleRow(blended, table, target.Slice(y * targetStride, targetWidth * 3));
        }

        ArrayPool<int>.Shared.Return(blended);
        ArrayPool<int>.Shared.Return(table);
    }

    // Twelve bytes of two rows, four pixels, become six: the bytes of each pair of pixels come side by side, are added
    // as the halves of sixteen bits, and so are the rows.
    private static void HalveRow(ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, Span<byte> row)
    {
        Vector128<byte> pairs = Vector128.Create((byte)0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11, 12, 15, 13, 14);
        var low = Vector128.Create((ushort)0xFF);
        var half = Vector128.Create((ushort)2);
        int x = 0;
        for (; (2 * x) + Vector128<byte>.Count <= above.Length && x + 8 <= row.Length; x += 6)
        {
            Vector128<ushort> a = Vector128
                .Shuffle(Vector128.Create<byte>(above.Slice(2 * x, Vector128<byte>.Count)), pairs)
                .AsUInt16();
            Vector128<ushort> b = Vector128
                .Shuffle(Vector128.Create<byte>(below.Slice(2 * x, Vector128<byte>.Count)), pairs)
                .AsUInt16();
            Vector128<ushort> sum = (a & low) + (a >>> 8) + (b & low) + (b >>> 8) + half;

            // Two bytes more than are meant; those that follow are written after them.
            Vector64<byte> bytes = Vector128.Narrow(sum >>> 2, Vector128<ushort>.Zero).GetLower();
            bytes.CopyTo(row[x..]);
        }

        for (; x < row.Length; x += 3)
        {
            for (int c = 0, from = 2 * x; c < 3; c++, from++)
            {
                row[x + c] = (byte)((above[from] + above[from + 3] + below[from] + below[from + 3] + 2) >> 2);
            }
        }
    }

    // above * (1 - down) + below * down, in 11 bits: above, and a part of the way from it to below.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blend(ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, int down, Span<int> blended)
    {
        int i = 0;
        if (Avx512BW.IsSupported)
        {
            for (; i + Vector512<int>.Count <= above.Length; i += Vector512<int>.Count)
            {
                Vector512<int> a = Avx512F.ConvertToVector512Int32(Vector128.Create<byte>(above[i..]));
                Vector512<int> b = Avx512F.ConvertToVector512Int32(Vector128.Create<byte>(below[i..]));
                ((a << Bits) + ((b - a) * down)).CopyTo(blended[i..]);
            }
        }

        for (; i + Vector128<byte>.Count <= above.Length; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> aLow, Vector128<ushort> aHigh) = Vector128.Widen(Vector128.Create<byte>(above[i..]));
            (Vector128<ushort> bLow, Vector128<ushort> bHigh) = Vector128.Widen(Vector128.Create<byte>(below[i..]));
            Store(aLow, bLow, blended[i..]);
            Store(aHigh, bHigh, blended[(i + 8)..]);
        }

        for (; i < above.Length; i++)
        {
            blended[i] = (above[i] << Bits) + ((below[i] - above[i]) * down);
        }

        void Store(Vector128<ushort> a, Vector128<ushort> b, Span<int> to)
        {
            (Vector128<int> aLow, Vector128<int> aHigh) = Vector128.Widen(a.AsInt16());
            (Vector128<int> bLow, Vector128<int> bHigh) = Vector128.Widen(b.AsInt16());
            ((aLow << Bits) + ((bLow - aLow) * down)).CopyTo(to);
            ((aHigh << Bits) + ((bHigh - aHigh) * down)).CopyTo(to[4..]);
        }
    }

    // A pixel at a time, its three channels and what follows side by side: 255 in twice 11 bits fits into 31.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void SampleRow(ReadOnlySpan<int> blended, ReadOnlySpan<int> table, Span<byte> row)
    {
        var half = Vector128.Create(1 << ((2 * Bits) - 1));
        Vector128<byte> lowest = Vector128.Create(
            (byte)0,
            4,
            8,
            12,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255
        );
        int length = row.Length;
        _ = table[length - 1];

        // The table leads to pixels of the row alone, behind which there is one number more.
        fixed (
            int* from = blended,
                at = table
        )
        fixed (byte* to = row)
        {
            int x = 0;
            for (; x + 4 <= length; x += 3)
            {
                Vector128<int> left = Vector128.Load(from + at[x]);
                Vector128<int> right = Vector128.Load(from + at[x + 1]);
                Vector128<int> sum = (left << Bits) + ((right - left) * at[x + 2]) + half;
                uint bytes = Vector128.Shuffle((sum >> (2 * Bits)).AsByte(), lowest).AsUInt32().ToScalar();

                // One byte more than is meant; the next pixel is written over it.
                *(uint*)(to + x) = bytes;
            }

            for (; x < length; x += 3)
            {
                for (int c = 0; c < 3; c++)
                {
                    int left = from[at[x] + c];
                    int sum = (left << Bits) + ((from[at[x + 1] + c] - left) * at[x + 2]);
                    to[x + c] = (byte)((sum + (1 << ((2 * Bits) - 1))) >> (2 * Bits));
                }
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
