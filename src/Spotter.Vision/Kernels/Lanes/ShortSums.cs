using System.Runtime.CompilerServices;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>
/// Values of features modulo 2^16, from samples modulo 2^16. Where a value fits 16 bits that is the value itself, however
/// large the samples and the sums on the way.
/// </summary>
internal static unsafe class ShortSums<TLanes, TShort>
    where TLanes : struct, IShortLanes<TShort>
    where TShort : struct
{
    /// <summary>(s0 - s1) + (s2 - s3) + 2 (s4 - s5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TShort Six(int* offsets, short* window)
    {
        TShort twice = Difference(offsets + 4, window);
        TShort once = TLanes.Add(Difference(offsets, window), Difference(offsets + 2, window));
        return TLanes.Add(TLanes.Add(twice, twice), once);
    }

    /// <summary>s0..s3 - 2 (s4..s7) + 4 s8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TShort Nine(int* offsets, short* window)
    {
        TShort corners = Four(offsets, window);
        TShort edges = Four(offsets + 4, window);
        TShort middle = TLanes.Load(window + offsets[8]);
        TShort half = TLanes.Subtract(TLanes.Add(middle, middle), edges);
        return TLanes.Add(TLanes.Add(half, half), corners);
    }

    /// <summary>weight (s4 - s5 - s6 + s7) - (s0 - s1 - s2 + s3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TShort Two(int* offsets, short* window, TShort weight) =>
        TLanes.Subtract(TLanes.Multiply(Rectangle(offsets + 4, window), weight), Rectangle(offsets, window));

    /// <summary>The weighted sum of three rectangles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TShort Three(int* offsets, short* window, TShort weight0, TShort weight1, TShort weight2) => TLanes.Add(
        TLanes.Add(
            TLanes.Multiply(Rectangle(offsets, window), weight0),
            TLanes.Multiply(Rectangle(offsets + 4, window), weight1)),
        TLanes.Multiply(Rectangle(offsets + 8, window), weight2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Rectangle(int* offsets, short* window) =>
        TLanes.Subtract(Difference(offsets, window), Difference(offsets + 2, window));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Difference(int* offsets, short* window) =>
        TLanes.Subtract(TLanes.Load(window + offsets[0]), TLanes.Load(window + offsets[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TShort Four(int* offsets, short* window) => TLanes.Add(
        TLanes.Add(TLanes.Load(window + offsets[0]), TLanes.Load(window + offsets[1])),
        TLanes.Add(TLanes.Load(window + offsets[2]), TLanes.Load(window + offsets[3])));
}
