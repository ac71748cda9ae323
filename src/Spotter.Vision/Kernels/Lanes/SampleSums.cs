using System.Runtime.CompilerServices;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>
/// Sums of samples in four vectors of windows side by side, of 16 or of 32 bits. Windows are the addresses of their
/// first samples.
/// </summary>
internal static unsafe class SampleSums<TLanes, TVector>
    where TLanes : struct, ISampleLanes<TVector>
    where TVector : struct
{
    /// <summary>(s0 - s1) + (s2 - s3) + 2 (s4 - s5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TVector> Six(int* offsets, Four<nint> windows)
    {
        Four<TVector> value = Subtract(Load(offsets[4], windows), offsets[5], windows);
        value = Add(value, value);
        value = Subtract(Add(value, offsets[0], windows), offsets[1], windows);
        return Subtract(Add(value, offsets[2], windows), offsets[3], windows);
    }

    /// <summary>s0..s3 - 2 (s4..s7) + 4 s8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TVector> Nine(int* offsets, Four<nint> windows)
    {
        Four<TVector> value = Load(offsets[8], windows);
        value = Add(value, value);
        value = Subtract(Subtract(value, offsets[4], windows), offsets[5], windows);
        value = Subtract(Subtract(value, offsets[6], windows), offsets[7], windows);
        value = Add(value, value);
        value = Add(Add(value, offsets[0], windows), offsets[1], windows);
        return Add(Add(value, offsets[2], windows), offsets[3], windows);
    }

    /// <summary>s0 - s1 - s2 + s3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TVector> Rectangle(int* offsets, Four<nint> windows)
    {
        Four<TVector> value = Subtract(Load(offsets[0], windows), offsets[1], windows);
        return Add(Subtract(value, offsets[2], windows), offsets[3], windows);
    }

    /// <summary>The values and the samples at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TVector> Add(Four<TVector> value, nint offset, Four<nint> windows) =>
        new()
        {
            Item0 = TLanes.Add(value.Item0, TLanes.LoadSamples(windows.Item0, offset)),
            Item1 = TLanes.Add(value.Item1, TLanes.LoadSamples(windows.Item1, offset)),
            Item2 = TLanes.Add(value.Item2, TLanes.LoadSamples(windows.Item2, offset)),
            Item3 = TLanes.Add(value.Item3, TLanes.LoadSamples(windows.Item3, offset)),
        };

    /// <summary>The values less the samples at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TVector> Subtract(Four<TVector> value, nint offset, Four<nint> windows) =>
        new()
        {
            Item0 = TLanes.Subtract(value.Item0, TLanes.LoadSamples(windows.Item0, offset)),
            Item1 = TLanes.Subtract(value.Item1, TLanes.LoadSamples(windows.Item1, offset)),
            Item2 = TLanes.Subtract(value.Item2, TLanes.LoadSamples(windows.Item2, offset)),
            Item3 = TLanes.Subtract(value.Item3, TLanes.LoadSamples(windows.Item3, offset)),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<TVector> Add(Four<TVector> a, Four<TVector> b) =>
        new()
        {
            Item0 = TLanes.Add(a.Item0, b.Item0),
            Item1 = TLanes.Add(a.Item1, b.Item1),
            Item2 = TLanes.Add(a.Item2, b.Item2),
            Item3 = TLanes.Add(a.Item3, b.Item3),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<TVector> Load(nint offset, Four<nint> windows) =>
        new()
        {
            Item0 = TLanes.LoadSamples(windows.Item0, offset),
            Item1 = TLanes.LoadSamples(windows.Item1, offset),
            Item2 = TLanes.LoadSamples(windows.Item2, offset),
            Item3 = TLanes.LoadSamples(windows.Item3, offset),
        };
}
