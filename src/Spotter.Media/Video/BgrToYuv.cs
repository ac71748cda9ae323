using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>
/// BGR to brightness and chroma planes: BT.709, 8 bits, limited range, 4:2:0; what the encoder takes without a detour.
/// </summary>
/// <remarks>
/// Each chroma sample is that of the mean of its four pixels, the counterpart of <see cref="YuvConversion"/>. The
/// scalar lines define the result; the vector lines give the same bytes.
/// </remarks>
internal static class BgrToYuv
{
    // ITU-R BT.709 (Kr 0.2126, Kb 0.0722) for 219 steps of brightness and 224 of chroma, with 8 bits of fraction. White
    // must become 235 and gray chroma 128, so the rows sum to 220 and 0.
    private const int LumaBlue = 16;
    private const int LumaGreen = 157;
    private const int LumaRed = 47;
    private const int LumaOffset = (16 << 8) + 128;
    private const short UBlue = 112;
    private const short UGreen = -86;
    private const short URed = -26;
    private const short VBlue = -10;
    private const short VGreen = -102;
    private const short VRed = 112;

    /// <param name="bgr">height x width x 3 bytes.</param>
    /// <param name="width">Pixels a row; even.</param>
    /// <param name="height">Rows; even.</param>
    /// <param name="planes">Receives Y, U and V, <see cref="YuvConversion.Length"/> bytes.</param>
    /// <param name="scalar">Leaves out the vector lines.</param>
    public static void Convert(ReadOnlySpan<byte> bgr, int width, int height, Span<byte> planes, bool scalar = false)
    {
        int luma = width * height;
        for (int y = 0; y < height; y += 2)
        {
            var rows = new RowPair(
                bgr.Slice(y * width * 3, width * 3),
                bgr.Slice((y + 1) * width * 3, width * 3),
                planes.Slice(y * width, width),
                planes.Slice((y + 1) * width, width),
                planes.Slice(luma + (y / 2 * (width / 2)), width / 2),
                planes.Slice(luma + (luma / 4) + (y / 2 * (width / 2)), width / 2)
            );
            int done = scalar || !Vector128.IsHardwareAccelerated ? 0 : VectorPixels(rows);
            ScalarPixels(rows, done);
        }
    }

    private static void ScalarPixels(in RowPair rows, int from)
    {
        for (int x = from; x < rows.UpperLuma.Length; x += 2)
        {
            (int blue, int green, int red) = (2, 2, 2);
            for (int i = 0; i < 2; i++)
            {
                ReadOnlySpan<byte> above = rows.Upper.Slice((x + i) * 3, 3);
                ReadOnlySpan<byte> below = rows.Lower.Slice((x + i) * 3, 3);
                rows.UpperLuma[x + i] = Luma(above);
                rows.LowerLuma[x + i] = Luma(below);
                (blue, green, red) = (
                    blue + above[0] + below[0],
                    green + above[1] + below[1],
                    red + above[2] + below[2]
                );
            }

            (blue, green, red) = (blue >> 2, green >> 2, red >> 2);
            rows.U[x / 2] = (byte)((((blue * UBlue) + (green * UGreen) + (red * URed) + 128) >> 8) + 128);
            rows.V[x / 2] = (byte)((((blue * VBlue) + (green * VGreen) + (red * VRed) + 128) >> 8) + 128);
        }
    }

    private static byte Luma(ReadOnlySpan<byte> pixel) =>
        (byte)(((pixel[0] * LumaBlue) + (pixel[1] * LumaGreen) + (pixel[2] * LumaRed) + LumaOffset) >> 8);

