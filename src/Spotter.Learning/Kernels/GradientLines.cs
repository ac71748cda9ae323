using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>A y: gradients of two pixels that came out.</summary>
internal readonly unsafe struct SlopeLine : ILineTransform
{
    public static int Inputs => 2;

    public static int Outputs => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>
    {
        TRow y0 = TRow.Load(from);
        TRow y1 = TRow.Load(from + fromStride);
        TRow.Store(y0, to);
        TRow.Store(TRow.Add(y0, y1), to + toStride);
        TRow.Store(TRow.Subtract(y0, y1), to + 2 * toStride);
        TRow.Store(TRow.Subtract(TRow.Zero, y1), to + 3 * toStride);
    }
}

/// <summary>G^T u: gradients of three weights.</summary>
internal readonly unsafe struct FilterSlopeLine : ILineTransform
{
    public static int Inputs => 4;

    public static int Outputs => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>
    {
        TRow half = TRow.Create(0.5f);
        TRow u1 = TRow.Load(from + fromStride);
        TRow u2 = TRow.Load(from + 2 * fromStride);
        TRow sum = TRow.Multiply(TRow.Add(u1, u2), half);
        TRow.Store(TRow.Add(TRow.Load(from), sum), to);
        TRow.Store(TRow.Multiply(TRow.Subtract(u1, u2), half), to + toStride);
        TRow.Store(TRow.Add(TRow.Load(from + 3 * fromStride), sum), to + 2 * toStride);
    }
}
