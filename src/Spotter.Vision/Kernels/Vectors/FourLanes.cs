using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>Operations on the values of four vectors of windows side by side.</summary>
internal static class FourLanes<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> ToFloat(Four<TInt> values) =>
        new()
        {
            Item0 = TLanes.ToFloat(values.Item0),
            Item1 = TLanes.ToFloat(values.Item1),
            Item2 = TLanes.ToFloat(values.Item2),
            Item3 = TLanes.ToFloat(values.Item3),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Multiply(Four<TFloat> values, TFloat weight) =>
        new()
        {
            Item0 = TLanes.Multiply(values.Item0, weight),
            Item1 = TLanes.Multiply(values.Item1, weight),
            Item2 = TLanes.Multiply(values.Item2, weight),
            Item3 = TLanes.Multiply(values.Item3, weight),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> AddFloat(Four<TFloat> a, Four<TFloat> b) =>
        new()
        {
            Item0 = TLanes.AddFloat(a.Item0, b.Item0),
            Item1 = TLanes.AddFloat(a.Item1, b.Item1),
            Item2 = TLanes.AddFloat(a.Item2, b.Item2),
            Item3 = TLanes.AddFloat(a.Item3, b.Item3),
        };

    /// <summary>As <see cref="ILanes{TInt, TFloat}.MultiplySubtractExact"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> MultiplySubtractExact(Four<TFloat> a, TFloat b, Four<TFloat> c) =>
        new()
        {
            Item0 = TLanes.MultiplySubtractExact(a.Item0, b, c.Item0),
            Item1 = TLanes.MultiplySubtractExact(a.Item1, b, c.Item1),
            Item2 = TLanes.MultiplySubtractExact(a.Item2, b, c.Item2),
            Item3 = TLanes.MultiplySubtractExact(a.Item3, b, c.Item3),
        };
}
