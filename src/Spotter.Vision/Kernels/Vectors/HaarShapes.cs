// Features in the order of operations that gives OpenCV's single-precision results: integers where they are exact,
// otherwise one rounding a product and one a sum. In 16 bits all operations wrap: where a value fits them that is the
// value itself, however large the samples and the sums on the way.

using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>What is summed, in four vectors of windows. What it needs stands in an entry: offsets, then
/// weights.</summary>
internal unsafe interface IHaarShape
{
    /// <summary>Numbers it has in an entry.</summary>
    static abstract int Length { get; }

    /// <summary>The values, from whole sums.</summary>
    static abstract Four<TFloat> Values<TLanes, TInt, TFloat>(int* entry, Four<nint> windows)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;

    /// <summary>The values modulo 2^16, from the lower halves of sums.</summary>
    static abstract Four<TShort> ShortValues<TShorts, TShort>(int* entry, Four<nint> windows)
        where TShorts : struct, IShortLanes<TShort>
        where TShort : struct;
}

/// <summary>(s0 - s1) + (s2 - s3) + 2 (s4 - s5).</summary>
internal readonly unsafe struct SixShape : IHaarShape
{
    public static int Length => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Values<TLanes, TInt, TFloat>(int* entry, Four<nint> windows)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => FourLanes<TLanes, TInt, TFloat>.ToFloat(SampleSums<TLanes, TInt>.Six(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> ShortValues<TShorts, TShort>(int* entry, Four<nint> windows)
        where TShorts : struct, IShortLanes<TShort>
        where TShort : struct => SampleSums<TShorts, TShort>.Six(entry, windows);
}

/// <summary>s0..s3 - 2 (s4..s7) + 4 s8.</summary>
internal readonly unsafe struct NineShape : IHaarShape
{
    public static int Length => 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Values<TLanes, TInt, TFloat>(int* entry, Four<nint> windows)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => FourLanes<TLanes, TInt, TFloat>.ToFloat(SampleSums<TLanes, TInt>.Nine(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> ShortValues<TShorts, TShort>(int* entry, Four<nint> windows)
        where TShorts : struct, IShortLanes<TShort>
        where TShort : struct => SampleSums<TShorts, TShort>.Nine(entry, windows);
}

/// <summary>weight (s4 - s5 - s6 + s7) - (s0 - s1 - s2 + s3).</summary>
internal readonly unsafe struct TwoShape : IHaarShape
{
    public static int Length => 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Values<TLanes, TInt, TFloat>(int* entry, Four<nint> windows)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        TFloat weight = TLanes.BroadcastFloat((float*)(entry + 8));
        Four<TFloat> whole = FourLanes<TLanes, TInt, TFloat>.ToFloat(
            SampleSums<TLanes, TInt>.Rectangle(entry, windows)
        );
        Four<TFloat> part = FourLanes<TLanes, TInt, TFloat>.ToFloat(
            SampleSums<TLanes, TInt>.Rectangle(entry + 4, windows)
        );
        return FourLanes<TLanes, TInt, TFloat>.MultiplySubtractExact(part, weight, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> ShortValues<TShorts, TShort>(int* entry, Four<nint> windows)
        where TShorts : struct, IShortLanes<TShort>
        where TShort : struct
    {
        Four<TShort> value = ShortSums<TShorts, TShort>.Weighted(entry + 4, entry + 8, windows);
        value = SampleSums<TShorts, TShort>.Subtract(value, entry[0], windows);
        value = SampleSums<TShorts, TShort>.Add(value, entry[1], windows);
        value = SampleSums<TShorts, TShort>.Add(value, entry[2], windows);
        value = SampleSums<TShorts, TShort>.Subtract(value, entry[3], windows);
        return value;
    }
}

/// <summary>The weighted sum of three rectangles.</summary>
internal readonly unsafe struct ThreeShape : IHaarShape
{
    public static int Length => 15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Values<TLanes, TInt, TFloat>(int* entry, Four<nint> windows)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        Four<TFloat> first = Weighted<TLanes, TInt, TFloat>(entry, entry + 12, windows);
        Four<TFloat> second = Weighted<TLanes, TInt, TFloat>(entry + 4, entry + 13, windows);
        Four<TFloat> firstTwo = FourLanes<TLanes, TInt, TFloat>.AddFloat(first, second);
        Four<TFloat> third = Weighted<TLanes, TInt, TFloat>(entry + 8, entry + 14, windows);
        return FourLanes<TLanes, TInt, TFloat>.AddFloat(firstTwo, third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TShort> ShortValues<TShorts, TShort>(int* entry, Four<nint> windows)
        where TShorts : struct, IShortLanes<TShort>
        where TShort : struct
    {
        Four<TShort> value = ShortSums<TShorts, TShort>.Weighted(entry, entry + 12, windows);
        value = SampleSums<TShorts, TShort>.Add(
            value,
            ShortSums<TShorts, TShort>.Weighted(entry + 4, entry + 13, windows)
        );
        value = SampleSums<TShorts, TShort>.Add(
            value,
            ShortSums<TShorts, TShort>.Weighted(entry + 8, entry + 14, windows)
        );
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TFloat> Weighted<TLanes, TInt, TFloat>(int* offsets, int* weight, Four<nint> windows)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct
    {
        Four<TFloat> sums = FourLanes<TLanes, TInt, TFloat>.ToFloat(
            SampleSums<TLanes, TInt>.Rectangle(offsets, windows)
        );
        return FourLanes<TLanes, TInt, TFloat>.Multiply(sums, TLanes.BroadcastFloat((float*)weight));
    }
}