    /// <summary>Sixteen pixels of both rows a step; answers how many it did.</summary>
    private static int VectorPixels(in RowPair rows)
    {
        int x = 0;
        for (; x <= rows.UpperLuma.Length - 16; x += 16)
        {
            Wide above = Wide.Load(rows.Upper.Slice(x * 3, 48));
            Wide below = Wide.Load(rows.Lower.Slice(x * 3, 48));
            Luma(above).CopyTo(rows.UpperLuma[x..]);
            Luma(below).CopyTo(rows.LowerLuma[x..]);
            Vector128<short> blue = MeanOfFour(above.Blue + below.Blue);
            Vector128<short> green = MeanOfFour(above.Green + below.Green);
            Vector128<short> red = MeanOfFour(above.Red + below.Red);
            Store(Chroma((blue * UBlue) + (green * UGreen) + (red * URed)), rows.U.Slice(x / 2, 8));
            Store(Chroma((blue * VBlue) + (green * VGreen) + (red * VRed)), rows.V.Slice(x / 2, 8));
        }

        return x;
    }

    // At most 220 * 255 + 4224 = 60324: fits 16 bits without sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Luma(in Wide pixels)
    {
        Vector256<ushort> sum =
            (pixels.Blue * LumaBlue)
            + (pixels.Green * LumaGreen)
            + (pixels.Red * LumaRed)
            + Vector256.Create((ushort)LumaOffset);
        Vector256<ushort> luma = sum >>> 8;
        return Vector128.Narrow(luma.GetLower(), luma.GetUpper());
    }

    // Sixteen sums of two rows to eight means of 2x2 pixels: neighbours are the halves of a 32-bit lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> MeanOfFour(Vector256<ushort> columns)
    {
        Vector256<uint> pairs = columns.AsUInt32();
        Vector256<uint> means = ((pairs & Vector256.Create(0xFFFFu)) + (pairs >>> 16) + Vector256.Create(2u)) >>> 2;
        return Vector128.Narrow(means.GetLower(), means.GetUpper()).AsInt16();
    }

    // At most 112 * 255 + 128 = 28688 in either direction: fits 16 bits with sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Chroma(Vector128<short> sum) =>
        ((sum + Vector128.Create((short)128)) >> 8) + Vector128.Create((short)128);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> samples, Span<byte> eight)
    {
        ulong bytes = Vector128.Narrow(samples.AsUInt16(), samples.AsUInt16()).AsUInt64().ToScalar();
        MemoryMarshal.Write(eight, in bytes);
    }

    /// <summary>Two rows of pixels and where their planes go.</summary>
    private readonly ref struct RowPair(
        ReadOnlySpan<byte> upper,
        ReadOnlySpan<byte> lower,
        Span<byte> upperLuma,
        Span<byte> lowerLuma,
        Span<byte> u,
        Span<byte> v
    )
    {
        public ReadOnlySpan<byte> Upper { get; } = upper;

        public ReadOnlySpan<byte> Lower { get; } = lower;

        public Span<byte> UpperLuma { get; } = upperLuma;

        public Span<byte> LowerLuma { get; } = lowerLuma;

        public Span<byte> U { get; } = u;

        public Span<byte> V { get; } = v;
    }

    /// <summary>Sixteen pixels, a channel a vector.</summary>
    private readonly record struct Wide(Vector256<ushort> Blue, Vector256<ushort> Green, Vector256<ushort> Red)
    {
        // Channel c of pixel k is byte 3k + c of the 48: each channel takes from all three vectors; an index of 255
        // gives zero, so that the three shuffles are joined by or.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide Load(ReadOnlySpan<byte> bgr)
        {
            var first = Vector128.Create(bgr[..16]);
            var second = Vector128.Create(bgr.Slice(16, 16));
            var third = Vector128.Create(bgr.Slice(32, 16));
            Vector128<byte> blue =
                Vector128.Shuffle(
                    first,
                    Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    second,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    third,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 4, 7, 10, 13)
                );
            Vector128<byte> green =
                Vector128.Shuffle(
                    first,
                    Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    second,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    third,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14)
                );
            Vector128<byte> red =
                Vector128.Shuffle(
                    first,
                    Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    second,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    third,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15)
                );
            return new Wide(YuvConversion.Widen(blue), YuvConversion.Widen(green), YuvConversion.Widen(red));
        }
    }
}
