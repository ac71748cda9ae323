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

    /// <summary>Channels side by side, each with numbers of its own.</summary>
    public static void Convert(
        byte* source,
        float* target,
        int count,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> offsets
    )
    {
        int channels = scales.Length;
        for (int channel = 0; channel < channels; channel++)
        {
            float scale = scales[channel];
            float offset = offsets[channel];
            for (int i = channel; i < count; i += channels)
            {
                target[i] = source[i] * scale + offset;
            }
        }
    }
}
