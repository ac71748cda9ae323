using System.Runtime.CompilerServices;

namespace Spotter.Learning.Kernels;

/// <summary>
/// Register tiles: a few rows of A (element (i, k) at a[i * rowStride + k * stepStride]) times one panel of B (row k at
/// b + k * bStride, sixteen floats). The sums stay in registers until the end and then go to sums, row after row.
/// </summary>
// What becomes of the sums is not part of the loop's method: an optimizer's step there takes so many registers that the
// compiler keeps a sum in memory during the loop.
internal static unsafe class Tiles
{
    /// <summary>12 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile12<TRow>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, float* sums)
        where TRow : struct, IRow<TRow>
    {
        float* a1 = a + 3 * rowStride;
        float* a2 = a + 6 * rowStride;
        float* a3 = a + 9 * rowStride;
        TRow c0 = TRow.Zero;
        TRow c1 = TRow.Zero;
        TRow c2 = TRow.Zero;
        TRow c3 = TRow.Zero;
        TRow c4 = TRow.Zero;
        TRow c5 = TRow.Zero;
        TRow c6 = TRow.Zero;
        TRow c7 = TRow.Zero;
        TRow c8 = TRow.Zero;
        TRow c9 = TRow.Zero;
        TRow c10 = TRow.Zero;
        TRow c11 = TRow.Zero;
        for (; steps > 0; steps--)
        {
            TRow panel = TRow.Load(b);
            b += bStride;
            c0 = TRow.MultiplyAdd(a, panel, c0);
            c1 = TRow.MultiplyAdd(a + rowStride, panel, c1);
            c2 = TRow.MultiplyAdd(a + 2 * rowStride, panel, c2);
            c3 = TRow.MultiplyAdd(a1, panel, c3);
            c4 = TRow.MultiplyAdd(a1 + rowStride, panel, c4);
            c5 = TRow.MultiplyAdd(a1 + 2 * rowStride, panel, c5);
            c6 = TRow.MultiplyAdd(a2, panel, c6);
            c7 = TRow.MultiplyAdd(a2 + rowStride, panel, c7);
            c8 = TRow.MultiplyAdd(a2 + 2 * rowStride, panel, c8);
            c9 = TRow.MultiplyAdd(a3, panel, c9);
            c10 = TRow.MultiplyAdd(a3 + rowStride, panel, c10);
            c11 = TRow.MultiplyAdd(a3 + 2 * rowStride, panel, c11);
            a += stepStride;
            a1 += stepStride;
            a2 += stepStride;
            a3 += stepStride;
        }

        TRow.Store(c0, sums);
        TRow.Store(c1, sums + 1 * ParameterRows.Width);
        TRow.Store(c2, sums + 2 * ParameterRows.Width);
        TRow.Store(c3, sums + 3 * ParameterRows.Width);
        TRow.Store(c4, sums + 4 * ParameterRows.Width);
        TRow.Store(c5, sums + 5 * ParameterRows.Width);
        TRow.Store(c6, sums + 6 * ParameterRows.Width);
        TRow.Store(c7, sums + 7 * ParameterRows.Width);
        TRow.Store(c8, sums + 8 * ParameterRows.Width);
        TRow.Store(c9, sums + 9 * ParameterRows.Width);
        TRow.Store(c10, sums + 10 * ParameterRows.Width);
        TRow.Store(c11, sums + 11 * ParameterRows.Width);
    }

    /// <summary>8 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8<TRow>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, float* sums)
        where TRow : struct, IRow<TRow>
    {
        float* a1 = a + 3 * rowStride;
        float* a2 = a + 6 * rowStride;
        TRow c0 = TRow.Zero;
        TRow c1 = TRow.Zero;
        TRow c2 = TRow.Zero;
        TRow c3 = TRow.Zero;
        TRow c4 = TRow.Zero;
        TRow c5 = TRow.Zero;
        TRow c6 = TRow.Zero;
        TRow c7 = TRow.Zero;
        for (; steps > 0; steps--)
        {
            TRow panel = TRow.Load(b);
            b += bStride;
            c0 = TRow.MultiplyAdd(a, panel, c0);
            c1 = TRow.MultiplyAdd(a + rowStride, panel, c1);
            c2 = TRow.MultiplyAdd(a + 2 * rowStride, panel, c2);
            c3 = TRow.MultiplyAdd(a1, panel, c3);
            c4 = TRow.MultiplyAdd(a1 + rowStride, panel, c4);
            c5 = TRow.MultiplyAdd(a1 + 2 * rowStride, panel, c5);
            c6 = TRow.MultiplyAdd(a2, panel, c6);
            c7 = TRow.MultiplyAdd(a2 + rowStride, panel, c7);
            a += stepStride;
            a1 += stepStride;
            a2 += stepStride;
        }

        TRow.Store(c0, sums);
        TRow.Store(c1, sums + 1 * ParameterRows.Width);
        TRow.Store(c2, sums + 2 * ParameterRows.Width);
        TRow.Store(c3, sums + 3 * ParameterRows.Width);
        TRow.Store(c4, sums + 4 * ParameterRows.Width);
        TRow.Store(c5, sums + 5 * ParameterRows.Width);
        TRow.Store(c6, sums + 6 * ParameterRows.Width);
        TRow.Store(c7, sums + 7 * ParameterRows.Width);
    }

