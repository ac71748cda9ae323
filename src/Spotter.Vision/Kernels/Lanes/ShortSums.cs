using System.Runtime.CompilerServices;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>
/// Sums of samples with weights, modulo 2^16; those without are <see cref="SampleSums{TLanes, TVector}"/>'.
/// </summary>
internal static unsafe class ShortSums<TLanes, TShort>
    where TLanes : struct, IShortLanes<TShort>
    where TShort : struct
{
    /// <summary>A weight, in both halves of a number, times a rectangle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> Weighted(int* offsets, int* weight, Four<nint> windows)
    {
        TShort factor = TLanes.Broadcast(weight);
        Four<TShort> sums = SampleSums<TLanes, TShort>.Rectangle(offsets, windows);
        sums.Item0 = TLanes.Multiply(sums.Item0, factor);
        sums.Item1 = TLanes.Multiply(sums.Item1, factor);
        sums.Item2 = TLanes.Multiply(sums.Item2, factor);
        sums.Item3 = TLanes.Multiply(sums.Item3, factor);
        return sums;
    }
}
