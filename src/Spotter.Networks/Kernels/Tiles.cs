using System.Runtime.CompilerServices;

namespace Spotter.Networks.Kernels;

/// <summary>
/// Register tiles: a few rows of A (element (i, k) at a[i * rowStride + k * stepStride]) times one panel of B (row k at
/// b + k * bStride, sixteen floats). The sums stay in registers until the end and then go to sums, row after row.
/// </summary>
// What becomes of the sums is not part of the loop's method: an optimizer's step there takes so many registers that the
// compiler keeps a sum in memory during the loop.
internal static unsafe class Tiles
{
    /// <summary>As many rows as <typeparamref name="THeight"/> says, x 16 columns.</summary>
    // The height is a constant to the compiler, which leaves out the sums of rows that are not there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRow, THeight>(
        float* a,
        nint rowStride,
        nint stepStride,
        float* b,
        nint bStride,
        nint steps,
        float* sums
    )
        where TRow : struct, IRow<TRow>
        where THeight : struct, ITileHeight
    {
        float* a3 = a + 3 * rowStride;
        float* a6 = a + 6 * rowStride;
        float* a9 = a + 9 * rowStride;
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
            if (THeight.Rows > 1)
            {
                c1 = TRow.MultiplyAdd(a + rowStride, panel, c1);
            }

            if (THeight.Rows > 2)
            {
                c2 = TRow.MultiplyAdd(a + 2 * rowStride, panel, c2);
                c3 = TRow.MultiplyAdd(a3, panel, c3);
            }

            if (THeight.Rows > 4)
            {
                c4 = TRow.MultiplyAdd(a3 + rowStride, panel, c4);
                c5 = TRow.MultiplyAdd(a3 + 2 * rowStride, panel, c5);
            }

            if (THeight.Rows > 6)
            {
                c6 = TRow.MultiplyAdd(a6, panel, c6);
                c7 = TRow.MultiplyAdd(a6 + rowStride, panel, c7);
            }

            if (THeight.Rows > 8)
            {
                c8 = TRow.MultiplyAdd(a6 + 2 * rowStride, panel, c8);
                c9 = TRow.MultiplyAdd(a9, panel, c9);
                c10 = TRow.MultiplyAdd(a9 + rowStride, panel, c10);
                c11 = TRow.MultiplyAdd(a9 + 2 * rowStride, panel, c11);
            }

            a += stepStride;
            a3 += stepStride;
            a6 += stepStride;
            a9 += stepStride;
        }

        TRow.Store(c0, sums);
        if (THeight.Rows > 1)
        {
            TRow.Store(c1, sums + 1 * Row.Width);
        }

        if (THeight.Rows > 2)
        {
            TRow.Store(c2, sums + 2 * Row.Width);
            TRow.Store(c3, sums + 3 * Row.Width);
        }

        if (THeight.Rows > 4)
        {
            TRow.Store(c4, sums + 4 * Row.Width);
            TRow.Store(c5, sums + 5 * Row.Width);
        }

        if (THeight.Rows > 6)
        {
            TRow.Store(c6, sums + 6 * Row.Width);
            TRow.Store(c7, sums + 7 * Row.Width);
        }

        if (THeight.Rows > 8)
        {
            TRow.Store(c8, sums + 8 * Row.Width);
            TRow.Store(c9, sums + 9 * Row.Width);
            TRow.Store(c10, sums + 10 * Row.Width);
            TRow.Store(c11, sums + 11 * Row.Width);
        }
    }
}
