using System.Runtime.CompilerServices;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>
/// Values of features modulo 2^16, from samples modulo 2^16. Where a value fits 16 bits that is the value itself, however
/// large the samples and the sums on the way.
/// </summary>
/// <remarks>Windows are the addresses of their first samples.</remarks>
internal static unsafe class ShortSums<TLanes, TShort>
    where TLanes : struct, IShortLanes<TShort>
    where TShort : struct
{
    /// <summary>(s0 - s1) + (s2 - s3) + 2 (s4 - s5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> Six(int* offsets, Four<nint> windows)
    {
        Four<TShort> value = Subtract(Load(offsets[4], windows), offsets[5], windows);
        value = Add(value, value);
        value = Subtract(Add(value, offsets[0], windows), offsets[1], windows);
        return Subtract(Add(value, offsets[2], windows), offsets[3], windows);
    }

    /// <summary>s0..s3 - 2 (s4..s7) + 4 s8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> Nine(int* offsets, Four<nint> windows)
    {
        Four<TShort> value = Load(offsets[8], windows);
        value = Add(value, value);
        value = Subtract(Subtract(value, offsets[4], windows), offsets[5], windows);
        value = Subtract(Subtract(value, offsets[6], windows), offsets[7], windows);
        value = Add(value, value);
        value = Add(Add(value, offsets[0], windows), offsets[1], windows);
        return Add(Add(value, offsets[2], windows), offsets[3], windows);
    }

    /// <summary>weight (s4 - s5 - s6 + s7) - (s0 - s1 - s2 + s3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> Two(int* offsets, Four<nint> windows, TShort weight)
    {
        Four<TShort> value = Multiply(Rectangle(offsets + 4, windows), weight);
        value = Add(Subtract(value, offsets[0], windows), offsets[1], windows);
        return Subtract(Add(value, offsets[2], windows), offsets[3], windows);
    }

    /// <summary>The weighted sum of three rectangles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> Three(int* offsets, Four<nint> windows, TShort weight0, TShort weight1, TShort weight2)
    {
        Four<TShort> value = Multiply(Rectangle(offsets, windows), weight0);
        value = Add(value, Multiply(Rectangle(offsets + 4, windows), weight1));
        return Add(value, Multiply(Rectangle(offsets + 8, windows), weight2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TShort> Rectangle(int* offsets, Four<nint> windows)
    {
        Four<TShort> value = Subtract(Load(offsets[0], windows), offsets[1], windows);
        return Add(Subtract(value, offsets[2], windows), offsets[3], windows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TShort> Load(nint offset, Four<nint> windows) => new()
    {
        Item0 = TLanes.Load((short*)windows.Item0 + offset),
        Item1 = TLanes.Load((short*)windows.Item1 + offset),
        Item2 = TLanes.Load((short*)windows.Item2 + offset),
        Item3 = TLanes.Load((short*)windows.Item3 + offset),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TShort> Add(Four<TShort> value, nint offset, Four<nint> windows) => new()
    {
        Item0 = TLanes.Add(value.Item0, TLanes.Load((short*)windows.Item0 + offset)),
        Item1 = TLanes.Add(value.Item1, TLanes.Load((short*)windows.Item1 + offset)),
        Item2 = TLanes.Add(value.Item2, TLanes.Load((short*)windows.Item2 + offset)),
        Item3 = TLanes.Add(value.Item3, TLanes.Load((short*)windows.Item3 + offset)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TShort> Subtract(Four<TShort> value, nint offset, Four<nint> windows) => new()
    {
        Item0 = TLanes.Subtract(value.Item0, TLanes.Load((short*)windows.Item0 + offset)),
        Item1 = TLanes.Subtract(value.Item1, TLanes.Load((short*)windows.Item1 + offset)),
        Item2 = TLanes.Subtract(value.Item2, TLanes.Load((short*)windows.Item2 + offset)),
        Item3 = TLanes.Subtract(value.Item3, TLanes.Load((short*)windows.Item3 + offset)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TShort> Add(Four<TShort> a, Four<TShort> b) => new()
    {
        Item0 = TLanes.Add(a.Item0, b.Item0),
        Item1 = TLanes.Add(a.Item1, b.Item1),
        Item2 = TLanes.Add(a.Item2, b.Item2),
        Item3 = TLanes.Add(a.Item3, b.Item3),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TShort> Multiply(Four<TShort> value, TShort weight) => new()
    {
        Item0 = TLanes.Multiply(value.Item0, weight),
        Item1 = TLanes.Multiply(value.Item1, weight),
        Item2 = TLanes.Multiply(value.Item2, weight),
        Item3 = TLanes.Multiply(value.Item3, weight),
    };
}
