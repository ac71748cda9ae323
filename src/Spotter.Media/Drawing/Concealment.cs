using System.Buffers;
using System.Runtime.Intrinsics;
using Spotter.Media.Pictures;
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
    private const int SmallestCell = 4;

    /// <summary>Shows the cells themselves.</summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="area">The box with its margin; may reach outside the picture.</param>
    public static void Pixelate(BgrImage image, Box area)
    {
        Box part = PictureGeometry.Clip(area, image.Width, image.Height);
        if (part.IsEmpty)
        {
            return;
        }

        int cell = CellSize(area, MosaicCells);
        Span<Vector128<float>> means = stackalloc Vector128<float>[MosaicCells * MosaicCells];
        int columns = Average(image, part, cell, means);
        for (int y = 0; y < part.Height; y++)
        {
            Span<byte> row = Row(image, part, y);
            for (int x = 0, column = 0; x < part.Width; x += cell, column++)
            {
                Vector128<float> mean = means[y / cell * columns + column];
                (byte blue, byte green, byte red) = (Round(mean[0]), Round(mean[1]), Round(mean[2]));
                Span<byte> run = row[(x * 3)..(Math.Min(x + cell, part.Width) * 3)];
                for (int i = 0; i < run.Length; i += 3)
                {
                    run[i] = blue;
                    run[i + 1] = green;
                    run[i + 2] = red;
                }
            }
        }
    }

    /// <summary>Shows the cells as one smooth surface, softened towards the picture within the outer half of the margin.</summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="area">The box with its margin; may reach outside the picture.</param>
    /// <param name="box">Wholly hidden; inside the area.</param>
    public static void Blur(BgrImage image, Box area, Box box)
    {
        Box part = PictureGeometry.Clip(area, image.Width, image.Height);
        if (part.IsEmpty)
        {
            return;
        }

        int cell = CellSize(area, BlurCells);
        Span<Vector128<float>> means = stackalloc Vector128<float>[BlurCells * BlurCells];
        Span<Vector128<float>> line = stackalloc Vector128<float>[BlurCells];
        int columns = Average(image, part, cell, means);
        int rows = (part.Height + cell - 1) / cell;
        Tap[] taps = ArrayPool<Tap>.Shared.Rent(part.Width);
        for (int x = 0; x < part.Width; x++)
        {
            taps[x] = Tap.At(x, cell, columns, Ramp(part.X + x, area.X, area.Right, (box.X - area.X) / 2));
        }

        for (int y = 0; y < part.Height; y++)
        {
            Tap down = Tap.At(y, cell, rows, Ramp(part.Y + y, area.Y, area.Bottom, (box.Y - area.Y) / 2));
            for (int column = 0; column < columns; column++)
            {
                line[column] = down.Apply(means, columns, column);
            }

            BlendRow(Row(image, part, y), line, taps, down.Opacity);
        }

        ArrayPool<Tap>.Shared.Return(taps);
    }

    private static void BlendRow(Span<byte> row, ReadOnlySpan<Vector128<float>> line, Tap[] taps, float rowOpacity)
    {
        for (int x = 0, i = 0; i < row.Length; x++, i += 3)
        {
            ref readonly Tap across = ref taps[x];
            Vector128<float> hidden = across.Apply(line, 1, 0);
            float opacity = Math.Min(across.Opacity, rowOpacity);
            if (opacity < 1)
            {
                Vector128<float> seen = Vector128.Create(row[i], row[i + 1], row[i + 2], 0f);
                hidden = seen + (hidden - seen) * opacity;
            }

            Vector128<int> rounded = Vector128.ConvertToInt32(hidden + Vector128.Create(0.5f));
            row[i] = (byte)rounded[0];
            row[i + 1] = (byte)rounded[1];
            row[i + 2] = (byte)rounded[2];
        }
    }

    /// <summary>The uniform cubic B-spline through four cells (de Boor), and how opaque the result is.</summary>
    private readonly struct Tap
    {
        private readonly int _a, _b, _c, _d;
        private readonly float _wa, _wb, _wc, _wd;

        private Tap(int first, int last, float f, float opacity)
        {
            _a = Math.Clamp(first, 0, last);
            _b = Math.Clamp(first + 1, 0, last);
            _c = Math.Clamp(first + 2, 0, last);
            _d = Math.Clamp(first + 3, 0, last);
            _wa = (1 - f) * (1 - f) * (1 - f) / 6;
            _wb = ((3 * f - 6) * f * f + 4) / 6;
            _wc = (((-3 * f + 3) * f + 3) * f + 1) / 6;
            _wd = f * f * f / 6;
            Opacity = opacity;
        }

        public float Opacity { get; }

        public static Tap At(int pixel, int cell, int cells, float opacity)
        {
            float position = (pixel + 0.5f) / cell - 0.5f;
            int whole = (int)MathF.Floor(position);
            return new Tap(whole - 1, cells - 1, position - whole, opacity);
        }

        public Vector128<float> Apply(ReadOnlySpan<Vector128<float>> cells, int stride, int offset) =>
            cells[_a * stride + offset] * _wa + cells[_b * stride + offset] * _wb
            + cells[_c * stride + offset] * _wc + cells[_d * stride + offset] * _wd;
    }

    /// <summary>0 at the edges of the area, 1 from <paramref name="width"/> pixels inside on.</summary>
    private static float Ramp(int at, int start, int end, int width) =>
        width <= 0 ? 1 : Math.Clamp((Math.Min(at - start, end - 1 - at) + 0.5f) / width, 0, 1);

    private static int CellSize(Box area, int cells) =>
        Math.Max(SmallestCell, (Math.Max(area.Width, area.Height) + cells - 1) / cells);

    /// <summary>The mean colour of each cell, row by row: blue, green, red, nothing.</summary>
    /// <returns>Cells a row.</returns>
    private static int Average(BgrImage image, Box part, int cell, Span<Vector128<float>> means)
    {
        int columns = (part.Width + cell - 1) / cell;
        Span<long> sums = stackalloc long[columns * 3];
        for (int top = 0, row = 0; top < part.Height; top += cell, row++)
        {
            int bottom = Math.Min(top + cell, part.Height);
            sums.Clear();
            for (int y = top; y < bottom; y++)
            {
                AddRow(Row(image, part, y), cell, sums);
            }

            for (int column = 0; column < columns; column++)
            {
                float pixels = (float)(bottom - top) * (Math.Min((column + 1) * cell, part.Width) - column * cell);
                means[row * columns + column] = Vector128.Create(
                    sums[column * 3] / pixels, sums[column * 3 + 1] / pixels, sums[column * 3 + 2] / pixels, 0);
            }
        }

        return columns;
    }

    private static void AddRow(ReadOnlySpan<byte> row, int cell, Span<long> sums)
    {
        for (int start = 0, column = 0; start < row.Length; start += cell * 3, column += 3)
        {
            ReadOnlySpan<byte> run = row[start..Math.Min(start + cell * 3, row.Length)];
            int blue = 0, green = 0, red = 0;
            for (int i = 0; i + 2 < run.Length; i += 3)
            {
                blue += run[i];
                green += run[i + 1];
                red += run[i + 2];
            }

            sums[column] += blue;
            sums[column + 1] += green;
            sums[column + 2] += red;
        }
    }

    private static byte Round(float value) => (byte)(value + 0.5f);

    private static Span<byte> Row(BgrImage image, Box part, int y) =>
        image.Pixels.AsSpan(((part.Y + y) * image.Width + part.X) * 3, part.Width * 3);
}
