using System.Globalization;
using SkiaSharp;
using Spotter.Learning.Datasets;

namespace Spotter.Workshop.Plots;

/// <summary>Some pictures of each class, a row a class.</summary>
public static class SamplesSheet
{
    private const float Side = 52;
    private const float Gap = 4;
    private const float Margin = 16;
    private const float NameWidth = 150;
    private const float TextSize = 13;
    private const int MostRows = 40;
    private const int PerClass = 10;

    /// <summary>Draws the first ten pictures of each class, at most 40 classes.</summary>
    /// <param name="dataset">The pictures.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(ImageDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        int rows = Math.Min(MostRows, dataset.ClassNames.Count);
        IReadOnlyList<int> counts = dataset.Balance().Counts;
        using var sheet = new Sheet(2 * Margin + NameWidth + PerClass * (Side + Gap), 2 * Margin + rows * (Side + Gap));
        var shown = new int[dataset.ClassNames.Count];
        for (int row = 0; row < rows; row++)
        {
            float middle = Margin + row * (Side + Gap) + Side / 2;
            sheet.Write(
                dataset.ClassNames[row],
                new SKPoint(Margin, middle),
                NameWidth - 10,
                TextSize,
                FigureColors.Ink
            );
            string count = string.Create(CultureInfo.InvariantCulture, $"{counts[row]:N0}");
            sheet.Write(
                count,
                new SKPoint(Margin, middle + TextSize + 2),
                NameWidth - 10,
                TextSize - 2,
                FigureColors.FaintInk
            );
        }

        for (int i = 0; i < dataset.Count; i++)
        {
            int label = dataset.Labels[i];
            if (label < rows && shown[label] < PerClass)
            {
                using SKBitmap picture = Thumbnail.OfPicture(dataset.Image(i), dataset.ImageShape);
                float left = Margin + NameWidth + shown[label]++ * (Side + Gap);
                sheet.Draw(picture, SKRect.Create(left, Margin + label * (Side + Gap), Side, Side));
            }
        }

        return sheet.ToPng();
    }
}
