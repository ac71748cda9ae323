using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>A part of a picture in a few cells, about as wide as high.</summary>
/// <param name="Part">The part, inside the picture.</param>
/// <param name="CellWidth">In pixels; the last cell of a row may be narrower.</param>
/// <param name="CellHeight">In pixels; the last cell of a column may be lower.</param>
internal readonly record struct CellGrid(Box Part, int CellWidth, int CellHeight)
{
    // A face of 24 pixels in nine cells across would keep most of what there is to see.
    private const int SmallestCell = 4;

    public int Columns => (Part.Width + CellWidth - 1) / CellWidth;

    public int Rows => (Part.Height + CellHeight - 1) / CellHeight;

    /// <param name="image">What the area is clipped to.</param>
    /// <param name="area">May reach outside the picture; its longer side is divided.</param>
    /// <param name="mostCells">At most so many cells a row and a column.</param>
    public static CellGrid Over(BgrImage image, Box area, int mostCells)
    {
        int cell = Math.Max(SmallestCell, (Math.Max(area.Width, area.Height) + mostCells - 1) / mostCells);
        Box part = PictureGeometry.Clip(area, image.Width, image.Height);
        return new CellGrid(part, Even(part.Width, cell), Even(part.Height, cell));
    }

    /// <summary>The mean colour of each cell, row by row: blue, green, red, nothing.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="means">At least Rows x Columns colours.</param>
    public void Average(BgrImage image, Span<Vector128<float>> means)
    {
        int rowBytes = Part.Width * 3;
        uint[] sums = ArrayPool<uint>.Shared.Rent(rowBytes);
        for (int row = 0; row < Rows; row++)
        {
            int top = row * CellHeight;
            int bottom = Math.Min(top + CellHeight, Part.Height);
            Span<uint> columnSums = sums.AsSpan(0, rowBytes);
            columnSums.Clear();
            for (int y = top; y < bottom; y++)
            {
                Add(Row(image, y), columnSums);
            }

            for (int column = 0; column < Columns; column++)
            {
                int left = column * CellWidth;
                int right = Math.Min(left + CellWidth, Part.Width);
                means[row * Columns + column] = Mean(columnSums[(left * 3)..(right * 3)], bottom - top);
            }
        }

        ArrayPool<uint>.Shared.Return(sums);
    }

    /// <summary>A row of the part, counted from its top.</summary>
    public Span<byte> Row(BgrImage image, int y) =>
        image.Pixels.AsSpan(((Part.Y + y) * image.Width + Part.X) * 3, Part.Width * 3);

    // Cells of equal size as far as whole pixels allow: no slivers at the end.
    private static int Even(int length, int cell)
    {
        int cells = Math.Max(1, (int)Math.Round((double)length / cell));
        return (length + cells - 1) / cells;
    }

    private static void Add(ReadOnlySpan<byte> row, Span<uint> sums)
    {
        int done = 0;
        int quarter = Vector<uint>.Count;
        for (; done + Vector<byte>.Count <= row.Length; done += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[done..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(high, out Vector<uint> c, out Vector<uint> d);
            Span<uint> target = sums.Slice(done, quarter * 4);
            (new Vector<uint>(target) + a).CopyTo(target);
            (new Vector<uint>(target[quarter..]) + b).CopyTo(target[quarter..]);
            (new Vector<uint>(target[(quarter * 2)..]) + c).CopyTo(target[(quarter * 2)..]);
            (new Vector<uint>(target[(quarter * 3)..]) + d).CopyTo(target[(quarter * 3)..]);
        }

        for (; done < row.Length; done++)
        {
            sums[done] += row[done];
        }
    }

    private static Vector128<float> Mean(ReadOnlySpan<uint> columnSums, int rows)
    {
        ulong blue = 0,
            green = 0,
            red = 0;
        for (int i = 0; i + 2 < columnSums.Length; i += 3)
        {
            blue += columnSums[i];
            green += columnSums[i + 1];
            red += columnSums[i + 2];
        }

        double pixels = (double)rows * (columnSums.Length / 3);
        return Vector128.Create((float)(blue / pixels), (float)(green / pixels), (float)(red / pixels), 0);
    }
}