    /// <summary>6 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile6<TRow>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, float* sums)
        where TRow : struct, IRow<TRow>
    {
        float* a1 = a + 3 * rowStride;
        TRow c0 = TRow.Zero;
        TRow c1 = TRow.Zero;
        TRow c2 = TRow.Zero;
        TRow c3 = TRow.Zero;
        TRow c4 = TRow.Zero;
        TRow c5 = TRow.Zero;
        for (; steps > 0; steps--)
        {
            TRow panel = TRow.Load(b);
            b += bStride;
            c0 = TRow.MultiplyAdd(a, panel, c0);
            c1 = TRow.MultiplyAdd(a + rowStride, panel, c1);
            c2 = TRow.MultiplyAdd(a + 2 * rowStride, panel, c2);
            c3 = TRow.MultiplyAdd(a1, panel, c3);
            c4 = TRow.MultiplyAdd(a1 + rowStride, panel, c4);
            c5 = TRow.MultiplyAdd(a1 + 2 * rowStride, panel, c5);
            a += stepStride;
            a1 += stepStride;
        }

        TRow.Store(c0, sums);
        TRow.Store(c1, sums + 1 * ParameterRows.Width);
        TRow.Store(c2, sums + 2 * ParameterRows.Width);
        TRow.Store(c3, sums + 3 * ParameterRows.Width);
        TRow.Store(c4, sums + 4 * ParameterRows.Width);
        TRow.Store(c5, sums + 5 * ParameterRows.Width);
    }

    /// <summary>4 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4<TRow>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, float* sums)
        where TRow : struct, IRow<TRow>
    {
        float* a1 = a + 3 * rowStride;
        TRow c0 = TRow.Zero;
        TRow c1 = TRow.Zero;
        TRow c2 = TRow.Zero;
        TRow c3 = TRow.Zero;
        for (; steps > 0; steps--)
        {
            TRow panel = TRow.Load(b);
            b += bStride;
            c0 = TRow.MultiplyAdd(a, panel, c0);
            c1 = TRow.MultiplyAdd(a + rowStride, panel, c1);
            c2 = TRow.MultiplyAdd(a + 2 * rowStride, panel, c2);
            c3 = TRow.MultiplyAdd(a1, panel, c3);
            a += stepStride;
            a1 += stepStride;
        }

        TRow.Store(c0, sums);
        TRow.Store(c1, sums + 1 * ParameterRows.Width);
        TRow.Store(c2, sums + 2 * ParameterRows.Width);
        TRow.Store(c3, sums + 3 * ParameterRows.Width);
    }

    /// <summary>2 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2<TRow>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, float* sums)
        where TRow : struct, IRow<TRow>
    {
        TRow c0 = TRow.Zero;
        TRow c1 = TRow.Zero;
        for (; steps > 0; steps--)
        {
            TRow panel = TRow.Load(b);
            b += bStride;
            c0 = TRow.MultiplyAdd(a, panel, c0);
            c1 = TRow.MultiplyAdd(a + rowStride, panel, c1);
            a += stepStride;
        }

        TRow.Store(c0, sums);
        TRow.Store(c1, sums + 1 * ParameterRows.Width);
    }

    /// <summary>One row x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1<TRow>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, float* sums)
        where TRow : struct, IRow<TRow>
    {
        TRow c0 = TRow.Zero;
        for (; steps > 0; steps--)
        {
            TRow panel = TRow.Load(b);
            b += bStride;
            c0 = TRow.MultiplyAdd(a, panel, c0);
            a += stepStride;
        }

        TRow.Store(c0, sums);
    }
}
