using System.Globalization;
using SkiaSharp;
using Spotter.Learning.Datasets;

namespace Spotter.Workshop.Plots;

/// <summary>
/// Pictures with what a classifier makes of each: the answer in words, and a bar for each class; blue where it is
/// right, orange where it is wrong.
/// </summary>
public static class PredictionGrid
{
    private const float PictureSide = 104;
    private const float BarsWidth = 104;
    private const float Gap = 18;
    private const float CaptionHeight = 36;
    private const float CellWidth = PictureSide + 8 + BarsWidth;
    private const float CellHeight = PictureSide + CaptionHeight;
    private const float TextSize = 11.5f;
    private const float NumberSize = 8;
    private const int MostNumberedBars = 12;
    private const int Columns = 4;

    /// <summary>Draws the grid.</summary>
    /// <param name="dataset">Where the pictures are.</param>
    /// <param name="predictions">What to show, row after row; at least one.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(ImageDataset dataset, IReadOnlyList<Prediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(predictions);
        int across = Math.Clamp(predictions.Count, 1, Columns);
        int rows = (predictions.Count + across - 1) / across;
        using var sheet = new Sheet(Gap + across * (CellWidth + Gap), Gap + Math.Max(1, rows) * (CellHeight + Gap));
        for (int i = 0; i < predictions.Count; i++)
        {
            var corner = new SKPoint(Gap + i % across * (CellWidth + Gap), Gap + i / across * (CellHeight + Gap));
            DrawCell(sheet, corner, dataset, predictions[i]);
        }

        return sheet.ToPng();
    }

    private static void DrawCell(Sheet sheet, SKPoint corner, ImageDataset dataset, Prediction prediction)
    {
        SKColor color = prediction.IsRight ? FigureColors.Right : FigureColors.Wrong;
        using SKBitmap picture = Thumbnail.OfPicture(dataset.Image(prediction.Picture), dataset.ImageShape);
        SKRect place = Fit(dataset, corner);
        sheet.Draw(picture, place);
        sheet.Outline(place, color, 2);
        string answer = dataset.ClassNames[prediction.Answer];
        string caption = string.Create(CultureInfo.InvariantCulture, $"{answer} {prediction.Confidence * 100:0} %");
        float baseline = corner.Y + PictureSide + 15;
        sheet.Write(caption, new SKPoint(corner.X, baseline), CellWidth, TextSize, color);
        if (!prediction.IsRight)
        {
            sheet.Write(
                $"is {dataset.ClassNames[prediction.Label]}",
                new SKPoint(corner.X, baseline + 15),
                CellWidth,
                TextSize,
                FigureColors.Ink
            );
        }

        DrawBars(sheet, new SKPoint(corner.X + PictureSide + 8, corner.Y), prediction);
    }

    private static SKRect Fit(ImageDataset dataset, SKPoint corner)
    {
        float scale = PictureSide / Math.Max(dataset.ImageShape.Width, dataset.ImageShape.Height);
        float width = dataset.ImageShape.Width * scale;
        float height = dataset.ImageShape.Height * scale;
        return SKRect.Create(
            corner.X + (PictureSide - width) / 2,
            corner.Y + (PictureSide - height) / 2,
            width,
            height
        );
    }

    private static void DrawBars(Sheet sheet, SKPoint corner, Prediction prediction)
    {
        int classes = prediction.Probabilities.Count;
        bool hasNumbers = classes <= MostNumberedBars;
        float floor = corner.Y + PictureSide - (hasNumbers ? NumberSize + 3 : 0);
        float step = BarsWidth / classes;
        for (int i = 0; i < classes; i++)
        {
            SKColor color =
                i == prediction.Label ? FigureColors.Right
                : i == prediction.Answer ? FigureColors.Wrong
                : FigureColors.FaintInk;
            float height = Math.Max(0.5f, prediction.Probabilities[i] * (floor - corner.Y));
            sheet.Fill(SKRect.Create(corner.X + i * step + step * 0.1f, floor - height, step * 0.8f, height), color);
            if (hasNumbers)
            {
                var place = new SKPoint(corner.X + (i + 0.5f) * step, floor + NumberSize + 2);
                sheet.Write(
                    i.ToString(CultureInfo.InvariantCulture),
                    place,
                    step * 2,
                    NumberSize,
                    FigureColors.FaintInk,
                    SKTextAlign.Center
                );
            }
        }

        sheet.Fill(SKRect.Create(corner.X, floor, BarsWidth, 1), FigureColors.FaintInk);
    }
}
