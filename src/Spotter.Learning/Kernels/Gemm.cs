namespace Spotter.Learning.Kernels;

/// <summary>Products of a matrix with one panel of sixteen columns, tile by tile.</summary>
internal static unsafe class Gemm
{
    /// <summary>Rows 0..rows-1 of A times the panel; every finished row goes to the epilogue under its number.</summary>
    /// <param name="a">Element (i, k) at a[i * rowStride + k * stepStride].</param>
    /// <param name="rowStride">Floats from a row of A to the next.</param>
    /// <param name="stepStride">Floats from a column of A to the next.</param>
    /// <param name="b">Row k of the panel at b + k * bStride.</param>
    /// <param name="bStride">Floats from a row of the panel to the next, 16 for a packed one.</param>
    /// <param name="steps">The inner dimension; 0 gives zeros.</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="epilogue">Takes the rows.</param>
    public static void Run<TRow, TEpilogue>(float* a, nint rowStride, nint stepStride, float* b, nint bStride, nint steps, int rows, TEpilogue epilogue)
        where TRow : struct, IRow<TRow>
        where TEpilogue : struct, IEpilogue<TRow>
    {
        int row = 0;
        if (TRow.TileHeight == 12)
        {
            // 13 and 16 left split better as 8 + 5 and 8 + 8 than as 12 + 1 and 12 + 4.
            for (; rows - row is >= 12 and not 13 and not 16; row += 12)
            {
                Tiles.Tile12<TRow, TEpilogue>(a + row * rowStride, rowStride, stepStride, b, bStride, steps, row, ref epilogue);
            }

            for (; rows - row >= 8; row += 8)
            {
                Tiles.Tile8<TRow, TEpilogue>(a + row * rowStride, rowStride, stepStride, b, bStride, steps, row, ref epilogue);
            }
        }

        if (TRow.TileHeight >= 6)
        {
            for (; rows - row is >= 6 and not 8; row += 6)
            {
                Tiles.Tile6<TRow, TEpilogue>(a + row * rowStride, rowStride, stepStride, b, bStride, steps, row, ref epilogue);
            }
        }

        for (; rows - row >= 4; row += 4)
        {
            Tiles.Tile4<TRow, TEpilogue>(a + row * rowStride, rowStride, stepStride, b, bStride, steps, row, ref epilogue);
        }

        if (rows - row >= 2)
        {
            Tiles.Tile2<TRow, TEpilogue>(a + row * rowStride, rowStride, stepStride, b, bStride, steps, row, ref epilogue);
            row += 2;
        }

        if (row < rows)
        {
            Tiles.Tile1<TRow, TEpilogue>(a + row * rowStride, rowStride, stepStride, b, bStride, steps, row, ref epilogue);
        }
    }
}
