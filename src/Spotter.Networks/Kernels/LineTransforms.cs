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

/// <summary>B^T d of F(4x4, 3x3): six pixels of a picture.</summary>
internal readonly unsafe struct PictureLine6 : ILineTransform
{
    public static int Inputs => 6;

    public static int Outputs => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>
    {
        TRow d1 = TRow.Load(from + fromStride);
        TRow d2 = TRow.Load(from + 2 * fromStride);
        TRow d3 = TRow.Load(from + 3 * fromStride);
        TRow d4 = TRow.Load(from + 4 * fromStride);
        TRow four = TRow.Create(4f);
        TRow minusFive = TRow.Create(-5f);
        TRow even = TRow.MultiplyAdd(d2, TRow.Create(-4f), d4);
        TRow odd = TRow.MultiplyAdd(d1, TRow.Create(-4f), d3);
        TRow near = TRow.Subtract(d4, d2);
        TRow twice = TRow.Subtract(d3, d1);
        twice = TRow.Add(twice, twice);
        TRow.Store(TRow.MultiplyAdd(TRow.Load(from), four, TRow.MultiplyAdd(d2, minusFive, d4)), to);
        TRow.Store(TRow.Add(even, odd), to + toStride);
        TRow.Store(TRow.Subtract(even, odd), to + 2 * toStride);
        TRow.Store(TRow.Add(near, twice), to + 3 * toStride);
        TRow.Store(TRow.Subtract(near, twice), to + 4 * toStride);
        TRow last = TRow.MultiplyAdd(d3, minusFive, TRow.Load(from + 5 * fromStride));
        TRow.Store(TRow.MultiplyAdd(d1, four, last), to + 5 * toStride);
    }
}

/// <summary>G g of F(4x4, 3x3): three weights of a filter.</summary>
internal readonly unsafe struct FilterLine6 : ILineTransform
{
    public static int Inputs => 3;

    public static int Outputs => 6;

    // Rows (6, 0, 0), (-4, -4, -4), (-4, 4, -4), (1, 2, 4), (1, -2, 4), (0, 0, 24), all by 24.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>
    {
        TRow g0 = TRow.Load(from);
        TRow g1 = TRow.Load(from + fromStride);
        TRow g2 = TRow.Load(from + 2 * fromStride);
        TRow sixth = TRow.Create(-1f / 6);
        TRow ends = TRow.Multiply(TRow.Add(g0, g2), sixth);
        TRow middle = TRow.Multiply(g1, sixth);
        TRow far = TRow.MultiplyAdd(g0, TRow.Create(1f / 24), TRow.Multiply(g2, TRow.Create(1f / 6)));
        TRow twelfth = TRow.Multiply(g1, TRow.Create(1f / 12));
        TRow.Store(TRow.Multiply(g0, TRow.Create(0.25f)), to);
        TRow.Store(TRow.Add(ends, middle), to + toStride);
        TRow.Store(TRow.Subtract(ends, middle), to + 2 * toStride);
        TRow.Store(TRow.Add(far, twelfth), to + 3 * toStride);
        TRow.Store(TRow.Subtract(far, twelfth), to + 4 * toStride);
        TRow.Store(g2, to + 5 * toStride);
    }
}

/// <summary>A^T m of F(4x4, 3x3): four pixels of what comes out.</summary>
internal readonly unsafe struct ProductLine6 : ILineTransform
{
    public static int Inputs => 6;

    public static int Outputs => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TRow>(float* from, nint fromStride, float* to, nint toStride)
        where TRow : struct, IRow<TRow>
    {
        TRow m1 = TRow.Load(from + fromStride);
        TRow m2 = TRow.Load(from + 2 * fromStride);
        TRow m3 = TRow.Load(from + 3 * fromStride);
        TRow m4 = TRow.Load(from + 4 * fromStride);
        TRow a = TRow.Add(m1, m2);
        TRow b = TRow.Subtract(m1, m2);
        TRow c = TRow.Add(m3, m4);
        TRow d = TRow.Subtract(m3, m4);
        TRow.Store(TRow.Add(TRow.Load(from), TRow.Add(a, c)), to);
        TRow.Store(TRow.MultiplyAdd(d, TRow.Create(2f), b), to + toStride);
        TRow.Store(TRow.MultiplyAdd(c, TRow.Create(4f), a), to + 2 * toStride);
        TRow last = TRow.Add(b, TRow.Load(from + 5 * fromStride));
        TRow.Store(TRow.MultiplyAdd(d, TRow.Create(8f), last), to + 3 * toStride);
    }
}
