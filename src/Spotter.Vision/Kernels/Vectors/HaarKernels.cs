// Features in the order of operations that gives OpenCV's single-precision results: integers where they are exact,
// otherwise one rounding a product and one a sum.

using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>(s0 - s1) + (s2 - s3) + 2 (s4 - s5). Entry: 6 offsets, threshold.</summary>
internal readonly unsafe struct SixKernel<TLanes, TInt, TFloat>(TFloat threshold)
    : IFeatureKernel<SixKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => false;

    public static int EntryLength => 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixKernel<TLanes, TInt, TFloat> Read(int* entry) => new(TLanes.BroadcastFloat((float*)(entry + 6)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Four<TFloat> Values(int* entry, Four<nint> windows) =>
        FourLanes<TLanes, TInt, TFloat>.ToFloat(SampleSums<TLanes, TInt>.Six(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
}

/// <summary>s0..s3 - 2 (s4..s7) + 4 s8. Entry: 9 offsets, threshold.</summary>
internal readonly unsafe struct NineKernel<TLanes, TInt, TFloat>(TFloat threshold)
    : IFeatureKernel<NineKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => false;

    public static int EntryLength => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NineKernel<TLanes, TInt, TFloat> Read(int* entry) => new(TLanes.BroadcastFloat((float*)(entry + 9)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Four<TFloat> Values(int* entry, Four<nint> windows) =>
        FourLanes<TLanes, TInt, TFloat>.ToFloat(SampleSums<TLanes, TInt>.Nine(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
}

/// <summary>weight (s4 - s5 - s6 + s7) - (s0 - s1 - s2 + s3). Entry: 8 offsets, weight, threshold.</summary>
internal readonly unsafe struct TwoKernel<TLanes, TInt, TFloat>(TFloat weight, TFloat threshold)
    : IFeatureKernel<TwoKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => false;

    public static int EntryLength => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoKernel<TLanes, TInt, TFloat> Read(int* entry) =>
        new(TLanes.BroadcastFloat((float*)(entry + 8)), TLanes.BroadcastFloat((float*)(entry + 9)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Four<TFloat> Values(int* entry, Four<nint> windows)
    {
        Four<TFloat> whole = FourLanes<TLanes, TInt, TFloat>.ToFloat(
            SampleSums<TLanes, TInt>.Rectangle(entry, windows)
        );
        Four<TFloat> part = FourLanes<TLanes, TInt, TFloat>.ToFloat(
            SampleSums<TLanes, TInt>.Rectangle(entry + 4, windows)
        );
        return FourLanes<TLanes, TInt, TFloat>.MultiplySubtractExact(part, weight, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
}

/// <summary>The weighted sum of three rectangles. Entry: 12 offsets, 3 weights, threshold.</summary>
internal readonly unsafe struct ThreeKernel<TLanes, TInt, TFloat>(
    TFloat weight0,
    TFloat weight1,
    TFloat weight2,
    TFloat threshold
) : IFeatureKernel<ThreeKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => false;

    public static int EntryLength => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreeKernel<TLanes, TInt, TFloat> Read(int* entry) =>
        new(
            TLanes.BroadcastFloat((float*)(entry + 12)),
            TLanes.BroadcastFloat((float*)(entry + 13)),
            TLanes.BroadcastFloat((float*)(entry + 14)),
            TLanes.BroadcastFloat((float*)(entry + 15))
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Four<TFloat> Values(int* entry, Four<nint> windows)
    {
        Four<TFloat> first = Weighted(entry, windows, weight0);
        Four<TFloat> firstTwo = FourLanes<TLanes, TInt, TFloat>.AddFloat(first, Weighted(entry + 4, windows, weight1));
        return FourLanes<TLanes, TInt, TFloat>.AddFloat(firstTwo, Weighted(entry + 8, windows, weight2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TFloat> Weighted(int* offsets, Four<nint> windows, TFloat weight)
    {
        Four<TFloat> sums = FourLanes<TLanes, TInt, TFloat>.ToFloat(
            SampleSums<TLanes, TInt>.Rectangle(offsets, windows)
        );
        return FourLanes<TLanes, TInt, TFloat>.Multiply(sums, weight);
    }
}
