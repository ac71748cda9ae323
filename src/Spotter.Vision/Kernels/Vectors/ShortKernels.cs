// The kernels of HaarKernels.cs on samples of 16 bits, for features whose values fit 16 bits whatever the picture: the
// values are whole numbers that both compute exactly.

using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>As <see cref="SixKernel{TLanes, TInt, TFloat}"/>. Entry: 6 offsets, threshold.</summary>
internal readonly unsafe struct ShortSixKernel<TLanes, TInt, TFloat>(TFloat threshold)
    : IFeatureKernel<ShortSixKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => true;

    public static int EntryLength => 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShortSixKernel<TLanes, TInt, TFloat> Read(int* entry) =>
        new(TLanes.BroadcastFloat((float*)(entry + 6)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Four<TFloat> Values(int* entry, Four<nint> windows) =>
        FourLanes<TLanes, TInt, TFloat>.ToFloat(TLanes.ShortSix(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
}

/// <summary>As <see cref="NineKernel{TLanes, TInt, TFloat}"/>. Entry: 9 offsets, threshold.</summary>
internal readonly unsafe struct ShortNineKernel<TLanes, TInt, TFloat>(TFloat threshold)
    : IFeatureKernel<ShortNineKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => true;

    public static int EntryLength => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShortNineKernel<TLanes, TInt, TFloat> Read(int* entry) =>
        new(TLanes.BroadcastFloat((float*)(entry + 9)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Four<TFloat> Values(int* entry, Four<nint> windows) =>
        FourLanes<TLanes, TInt, TFloat>.ToFloat(TLanes.ShortNine(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
}

/// <summary>
/// As <see cref="TwoKernel{TLanes, TInt, TFloat}"/>. Entry: 8 offsets, weight twice in 16 bits, threshold.
/// </summary>
internal readonly unsafe struct ShortTwoKernel<TLanes, TInt, TFloat>(TInt weight, TFloat threshold)
    : IFeatureKernel<ShortTwoKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => true;

    public static int EntryLength => 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShortTwoKernel<TLanes, TInt, TFloat> Read(int* entry) =>
        new(TLanes.Broadcast(entry + 8), TLanes.BroadcastFloat((float*)(entry + 9)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Four<TFloat> Values(int* entry, Four<nint> windows) =>
        FourLanes<TLanes, TInt, TFloat>.ToFloat(TLanes.ShortTwo(entry, windows, weight));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
}

/// <summary>
/// As <see cref="ThreeKernel{TLanes, TInt, TFloat}"/>. Entry: 12 offsets, 3 weights, each twice in 16 bits, threshold.
/// </summary>
internal readonly unsafe struct ShortThreeKernel<TLanes, TInt, TFloat>(
    TInt weight0,
    TInt weight1,
    TInt weight2,
    TFloat threshold
) : IFeatureKernel<ShortThreeKernel<TLanes, TInt, TFloat>, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => true;

    public static int EntryLength => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShortThreeKernel<TLanes, TInt, TFloat> Read(int* entry) =>
        new(
            TLanes.Broadcast(entry + 12),
            TLanes.Broadcast(entry + 13),
            TLanes.Broadcast(entry + 14),
            TLanes.BroadcastFloat((float*)(entry + 15))
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Four<TFloat> Values(int* entry, Four<nint> windows) =>
        FourLanes<TLanes, TInt, TFloat>.ToFloat(TLanes.ShortThree(entry, windows, weight0, weight1, weight2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
}
