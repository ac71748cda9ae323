using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spotter.Networks.Kernels;

/// <summary>
/// Bytes to floats, pixel * scale + offset, each step rounded on its own so that every width gives the same bits.
/// </summary>
internal static unsafe class PixelConversion
{
    /// <summary>All values of one channel.</summary>
    public static void Convert(byte* source, float* target, int count, float scale, float offset)
    {
        Vector128<float> factor = Vector128.Create(scale);
        Vector128<float> shift = Vector128.Create(offset);
        int i = 0;
        for (; i + 16 <= count; i += 16)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(source + i));
            (Vector128<uint> a, Vector128<uint> b) = Vector128.Widen(low);
            (Vector128<uint> c, Vector128<uint> d) = Vector128.Widen(high);
            (Vector128.ConvertToSingle(a.AsInt32()) * factor + shift).Store(target + i);
            (Vector128.ConvertToSingle(b.AsInt32()) * factor + shift).Store(target + i + 4);
            (Vector128.ConvertToSingle(c.AsInt32()) * factor + shift).Store(target + i + 8);
            (Vector128.ConvertToSingle(d.AsInt32()) * factor + shift).Store(target + i + 12);
        }

        for (; i < count; i++)
        {
            target[i] = source[i] * scale + offset;
        }
    }

    /// <summary>Three channels side by side, each with numbers of its own.</summary>
    /// <param name="source">Three bytes a pixel.</param>
    /// <param name="target">Three numbers a pixel.</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="scales">A factor a channel of the target.</param>
    /// <param name="offsets">A shift a channel of the target.</param>
    /// <param name="isTurned">Whether the first and the third byte change places.</param>
    // Four pixels a step: 12 of 16 loaded bytes, in order, widen to three registers of four numbers, whose channels are
    // 0 1 2 0, 1 2 0 1 and 2 0 1 2. Steps end where sixteen bytes cannot be loaded any more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Convert(
        byte* source,
        float* target,
        int pixels,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> offsets,
        bool isTurned
    )
    {
        Vector128<byte> order = isTurned
            ? Vector128.Create((byte)2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 255, 255, 255, 255)
            : Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 255, 255);
        Vector128<float> scaleA = Vector128.Create(scales[0], scales[1], scales[2], scales[0]);
        Vector128<float> scaleB = Vector128.Create(scales[1], scales[2], scales[0], scales[1]);
        Vector128<float> scaleC = Vector128.Create(scales[2], scales[0], scales[1], scales[2]);
        Vector128<float> shiftA = Vector128.Create(offsets[0], offsets[1], offsets[2], offsets[0]);
        Vector128<float> shiftB = Vector128.Create(offsets[1], offsets[2], offsets[0], offsets[1]);
        Vector128<float> shiftC = Vector128.Create(offsets[2], offsets[0], offsets[1], offsets[2]);
        int i = 0;
        int count = 3 * pixels;
        for (; i + 16 <= count; i += 12)
        {
            Vector128<byte> bytes = Vector128.Shuffle(Vector128.Load(source + i), order);
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
            (Vector128<uint> a, Vector128<uint> b) = Vector128.Widen(low);
            Vector128<uint> c = Vector128.WidenLower(high);
            (Vector128.ConvertToSingle(a.AsInt32()) * scaleA + shiftA).Store(target + i);
            (Vector128.ConvertToSingle(b.AsInt32()) * scaleB + shiftB).Store(target + i + 4);
            (Vector128.ConvertToSingle(c.AsInt32()) * scaleC + shiftC).Store(target + i + 8);
        }

        for (; i < count; i += 3)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                target[i + channel] =
                    source[i + (isTurned ? 2 - channel : channel)] * scales[channel] + offsets[channel];
            }
        }
    }
}
