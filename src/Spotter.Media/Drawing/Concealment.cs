using System.Buffers;
using System.Runtime.Intrinsics;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>
/// Makes what is in a box unrecognisable. Both ways keep the mean colours of a few cells and nothing else, so no
/// sharpening brings back what was there; a Gaussian blur alone can be undone in part.
/// </summary>
internal static class Concealment
{
    private const int MosaicCells = 9;

    // Smooth cells are easier to recognise than hard ones (Harmon & Julesz, Science 180, 1973), so there are fewer.
    private const int BlurCells = 6;

    /// <summary>Shows the cells themselves.</summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="area">The box with its margin; may reach outside the picture, but not lie outside.</param>
    public static void Pixelate(BgrImage image, Box area)
    {
        CellGrid grid = CellGrid.Over(image, area, MosaicCells);
        Span<Vector128<float>> means = stackalloc Vector128<float>[MosaicCells * MosaicCells];
        grid.Average(image, means);
        for (int row = 0; row < grid.Rows; row++)
        {
            int top = row * grid.CellHeight;
            Span<byte> first = grid.Row(image, top);
            for (int column = 0; column < grid.Columns; column++)
            {
                int left = column * grid.CellWidth;
                Fill(
                    first[(left * 3)..(Math.Min(left + grid.CellWidth, grid.Part.Width) * 3)],
                    means[row * grid.Columns + column]
                );
            }

            for (int y = top + 1; y < Math.Min(top + grid.CellHeight, grid.Part.Height); y++)
            {
                first.CopyTo(grid.Row(image, y));
            }
        }
    }

    /// <summary>
    /// Shows the cells as one smooth surface, softened towards the picture within the outer half of the margin.
    /// </summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="area">The box with its margin; may reach outside the picture, but not lie outside.</param>
    /// <param name="box">Wholly hidden; inside the area.</param>
    public static void Blur(BgrImage image, Box area, Box box)
    {
        CellGrid grid = CellGrid.Over(image, area, BlurCells);
        Span<Vector128<float>> means = stackalloc Vector128<float>[BlurCells * BlurCells];
        Span<Vector128<float>> line = stackalloc Vector128<float>[grid.Columns];
        grid.Average(image, means);
        float[] opacity = ArrayPool<float>.Shared.Rent(grid.Part.Width);
        for (int x = 0; x < grid.Part.Width; x++)
        {
            opacity[x] = Ramp(grid.Part.X + x, area.X, area.Right, (box.X - area.X) / 2);
        }

        for (int y = 0; y < grid.Part.Height; y++)
        {
            BlurSurface.Interpolate(means, grid.Rows, grid.CellHeight, y, line);
            float rowOpacity = Ramp(grid.Part.Y + y, area.Y, area.Bottom, (box.Y - area.Y) / 2);
            BlurSurface.Write(line, grid.CellWidth, opacity, rowOpacity, grid.Row(image, y));
        }

        ArrayPool<float>.Shared.Return(opacity);
    }

    private static void Fill(Span<byte> run, Vector128<float> mean)
    {
        (byte blue, byte green, byte red) = ((byte)(mean[0] + 0.5f), (byte)(mean[1] + 0.5f), (byte)(mean[2] + 0.5f));
        for (int i = 0; i + 2 < run.Length; i += 3)
        {
            run[i] = blue;
            run[i + 1] = green;
            run[i + 2] = red;
        }
    }

    /// <summary>0 at the edges of the area, 1 from <paramref name="width"/> pixels inside on.</summary>
    private static float Ramp(int at, int start, int end, int width) =>
        width <= 0 ? 1 : Math.Clamp((Math.Min(at - start, end - 1 - at) + 0.5f) / width, 0, 1);
}
