using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>A Haar feature of a shape. Entry: what the shape reads, threshold.</summary>
/// <typeparam name="TShape">What is summed.</typeparam>
/// <typeparam name="TSamples">Of which samples.</typeparam>
/// <typeparam name="TLanes">The width of vectors.</typeparam>
/// <typeparam name="TInt">Its integers.</typeparam>
/// <typeparam name="TFloat">Its floats.</typeparam>
internal readonly unsafe struct HaarKernel<TShape, TSamples, TLanes, TInt, TFloat>(TFloat threshold)
    : IFeatureKernel<HaarKernel<TShape, TSamples, TLanes, TInt, TFloat>, TInt, TFloat>
    where TShape : struct, IHaarShape
    where TSamples : struct, IHaarSamples
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    public static bool IsShort => TSamples.AreShort;

    public static int EntryLength => TShape.Length + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HaarKernel<TShape, TSamples, TLanes, TInt, TFloat> Read(int* entry) =>
        new(TLanes.BroadcastFloat((float*)(entry + TShape.Length)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Values(int* entry, Four<nint> windows) =>
        TSamples.Values<TShape, TLanes, TInt, TFloat>(entry, windows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat GoesLeft(int* entry, TFloat value, TFloat factor) =>
        TLanes.LessThan(TLanes.Multiply(value, factor), threshold);
}

/// <summary>Which samples a kernel reads.</summary>
internal unsafe interface IHaarSamples
{
    /// <summary>True where they are the lower 16 bits of sums.</summary>
    static abstract bool AreShort { get; }

    /// <summary>The values of a shape.</summary>
    static abstract Four<TFloat> Values<TShape, TLanes, TInt, TFloat>(int* entry, Four<nint> windows)
        where TShape : struct, IHaarShape
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct;
}

/// <summary>Whole sums. Weights of an entry are floats.</summary>
internal readonly unsafe struct WholeSums : IHaarSamples
{
    public static bool AreShort => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Values<TShape, TLanes, TInt, TFloat>(int* entry, Four<nint> windows)
        where TShape : struct, IHaarShape
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => TShape.Values<TLanes, TInt, TFloat>(entry, windows);
}

/// <summary>
/// The lower halves of sums, for features whose values fit 16 bits whatever the picture: the values are whole numbers
/// that both compute exactly. Weights of an entry stand in 16 bits, twice.
/// </summary>
internal readonly unsafe struct LowerHalves : IHaarSamples
{
    public static bool AreShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TFloat> Values<TShape, TLanes, TInt, TFloat>(int* entry, Four<nint> windows)
        where TShape : struct, IHaarShape
        where TLanes : struct, ILanes<TInt, TFloat>
        where TInt : struct
        where TFloat : struct => FourLanes<TLanes, TInt, TFloat>.ToFloat(TLanes.ShortValues<TShape>(entry, windows));
}
