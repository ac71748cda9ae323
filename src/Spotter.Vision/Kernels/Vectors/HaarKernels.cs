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
    public TFloat GoesLeft(int* entry, void* window, TFloat factor)
    {
        int* samples = (int*)window;
        TInt twice = TLanes.Subtract(TLanes.Load(samples + entry[4]), TLanes.Load(samples + entry[5]));
        TInt left = TLanes.Subtract(TLanes.Load(samples + entry[0]), TLanes.Load(samples + entry[1]));
        TInt right = TLanes.Subtract(TLanes.Load(samples + entry[2]), TLanes.Load(samples + entry[3]));
        TInt value = TLanes.Add(TLanes.Add(twice, twice), TLanes.Add(left, right));
        return TLanes.LessThan(TLanes.Multiply(TLanes.ToFloat(value), factor), threshold);
    }
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
    public TFloat GoesLeft(int* entry, void* window, TFloat factor)
    {
        int* samples = (int*)window;
        TInt corners = TLanes.Add(
            TLanes.Add(TLanes.Load(samples + entry[0]), TLanes.Load(samples + entry[1])),
            TLanes.Add(TLanes.Load(samples + entry[2]), TLanes.Load(samples + entry[3])));
        TInt edges = TLanes.Add(
            TLanes.Add(TLanes.Load(samples + entry[4]), TLanes.Load(samples + entry[5])),
            TLanes.Add(TLanes.Load(samples + entry[6]), TLanes.Load(samples + entry[7])));
        TInt middle = TLanes.Load(samples + entry[8]);
        TInt half = TLanes.Subtract(TLanes.Add(middle, middle), edges);
        TInt value = TLanes.Add(TLanes.Add(half, half), corners);
        return TLanes.LessThan(TLanes.Multiply(TLanes.ToFloat(value), factor), threshold);
    }
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
    public static TwoKernel<TLanes, TInt, TFloat> Read(int* entry) => new(
        TLanes.BroadcastFloat((float*)(entry + 8)),
        TLanes.BroadcastFloat((float*)(entry + 9)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, void* window, TFloat factor)
    {
        int* samples = (int*)window;
        TFloat whole = TLanes.ToFloat(RectangleSum<TLanes, TInt, TFloat>.Of(entry, samples));
        TFloat part = TLanes.ToFloat(RectangleSum<TLanes, TInt, TFloat>.Of(entry + 4, samples));
        TFloat value = TLanes.MultiplySubtractExact(part, weight, whole);
        return TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
    }
}

/// <summary>The weighted sum of three rectangles. Entry: 12 offsets, 3 weights, threshold.</summary>
internal readonly unsafe struct ThreeKernel<TLanes, TInt, TFloat>(TFloat weight0, TFloat weight1, TFloat weight2, TFloat threshold)
    : IFeatureKernel<ThreeKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => false;

    public static int EntryLength => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreeKernel<TLanes, TInt, TFloat> Read(int* entry) => new(
        TLanes.BroadcastFloat((float*)(entry + 12)),
        TLanes.BroadcastFloat((float*)(entry + 13)),
        TLanes.BroadcastFloat((float*)(entry + 14)),
        TLanes.BroadcastFloat((float*)(entry + 15)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, void* window, TFloat factor)
    {
        int* samples = (int*)window;
        TFloat value = TLanes.AddFloat(
            TLanes.AddFloat(Weighted(entry, samples, weight0), Weighted(entry + 4, samples, weight1)),
            Weighted(entry + 8, samples, weight2));
        return TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Weighted(int* offsets, int* window, TFloat weight) =>
        TLanes.Multiply(TLanes.ToFloat(RectangleSum<TLanes, TInt, TFloat>.Of(offsets, window)), weight);
}

internal static unsafe class RectangleSum<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt Of(int* offsets, int* window) => TLanes.Subtract(
        TLanes.Subtract(TLanes.Load(window + offsets[0]), TLanes.Load(window + offsets[1])),
        TLanes.Subtract(TLanes.Load(window + offsets[2]), TLanes.Load(window + offsets[3])));
}
