using System.Runtime.CompilerServices;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>
/// Values of features modulo 2^16, from samples modulo 2^16. Where a value fits 16 bits that is the value itself,
/// however large the samples and the sums on the way.
/// </summary>
/// <remarks>As in <see cref="SampleSums{TLanes, TVector}"/>, whose sums need no weights.</remarks>
internal static unsafe class ShortSums<TLanes, TShort>
    where TLanes : struct, IShortLanes<TShort>
    where TShort : struct
{
    /// <summary>weight (s4 - s5 - s6 + s7) - (s0 - s1 - s2 + s3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> Two(int* offsets, Four<nint> windows, TShort weight)
    {
        Four<TShort> value = Weighted(offsets + 4, windows, weight);
        value = SampleSums<TLanes, TShort>.Add(
            SampleSums<TLanes, TShort>.Subtract(value, offsets[0], windows),
            offsets[1],
            windows
        );
        return SampleSums<TLanes, TShort>.Subtract(
            SampleSums<TLanes, TShort>.Add(value, offsets[2], windows),
            offsets[3],
            windows
        );
    }

    /// <summary>The weighted sum of three rectangles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> Three(int* offsets, Four<nint> windows, TShort weight0, TShort weight1, TShort weight2)
    {
        Four<TShort> value = SampleSums<TLanes, TShort>.Add(
            Weighted(offsets, windows, weight0),
            Weighted(offsets + 4, windows, weight1)
        );
        return SampleSums<TLanes, TShort>.Add(value, Weighted(offsets + 8, windows, weight2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TShort> Weighted(int* offsets, Four<nint> windows, TShort weight)
    {
        Four<TShort> sums = SampleSums<TLanes, TShort>.Rectangle(offsets, windows);
        return new()
        {
            Item0 = TLanes.Multiply(sums.Item0, weight),
            Item1 = TLanes.Multiply(sums.Item1, weight),
            Item2 = TLanes.Multiply(sums.Item2, weight),
            Item3 = TLanes.Multiply(sums.Item3, weight),
        };
    }
}
