using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spotter.Media.Drawing;

/// <summary>
/// One row of a smooth surface through the colours of a few cells: the uniform cubic B-spline (de Boor, A Practical
/// Guide to Splines, chapter IX), which never leaves the range of its cells.
/// </summary>
internal static class BlurSurface
{
    /// <summary>The colours of the cells at a row of pixels, between the rows of cells.</summary>
    /// <param name="cells">Rows of colours, each as long as <paramref name="line"/>.</param>
    /// <param name="rows">Number of rows of cells.</param>
    /// <param name="cell">Height of a cell, in pixels.</param>
    /// <param name="y">The row of pixels, from the top of the first cell.</param>
    /// <param name="line">Receives a colour for each column of cells.</param>
    public static void Interpolate(
        ReadOnlySpan<Vector128<float>> cells,
        int rows,
        int cell,
        int y,
        Span<Vector128<float>> line
    )
    {
        float position = (y + 0.5f) / cell - 0.5f;
        int row = (int)MathF.Floor(position);
        for (int column = 0; column < line.Length; column++)
        {
            line[column] = Piece.Between(cells[column..], row, rows, line.Length).At(position - row);
        }
    }

    /// <summary>Writes a row of pixels.</summary>
    /// <param name="line">The colours of the cells at this row.</param>
    /// <param name="cell">Width of a cell, in pixels.</param>
    /// <param name="opacity">For each pixel, 1 for the surface alone to 0 for what was there.</param>
    /// <param name="rowOpacity">The same for the row; the lower of the two counts.</param>
    /// <param name="row">Three bytes a pixel.</param>
    public static void Write(
        ReadOnlySpan<Vector128<float>> line,
        int cell,
        ReadOnlySpan<float> opacity,
        float rowOpacity,
        Span<byte> row
    )
    {
        int pixels = row.Length / 3;
        float step = 1f / cell;
        Vector128<float> half = Vector128.Create(0.5f);

        // Between the middles of two neighbouring cells the surface is one cubic.
        for (int x = 0; x < pixels; )
        {
            float position = (x + 0.5f) * step - 0.5f;
            int column = (int)MathF.Floor(position);
            Piece piece = Piece.Between(line, column, line.Length, 1);
            float f = position - column;

            // Where position is just below a whole number, f is rounded to 1: a pixel must be written all the same.
            do
            {
                Vector128<float> colour = piece.At(f);
                int at = x * 3;
                float shown = Math.Min(opacity[x], rowOpacity);
                if (shown < 1)
                {
                    Vector128<float> seen = Vector128.Create(row[at], row[at + 1], row[at + 2], 0f);
                    colour = seen + (colour - seen) * shown;
                }

                Store(Vector128.ConvertToInt32(colour + half), row.Slice(at, 3));
                x++;
                f += step;
            } while (f < 1 && x < pixels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> colour, Span<byte> pixel)
    {
        // Colours are 0 to 255, so the low bytes are all there is: lanes b, g, r -> bits 0, 8, 16.
        pixel[2] = (byte)colour.GetElement(2);
        pixel[1] = (byte)colour.GetElement(1);
        pixel[0] = (byte)colour.GetElement(0);
    }

    /// <summary>
    /// The cubic between two cells, from 0 at the middle of the first to 1 at the middle of the second.
    /// </summary>
    private readonly struct Piece
    {
        private readonly Vector128<float> _k0,
            _k1,
            _k2,
            _k3;

        private Piece(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
        {
            _k0 = (a + b * 4 + c) * (1f / 6);
            _k1 = (c - a) * 0.5f;
            _k2 = (a - b * 2 + c) * 0.5f;
            _k3 = (d - a + (b - c) * 3) * (1f / 6);
        }

        /// <summary>Cells beyond the first and last are like those.</summary>
        public static Piece Between(ReadOnlySpan<Vector128<float>> cells, int first, int count, int stride)
        {
            int last = count - 1;
            return new Piece(
                cells[Math.Clamp(first - 1, 0, last) * stride],
                cells[Math.Clamp(first, 0, last) * stride],
                cells[Math.Clamp(first + 1, 0, last) * stride],
                cells[Math.Clamp(first + 2, 0, last) * stride]
            );
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<float> At(float f) => ((_k3 * f + _k2) * f + _k1) * f + _k0;
    }
}
