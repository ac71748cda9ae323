using System.Runtime.CompilerServices;

namespace Spotter.Networks.Kernels;

/// <summary>One dimension of a Winograd transform: a few rows of sixteen in, a few out.</summary>
internal unsafe interface ILineTransform
{
    static abstract int Inputs { get; }

    static abstract int Outputs { get; }

    static abstract void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>;
}

/// <summary>B^T d: four pixels of a picture.</summary>
internal readonly unsafe struct PictureLine : ILineTransform
{
    public static int Inputs => 4;

    public static int Outputs => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>
    {
        TRow d0 = TRow.Load(from);
        TRow d1 = TRow.Load(from + fromStride);
        TRow d2 = TRow.Load(from + 2 * fromStride);
        TRow d3 = TRow.Load(from + 3 * fromStride);
        TRow.Store(TRow.Subtract(d0, d2), to);
        TRow.Store(TRow.Add(d1, d2), to + toStride);
        TRow.Store(TRow.Subtract(d2, d1), to + 2 * toStride);
        TRow.Store(TRow.Subtract(d1, d3), to + 3 * toStride);
    }
}

/// <summary>G g: three weights of a filter.</summary>
internal readonly unsafe struct FilterLine : ILineTransform
{
    public static int Inputs => 3;

    public static int Outputs => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>
    {
        TRow half = TRow.Create(0.5f);
        TRow g0 = TRow.Load(from);
        TRow g1 = TRow.Multiply(TRow.Load(from + fromStride), half);
        TRow g2 = TRow.Load(from + 2 * fromStride);
        TRow ends = TRow.Multiply(TRow.Add(g0, g2), half);
        TRow.Store(g0, to);
        TRow.Store(TRow.Add(ends, g1), to + toStride);
        TRow.Store(TRow.Subtract(ends, g1), to + 2 * toStride);
        TRow.Store(g2, to + 3 * toStride);
    }
}

/// <summary>A^T m: two pixels of what comes out.</summary>
internal readonly unsafe struct ProductLine : ILineTransform
{
    public static int Inputs => 4;

    public static int Outputs => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>
    {
        TRow m1 = TRow.Load(from + fromStride);
        TRow m2 = TRow.Load(from + 2 * fromStride);
        TRow.Store(TRow.Add(TRow.Load(from), TRow.Add(m1, m2)), to);
        TRow.Store(TRow.Subtract(TRow.Subtract(m1, m2), TRow.Load(from + 3 * fromStride)), to + toStride);
    }
}
