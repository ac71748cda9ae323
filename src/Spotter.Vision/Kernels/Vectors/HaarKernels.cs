// Features in the order of operations that gives OpenCV's single-precision results: integers where they are exact,
// otherwise one rounding a product and one a sum (never a fused multiply-add).

using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>(s0 - s1) + (s2 - s3) + 2 (s4 - s5). Entry: 6 offsets, threshold.</summary>
internal readonly unsafe struct SixKernel<TLanes, TInt, TFloat> : IFeatureKernel<TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static int EntryLength => 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt GoesLeft(int* entry, int* window, TFloat factor)
    {
        TInt twice = TLanes.Subtract(TLanes.Load(window + entry[4]), TLanes.Load(window + entry[5]));
        TInt left = TLanes.Subtract(TLanes.Load(window + entry[0]), TLanes.Load(window + entry[1]));
        TInt right = TLanes.Subtract(TLanes.Load(window + entry[2]), TLanes.Load(window + entry[3]));
        TInt value = TLanes.Add(TLanes.Add(twice, twice), TLanes.Add(left, right));
        return TLanes.LessThan(TLanes.Multiply(TLanes.ToFloat(value), factor), TLanes.BroadcastFloat((float*)(entry + 6)));
    }
}

/// <summary>s0..s3 - 2 (s4..s7) + 4 s8. Entry: 9 offsets, threshold.</summary>
internal readonly unsafe struct NineKernel<TLanes, TInt, TFloat> : IFeatureKernel<TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static int EntryLength => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt GoesLeft(int* entry, int* window, TFloat factor)
    {
        TInt corners = TLanes.Add(
            TLanes.Add(TLanes.Load(window + entry[0]), TLanes.Load(window + entry[1])),
            TLanes.Add(TLanes.Load(window + entry[2]), TLanes.Load(window + entry[3])));
        TInt edges = TLanes.Add(
            TLanes.Add(TLanes.Load(window + entry[4]), TLanes.Load(window + entry[5])),
            TLanes.Add(TLanes.Load(window + entry[6]), TLanes.Load(window + entry[7])));
        TInt middle = TLanes.Load(window + entry[8]);
        TInt half = TLanes.Subtract(TLanes.Add(middle, middle), edges);
        TInt value = TLanes.Add(TLanes.Add(half, half), corners);
        return TLanes.LessThan(TLanes.Multiply(TLanes.ToFloat(value), factor), TLanes.BroadcastFloat((float*)(entry + 9)));
    }
}

/// <summary>weight (s4 - s5 - s6 + s7) - (s0 - s1 - s2 + s3). Entry: 8 offsets, weight, threshold.</summary>
internal readonly unsafe struct TwoKernel<TLanes, TInt, TFloat> : IFeatureKernel<TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static int EntryLength => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt GoesLeft(int* entry, int* window, TFloat factor)
    {
        TFloat whole = TLanes.ToFloat(RectangleSum<TLanes, TInt, TFloat>.Of(entry, window));
        TFloat part = TLanes.ToFloat(RectangleSum<TLanes, TInt, TFloat>.Of(entry + 4, window));
        TFloat value = TLanes.SubtractFloat(TLanes.Multiply(part, TLanes.BroadcastFloat((float*)(entry + 8))), whole);
        return TLanes.LessThan(TLanes.Multiply(value, factor), TLanes.BroadcastFloat((float*)(entry + 9)));
    }
}

/// <summary>The weighted sum of three rectangles. Entry: 12 offsets, 3 weights, threshold.</summary>
internal readonly unsafe struct ThreeKernel<TLanes, TInt, TFloat> : IFeatureKernel<TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static int EntryLength => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt GoesLeft(int* entry, int* window, TFloat factor)
    {
        TFloat value = TLanes.AddFloat(
            TLanes.AddFloat(Weighted(entry, window, 0), Weighted(entry, window, 1)), Weighted(entry, window, 2));
        return TLanes.LessThan(TLanes.Multiply(value, factor), TLanes.BroadcastFloat((float*)(entry + 15)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Weighted(int* entry, int* window, int index) => TLanes.Multiply(
        TLanes.ToFloat(RectangleSum<TLanes, TInt, TFloat>.Of(entry + (4 * index), window)),
        TLanes.BroadcastFloat((float*)(entry + 12 + index)));
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
