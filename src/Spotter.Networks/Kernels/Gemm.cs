using System.Runtime.CompilerServices;

namespace Spotter.Networks.Kernels;

/// <summary>Products of a matrix with one panel of sixteen columns, tile by tile.</summary>
internal static unsafe class Gemm
{
    private const int HighestTile = 12;

    /// <summary>
    /// Rows 0..rows-1 of A times the panel; every finished row goes to the epilogue under its number.
    /// </summary>
    /// <param name="a">Element (i, k) at a[i * rowStride + k * stepStride].</param>
    /// <param name="rowStride">Floats from a row of A to the next.</param>
    /// <param name="stepStride">Floats from a column of A to the next.</param>
    /// <param name="b">Row k of the panel at b + k * bStride.</param>
    /// <param name="bStride">Floats from a row of the panel to the next, 16 for a packed one.</param>
    /// <param name="steps">The inner dimension; 0 gives zeros.</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="epilogue">Takes the rows.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRow, TEpilogue>(
        float* a,
        nint rowStride,
        nint stepStride,
        float* b,
        nint bStride,
        nint steps,
        int rows,
        TEpilogue epilogue
    )
        where TRow : struct, IRow<TRow>
        where TEpilogue : struct, IEpilogue<TRow>
    {
        float* unaligned = stackalloc float[(HighestTile + 1) * Row.Width];
        float* sums = (float*)(((nint)unaligned + 63) & ~63);
        for (int row = 0; row < rows; )
        {
            int height = HeightFor<TRow>(rows - row);
            float* first = a + row * rowStride;
            switch (height)
            {
                case 12:
                    Tiles.Multiply<TRow, TwelveRows>(first, rowStride, stepStride, b, bStride, steps, sums);
                    break;
                case 8:
                    Tiles.Multiply<TRow, EightRows>(first, rowStride, stepStride, b, bStride, steps, sums);
                    break;
                case 6:
                    Tiles.Multiply<TRow, SixRows>(first, rowStride, stepStride, b, bStride, steps, sums);
                    break;
                case 4:
                    Tiles.Multiply<TRow, FourRows>(first, rowStride, stepStride, b, bStride, steps, sums);
                    break;
                case 2:
                    Tiles.Multiply<TRow, TwoRows>(first, rowStride, stepStride, b, bStride, steps, sums);
                    break;
                default:
                    Tiles.Multiply<TRow, OneRow>(first, rowStride, stepStride, b, bStride, steps, sums);
                    break;
            }

            for (int i = 0; i < height; i++)
            {
                epilogue.Apply(row + i, TRow.Load(sums + i * Row.Width));
            }

            row += height;
        }
    }

    // 13 and 16 left split better as 8 + 5 and 8 + 8 than as 12 + 1 and 12 + 4; likewise 8 as 4 + 4 rather than 6 + 2.
    private static int HeightFor<TRow>(int left)
        where TRow : struct, IRow<TRow>
    {
        if (TRow.TileHeight == HighestTile && left >= 8)
        {
            return left is >= 12 and not 13 and not 16 ? 12 : 8;
        }

        if (TRow.TileHeight >= 6 && left >= 6 && left != 8)
        {
            return 6;
        }

        return left >= 4 ? 4
            : left >= 2 ? 2
            : 1;
    }
}
