using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spotter.Vision.Images;

/// <summary>Video's brightness and chroma planes (8 bits, limited range, 4:2:0) to gray and to BGR.</summary>
/// <remarks>
/// Gray is the brightness stretched from 16..235 to 0..255. A BT.601 picture that goes to BGR and from there to gray,
/// as OpenCV does it, has just this gray up to rounding and clipping; here it costs no detour. Each chroma sample
/// serves its four pixels, as in ffmpeg's and OpenCV's own conversion. The scalar lines define the result; the vector
/// lines give the same bytes.
/// </remarks>
internal static class YuvConversion
{
    // 255 / 219 in 7 bits of fraction: off by at most 0.07 gray levels over the range.
    private const int LumaGain = 149;
    private const int Black = 16;

    /// <summary>
    /// Bytes of a picture in three planes: Y, then U and V with half the width and height, rounded up.
    /// </summary>
    public static int Length(int width, int height) =>
        checked((width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2)));

    /// <param name="luma">Brightness, 16..235.</param>
    /// <param name="gray">As many bytes; may be the same memory.</param>
    public static void ToGray(ReadOnlySpan<byte> luma, Span<byte> gray)
    {
        int i = 0;
        var black = Vector256.Create((ushort)Black);
        for (; i <= luma.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(
                Vector256.Create(luma.Slice(i, Vector256<byte>.Count))
            );
            Vector256.Narrow(Stretch(low), Stretch(high)).CopyTo(gray[i..]);
        }

        for (; i < luma.Length; i++)
        {
            gray[i] = (byte)Math.Min(((Math.Max(luma[i] - Black, 0) * LumaGain) + 64) >> 7, 255);
        }

        // At most (255 - 16) * 149 + 64 = 35675: fits 16 bits without sign.
        Vector256<ushort> Stretch(Vector256<ushort> y) =>
            Vector256.Min(
                ((Vector256.Max(y, black) - black) * LumaGain + Vector256.Create((ushort)64)) >>> 7,
                Vector256.Create((ushort)255)
            );
    }

    /// <param name="planes">The three planes of <see cref="Length"/> bytes.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="matrix">The matrix that the chroma was made with.</param>
    /// <param name="bgr">height x width x 3 bytes.</param>
    public static void ToBgr(ReadOnlySpan<byte> planes, int width, int height, YuvMatrix matrix, Span<byte> bgr)
    {
        int chromaWidth = (width + 1) / 2;
        int chromaLength = chromaWidth * ((height + 1) / 2);
        Weights weights = Weights.Of(matrix);
        for (int y = 0; y < height; y++)
        {
            int chroma = (width * height) + (y / 2 * chromaWidth);
            Row(
                planes.Slice(y * width, width),
                planes.Slice(chroma, chromaWidth),
                planes.Slice(chroma + chromaLength, chromaWidth),
                in weights,
                bgr.Slice(y * width * 3, width * 3)
            );
        }
    }

    // All sums have 6 bits of fraction: 149 / 2 = 74.5 is the luma gain there.
    internal static void Row(
        ReadOnlySpan<byte> luma,
        ReadOnlySpan<byte> u,
        ReadOnlySpan<byte> v,
        in Weights weights,
        Span<byte> bgr,
        bool scalar = false
    )
    {
        int x = scalar ? 0 : VectorRow(luma, u, v, in weights, bgr);
        for (; x < luma.Length; x++)
        {
            int brightness = ((Math.Max(luma[x] - Black, 0) * LumaGain) >> 1) + 32;
            int blueness = u[x / 2] - 128;
            int redness = v[x / 2] - 128;
            Span<byte> pixel = bgr.Slice(x * 3, 3);
            pixel[0] = (byte)Math.Clamp((brightness + (weights.BlueU * blueness)) >> 6, 0, 255);
            pixel[1] = (byte)
                Math.Clamp((brightness + (weights.GreenU * blueness) + (weights.GreenV * redness)) >> 6, 0, 255);
            pixel[2] = (byte)Math.Clamp((brightness + (weights.RedV * redness)) >> 6, 0, 255);
        }
    }

    /// <summary>Sixteen pixels a step; answers how many pixels it did.</summary>
    private static int VectorRow(
        ReadOnlySpan<byte> luma,
        ReadOnlySpan<byte> u,
        ReadOnlySpan<byte> v,
        in Weights weights,
        Span<byte> bgr
    )
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            return 0;
        }

        var black = Vector256.Create((ushort)Black);
        var middle = Vector256.Create((short)128);
        int x = 0;
        for (; x <= luma.Length - 16; x += 16)
        {
            Vector256<ushort> y = Widen(Vector128.Create(luma.Slice(x, 16)));
            Vector256<short> brightness =
                (((Vector256.Max(y, black) - black) * LumaGain) >>> 1).AsInt16() + Vector256.Create((short)32);
            Vector256<short> blueness = Twice(u.Slice(x / 2, 8)) - middle;
            Vector256<short> redness = Twice(v.Slice(x / 2, 8)) - middle;

            // brightness <= 17837 and a chroma term <= 137 * 127: the sum may pass 32767, saturation keeps it white.
            Vector128<byte> blue = Bytes(Vector256.AddSaturate(brightness, blueness * weights.BlueU));
            Vector128<byte> green = Bytes(
                Vector256.AddSaturate(brightness, (blueness * weights.GreenU) + (redness * weights.GreenV))
            );
            Vector128<byte> red = Bytes(Vector256.AddSaturate(brightness, redness * weights.RedV));
            Interleave(blue, green, red, bgr.Slice(x * 3, 48));
        }

        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<ushort> Widen(Vector128<byte> bytes)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
        return Vector256.Create(low, high);
    }

    // 8 samples to 16 lanes: a a b b c c ...
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Twice(ReadOnlySpan<byte> samples)
    {
        var eight = Vector128.CreateScalar(MemoryMarshal.Read<ulong>(samples)).AsByte();
        Vector128<byte> doubled = BitConverter.IsLittleEndian
            ? Vector128.Shuffle(eight, Vector128.Create((byte)0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7))
            : throw new PlatformNotSupportedException("big-endian machines are not supported");
        return Widen(doubled).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Bytes(Vector256<short> sums)
    {
        Vector256<ushort> clamped = Vector256
            .Min(Vector256.Max(sums >> 6, Vector256<short>.Zero), Vector256.Create((short)255))
            .AsUInt16();
        return Vector128.Narrow(clamped.GetLower(), clamped.GetUpper());
    }

    // Byte k of the 48 is channel k % 3 of pixel k / 3. Each third of them takes from all three vectors; an index of
    // 255 gives zero, so that the three shuffles are joined by or.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(
        Vector128<byte> blue,
        Vector128<byte> green,
        Vector128<byte> red,
        Span<byte> destination
    )
    {
        Vector128<byte> first =
            Vector128.Shuffle(
                blue,
                Vector128.Create((byte)0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255, 5)
            )
            | Vector128.Shuffle(
                green,
                Vector128.Create((byte)255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255)
            )
            | Vector128.Shuffle(
                red,
                Vector128.Create((byte)255, 255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255)
            );
        Vector128<byte> second =
            Vector128.Shuffle(
                blue,
                Vector128.Create((byte)255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10, 255)
            )
            | Vector128.Shuffle(
                green,
                Vector128.Create((byte)5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10)
            )
            | Vector128.Shuffle(
                red,
                Vector128.Create((byte)255, 5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255)
            );
        Vector128<byte> third =
            Vector128.Shuffle(
                blue,
                Vector128.Create((byte)255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255, 255)
            )
            | Vector128.Shuffle(
                green,
                Vector128.Create((byte)255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255)
            )
            | Vector128.Shuffle(
                red,
                Vector128.Create((byte)10, 255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15)
            );
        first.CopyTo(destination);
        second.CopyTo(destination[16..]);
        third.CopyTo(destination[32..]);
    }

    /// <summary>
    /// What chroma adds to each colour, with 6 bits of fraction, for 16..240 chroma and 0..255 colour.
    /// </summary>
    internal readonly record struct Weights(short BlueU, short GreenU, short GreenV, short RedV)
    {
        // From the standards' Kr and Kb: blue 2(1-Kb), red 2(1-Kr), green -2Kb(1-Kb)/Kg and -2Kr(1-Kr)/Kg, each times
        // 255/224 for the limited range and 64 for the fraction, rounded.
        public static Weights Of(YuvMatrix matrix) =>
            matrix switch
            {
                YuvMatrix.Bt709 => new Weights(135, -14, -34, 115),
                YuvMatrix.Bt2020 => new Weights(137, -12, -42, 107),
                _ => new Weights(129, -25, -52, 102),
            };
    }
}
