using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>Operations on four vectors of windows side by side; windows are the addresses of their first samples.</summary>
internal static unsafe class FourLanes<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>(s0 - s1) + (s2 - s3) + 2 (s4 - s5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TInt> Six(int* offsets, Four<nint> windows)
    {
        Four<TInt> value = Subtract(Load(offsets[4], windows), offsets[5], windows);
        value = Add(value, value);
        value = Subtract(Add(value, offsets[0], windows), offsets[1], windows);
        return Subtract(Add(value, offsets[2], windows), offsets[3], windows);
    }

    /// <summary>s0..s3 - 2 (s4..s7) + 4 s8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TInt> Nine(int* offsets, Four<nint> windows)
    {
        Four<TInt> value = Load(offsets[8], windows);
        value = Add(value, value);
        value = Subtract(Subtract(value, offsets[4], windows), offsets[5], windows);
        value = Subtract(Subtract(value, offsets[6], windows), offsets[7], windows);
        value = Add(value, value);
        value = Add(Add(value, offsets[0], windows), offsets[1], windows);
        return Add(Add(value, offsets[2], windows), offsets[3], windows);
    }

    /// <summary>s0 - s1 - s2 + s3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TInt> Rectangle(int* offsets, Four<nint> windows)
    {
        Four<TInt> value = Subtract(Load(offsets[0], windows), offsets[1], windows);
        return Add(Subtract(value, offsets[2], windows), offsets[3], windows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> ToFloat(Four<TInt> values) => new()
    {
        Item0 = TLanes.ToFloat(values.Item0),
        Item1 = TLanes.ToFloat(values.Item1),
        Item2 = TLanes.ToFloat(values.Item2),
        Item3 = TLanes.ToFloat(values.Item3),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Multiply(Four<TFloat> values, TFloat weight) => new()
    {
        Item0 = TLanes.Multiply(values.Item0, weight),
        Item1 = TLanes.Multiply(values.Item1, weight),
        Item2 = TLanes.Multiply(values.Item2, weight),
        Item3 = TLanes.Multiply(values.Item3, weight),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> AddFloat(Four<TFloat> a, Four<TFloat> b) => new()
    {
        Item0 = TLanes.AddFloat(a.Item0, b.Item0),
        Item1 = TLanes.AddFloat(a.Item1, b.Item1),
        Item2 = TLanes.AddFloat(a.Item2, b.Item2),
        Item3 = TLanes.AddFloat(a.Item3, b.Item3),
    };

    /// <summary>As <see cref="ILanes{TInt, TFloat}.MultiplySubtractExact"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> MultiplySubtractExact(Four<TFloat> a, TFloat b, Four<TFloat> c) => new()
    {
        Item0 = TLanes.MultiplySubtractExact(a.Item0, b, c.Item0),
        Item1 = TLanes.MultiplySubtractExact(a.Item1, b, c.Item1),
        Item2 = TLanes.MultiplySubtractExact(a.Item2, b, c.Item2),
        Item3 = TLanes.MultiplySubtractExact(a.Item3, b, c.Item3),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TInt> Load(nint offset, Four<nint> windows) => new()
    {
        Item0 = TLanes.Load((int*)windows.Item0 + offset),
        Item1 = TLanes.Load((int*)windows.Item1 + offset),
        Item2 = TLanes.Load((int*)windows.Item2 + offset),
        Item3 = TLanes.Load((int*)windows.Item3 + offset),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TInt> Add(Four<TInt> value, nint offset, Four<nint> windows) => new()
    {
        Item0 = TLanes.Add(value.Item0, TLanes.Load((int*)windows.Item0 + offset)),
        Item1 = TLanes.Add(value.Item1, TLanes.Load((int*)windows.Item1 + offset)),
        Item2 = TLanes.Add(value.Item2, TLanes.Load((int*)windows.Item2 + offset)),
        Item3 = TLanes.Add(value.Item3, TLanes.Load((int*)windows.Item3 + offset)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TInt> Subtract(Four<TInt> value, nint offset, Four<nint> windows) => new()
    {
        Item0 = TLanes.Subtract(value.Item0, TLanes.Load((int*)windows.Item0 + offset)),
        Item1 = TLanes.Subtract(value.Item1, TLanes.Load((int*)windows.Item1 + offset)),
        Item2 = TLanes.Subtract(value.Item2, TLanes.Load((int*)windows.Item2 + offset)),
        Item3 = TLanes.Subtract(value.Item3, TLanes.Load((int*)windows.Item3 + offset)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TInt> Add(Four<TInt> a, Four<TInt> b) => new()
    {
        Item0 = TLanes.Add(a.Item0, b.Item0),
        Item1 = TLanes.Add(a.Item1, b.Item1),
        Item2 = TLanes.Add(a.Item2, b.Item2),
        Item3 = TLanes.Add(a.Item3, b.Item3),
    };
}
