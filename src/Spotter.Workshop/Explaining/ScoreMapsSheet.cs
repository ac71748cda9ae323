using System.Globalization;
using SkiaSharp;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>For each class and stride the scores of all cells, over the picture; around them what they found.</summary>
internal static class ScoreMapsSheet
{
    private const float Width = 420;
    private const float Gap = 16;
    private const float Margin = 16;
    private const float NameHeight = 38;
    private const float ScaleHeight = 14;
    private const float TextSize = 13;
    private const int Columns = 2;

    /// <param name="trace">What the network saw.</param>
    /// <param name="picture">What it looked at.</param>
    /// <param name="classes">Which of the model's classes to show.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(NetworkTrace trace, BgrImage picture, IReadOnlyList<int> classes)
    {
        int tiles = classes.Count * trace.Maps.Count;
        float height = Width * picture.Height / picture.Width;
        int rows = (tiles + Columns - 1) / Columns;
        using var sheet = new Sheet(
            (2 * Margin) + (Columns * (Width + Gap)) - Gap,
            (2 * Margin) + (rows * (height + NameHeight + Gap)) + ScaleHeight
        );
        for (int i = 0; i < tiles; i++)
        {
            int map = i % trace.Maps.Count;
            var place = new SKPoint(
                Margin + (i % Columns * (Width + Gap)),
                Margin + (i / Columns * (height + NameHeight + Gap))
            );
            DrawMap(sheet, trace, picture, classes[i / trace.Maps.Count], map, place);
        }

        HeatOverlay.DrawScale(
            sheet,
            new SKPoint(Margin, Margin + (rows * (height + NameHeight + Gap))),
            "score 0",
            "1"
        );
        return sheet.ToPng();
    }

    private static void DrawMap(Sheet sheet, NetworkTrace trace, BgrImage picture, int label, int number, SKPoint place)
    {
        ScoreMap map = trace.Maps[number];
        TracedFind[] finds = [.. trace.Finds.Where(find => find.Map == number && find.Cell.Class == label)];
        sheet.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{trace.Model.Labels[label]}, cells of {map.Stride}x{map.Stride} pixels"
            ),
            new SKPoint(place.X, place.Y + TextSize),
            Width,
            TextSize,
            FigureColors.Ink
        );
        sheet.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{map.SeenColumns} x {map.SeenRows} cells, the surest {map.Best(label):0.00}, "
                    + $"{Counted.Of(finds.Length, "find")}"
            ),
            new SKPoint(place.X, place.Y + (2 * TextSize) + 4),
            Width,
            TextSize - 1,
            FigureColors.FaintInk
        );
        var to = SKRect.Create(place.X, place.Y + NameHeight, Width, Width * picture.Height / picture.Width);
        using (SKBitmap bitmap = Thumbnail.Of(HeatOverlay.Draw(picture, ShareAt)))
        {
            sheet.Draw(bitmap, to, isSmooth: true);
        }

        float scale = Width / picture.Width;
        foreach (TracedFind find in finds)
        {
            Box box = find.Detection.Box;
            sheet.Outline(
                SKRect.Create(
                    to.Left + (box.X * scale),
                    to.Top + (box.Y * scale),
                    box.Width * scale,
                    box.Height * scale
                ),
                SKColors.White,
                1.2f
            );
        }

        double ShareAt(int x, int y)
        {
            SearchedPart part = trace.Part;
            int column = CellOf(x - part.Part.X, part.Width, part.Part.Width, map.Stride);
            int row = CellOf(y - part.Part.Y, part.Height, part.Part.Height, map.Stride);
            return column >= 0 && row >= 0 && column < map.SeenColumns && row < map.SeenRows
                ? map.ScoreAt(column, row, label)
                : -1;
        }
    }

    private static int CellOf(int pixel, int inputLength, int length, int stride) =>
        (int)Math.Floor((pixel + 0.5) * inputLength / length / stride);
}
