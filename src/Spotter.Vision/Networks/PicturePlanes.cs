using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spotter.Networks.Kernels;

namespace Spotter.Vision.Networks;

/// <summary>
/// Rows of three bytes a pixel become the floats that networks take, (pixel - mean) * scale a channel: a plane a
/// channel, or the channels side by side.
/// </summary>
internal static class PicturePlanes
{
    private const int Channels = 3;

    /// <summary>A row to three planes.</summary>
    /// <param name="row">Three bytes a pixel.</param>
    /// <param name="means">A number for each byte of a pixel.</param>
    /// <param name="scales">A factor for each byte of a pixel.</param>
    /// <param name="first">Takes the first byte of each pixel; as long as there are pixels.</param>
    /// <param name="second">Takes the second.</param>
    /// <param name="third">Takes the third.</param>
    // Sixteen pixels a step: of each channel 16 of 48 bytes are picked out of three registers, where a place of 255
    // picks nothing, and widen to four registers of four floats.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(
        ReadOnlySpan<byte> row,
        ReadOnlySpan<float> means,
        ReadOnlySpan<float> scales,
        Span<float> first,
        Span<float> second,
        Span<float> third
    )
    {
        int pixels = row.Length / Channels;
        ref float toFirst = ref MemoryMarshal.GetReference(first[..pixels]);
        ref float toSecond = ref MemoryMarshal.GetReference(second[..pixels]);
        ref float toThird = ref MemoryMarshal.GetReference(third[..pixels]);
        (float mean0, float mean1, float mean2) = (means[0], means[1], means[2]);
        (float scale0, float scale1, float scale2) = (scales[0], scales[1], scales[2]);
        int x = 0;
        for (; x + 16 <= pixels; x += 16)
        {
            ReadOnlySpan<byte> bytes = row.Slice(x * Channels, 48);
            var a = Vector128.Create<byte>(bytes);
            var b = Vector128.Create<byte>(bytes[16..]);
            var c = Vector128.Create<byte>(bytes[32..]);
            Vector128<byte> channel0 =
                Vector128.Shuffle(
                    a,
                    Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    b,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    c,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 4, 7, 10, 13)
                );
            Vector128<byte> channel1 =
                Vector128.Shuffle(
                    a,
                    Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    b,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    c,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14)
                );
            Vector128<byte> channel2 =
                Vector128.Shuffle(
                    a,
                    Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    b,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255)
                )
                | Vector128.Shuffle(
                    c,
                    Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15)
                );
            Store(channel0, mean0, scale0, ref Unsafe.Add(ref toFirst, x));
            Store(channel1, mean1, scale1, ref Unsafe.Add(ref toSecond, x));
            Store(channel2, mean2, scale2, ref Unsafe.Add(ref toThird, x));
        }

        for (; x < pixels; x++)
        {
            Unsafe.Add(ref toFirst, x) = (row[x * Channels] - mean0) * scale0;
            Unsafe.Add(ref toSecond, x) = (row[(x * Channels) + 1] - mean1) * scale1;
            Unsafe.Add(ref toThird, x) = (row[(x * Channels) + 2] - mean2) * scale2;
        }
    }

    /// <summary>A row to floats side by side.</summary>
    /// <param name="row">Three bytes a pixel.</param>
    /// <param name="means">A number a channel of the target.</param>
    /// <param name="scales">A factor a channel of the target.</param>
    /// <param name="isTurned">Whether the first and the third byte change places.</param>
    /// <param name="target">Three floats a pixel.</param>
    public static unsafe void Convert(
        ReadOnlySpan<byte> row,
        ReadOnlySpan<float> means,
        ReadOnlySpan<float> scales,
        bool isTurned,
        Span<float> target
    )
    {
        Span<float> offsets = stackalloc float[Channels];
        for (int channel = 0; channel < Channels; channel++)
        {
            offsets[channel] = -means[channel] * scales[channel];
        }

        fixed (byte* source = row)
        fixed (float* to = target[..row.Length])
        {
            PixelConversion.Convert(source, to, row.Length / Channels, scales, offsets, isTurned);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> bytes, float mean, float scale, ref float target)
    {
        var subtrahend = Vector256.Create(mean);
        var factor = Vector256.Create(scale);
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
        ((Floats(low) - subtrahend) * factor).StoreUnsafe(ref target);
        ((Floats(high) - subtrahend) * factor).StoreUnsafe(ref target, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Floats(Vector128<ushort> words)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(words);
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }
}
