using System.Runtime.CompilerServices;

namespace Spotter.Learning.Kernels;

/// <summary>
/// Register tiles: a few rows of A (element (i, k) at a[i * rowStride + k * stepStride]) times one panel of B (row k at
/// b + k * bStride, sixteen floats). The sums stay in registers until the epilogue takes them.
/// </summary>
internal static unsafe class Tiles
{
    /// <summary>12 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile12<TRow, TEpilogue>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, int row, ref TEpilogue epilogue)
        where TRow : struct, IRow<TRow>
        where TEpilogue : struct, IEpilogue<TRow>
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

        epilogue.Apply(row, c0);
        epilogue.Apply(row + 1, c1);
        epilogue.Apply(row + 2, c2);
        epilogue.Apply(row + 3, c3);
        epilogue.Apply(row + 4, c4);
        epilogue.Apply(row + 5, c5);
        epilogue.Apply(row + 6, c6);
        epilogue.Apply(row + 7, c7);
        epilogue.Apply(row + 8, c8);
        epilogue.Apply(row + 9, c9);
        epilogue.Apply(row + 10, c10);
        epilogue.Apply(row + 11, c11);
    }

    /// <summary>8 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8<TRow, TEpilogue>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, int row, ref TEpilogue epilogue)
        where TRow : struct, IRow<TRow>
        where TEpilogue : struct, IEpilogue<TRow>
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

        epilogue.Apply(row, c0);
        epilogue.Apply(row + 1, c1);
        epilogue.Apply(row + 2, c2);
        epilogue.Apply(row + 3, c3);
        epilogue.Apply(row + 4, c4);
        epilogue.Apply(row + 5, c5);
        epilogue.Apply(row + 6, c6);
        epilogue.Apply(row + 7, c7);
    }

    /// <summary>6 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile6<TRow, TEpilogue>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, int row, ref TEpilogue epilogue)
        where TRow : struct, IRow<TRow>
        where TEpilogue : struct, IEpilogue<TRow>
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

        epilogue.Apply(row, c0);
        epilogue.Apply(row + 1, c1);
        epilogue.Apply(row + 2, c2);
        epilogue.Apply(row + 3, c3);
        epilogue.Apply(row + 4, c4);
        epilogue.Apply(row + 5, c5);
    }

    /// <summary>4 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4<TRow, TEpilogue>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, int row, ref TEpilogue epilogue)
        where TRow : struct, IRow<TRow>
        where TEpilogue : struct, IEpilogue<TRow>
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

        epilogue.Apply(row, c0);
        epilogue.Apply(row + 1, c1);
        epilogue.Apply(row + 2, c2);
        epilogue.Apply(row + 3, c3);
    }

    /// <summary>2 rows x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2<TRow, TEpilogue>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, int row, ref TEpilogue epilogue)
        where TRow : struct, IRow<TRow>
        where TEpilogue : struct, IEpilogue<TRow>
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

        epilogue.Apply(row, c0);
        epilogue.Apply(row + 1, c1);
    }

    /// <summary>One row x 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1<TRow, TEpilogue>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, int row, ref TEpilogue epilogue)
        where TRow : struct, IRow<TRow>
        where TEpilogue : struct, IEpilogue<TRow>
    {
        TRow c0 = TRow.Zero;
        for (; steps > 0; steps--)
        {
            TRow panel = TRow.Load(b);
            b += bStride;
            c0 = TRow.MultiplyAdd(a, panel, c0);
            a += stepStride;
        }

        epilogue.Apply(row, c0);
    }
}
