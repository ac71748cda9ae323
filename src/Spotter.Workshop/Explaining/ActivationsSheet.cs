using System.Globalization;
using SkiaSharp;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>What each layer of a classifier answers to one picture: a row a layer.</summary>
internal static class ActivationsSheet
{
    private const int MostTiles = 12;
    private const float Side = 72;
    private const float Gap = 6;
    private const float Margin = 16;
    private const float NameWidth = 150;
    private const float TextSize = 12;
    private const float BarHeight = 18;

    /// <param name="classifier">The network.</param>
    /// <param name="picture">A picture of its size.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(ImageClassifier classifier, BgrImage picture)
    {
        LayerOutput[] rows =
        [
            .. LayerOutputs.Of(classifier, picture).Where(static layer => layer.Layer is not (Dropout or Flatten)),
        ];
        ClassScore[] scores = [.. classifier.Classify(picture)];
        float[] heights = [.. rows.Select(HeightOf)];
        float answers = scores.Length * BarHeight + Gap;
        using var sheet = new Sheet(
            2 * Margin + NameWidth + MostTiles * (Side + Gap),
            2 * Margin + Side + Gap + heights.Sum() + answers + 20
        );
        sheet.Write("the picture", new SKPoint(Margin, Margin + 18), NameWidth, TextSize, FigureColors.Ink);
        using (SKBitmap bitmap = Thumbnail.Of(picture))
        {
            sheet.Draw(bitmap, SKRect.Create(Margin + NameWidth, Margin, Side, Side));
        }

        float top = Margin + Side + Gap;
        for (int i = 0; i < rows.Length; i++)
        {
            DrawRow(sheet, rows[i], top);
            top += heights[i];
        }

        sheet.Write("the answer", new SKPoint(Margin, top + 14), NameWidth, TextSize, FigureColors.Ink);
        for (int i = 0; i < scores.Length; i++)
        {
            DrawAnswer(sheet, scores[i], top + i * BarHeight);
        }

        HeatOverlay.DrawScale(sheet, new SKPoint(Margin + NameWidth - 90, top + answers), "least", "most, of each row");
        return sheet.ToPng();
    }

    private static float HeightOf(LayerOutput layer) => (layer.Shape.IsImage ? Side : 34) + Gap;

    private static void DrawRow(Sheet sheet, LayerOutput layer, float top)
    {
        TensorShape shape = layer.Shape;
        sheet.Write(Name(layer.Layer), new SKPoint(Margin, top + 14), NameWidth - Gap, TextSize, FigureColors.Ink);
        sheet.Write(
            shape.ToString(),
            new SKPoint(Margin, top + 30),
            NameWidth - Gap,
            TextSize - 1,
            FigureColors.FaintInk
        );
        float least = layer.Values.Min();
        float range = Math.Max(1e-9f, layer.Values.Max() - least);
        float left = Margin + NameWidth;
        if (!shape.IsImage)
        {
            int shown = Math.Min(shape.Channels, 128);
            using SKBitmap strip = Thumbnail.Of(
                [.. layer.Values.Take(shown).Select(value => DepthColors.At((value - least) / range))],
                shown,
                1
            );
            sheet.Draw(strip, SKRect.Create(left, top + 4, Math.Min(MostTiles * (Side + Gap), shown * 14f), 24));
            return;
        }

        foreach (int channel in Liveliest(layer).Take(MostTiles))
        {
            var colors = new SKColor[shape.Height * shape.Width];
            for (int i = 0; i < colors.Length; i++)
            {
                colors[i] = DepthColors.At((layer.Values[i * shape.Channels + channel] - least) / range);
            }

            using SKBitmap tile = Thumbnail.Of(colors, shape.Width, shape.Height);
            sheet.Draw(tile, SKRect.Create(left, top, Side, Side));
            left += Side + Gap;
        }
    }

    private static void DrawAnswer(Sheet sheet, ClassScore score, float top)
    {
        float left = Margin + NameWidth;
        const float Width = 260;
        sheet.Fill(SKRect.Create(left, top + 3, Width, BarHeight - 6), FigureColors.Rule);
        sheet.Fill(SKRect.Create(left, top + 3, Width * score.Probability, BarHeight - 6), FigureColors.Right);
        sheet.Write(
            string.Create(CultureInfo.InvariantCulture, $"{score.ClassName} {score.Probability * 100:0.0} %"),
            new SKPoint(left + Width + 10, top + 14),
            300,
            TextSize,
            FigureColors.Ink
        );
    }

    // The channels that differ most over the picture come first.
    private static IEnumerable<int> Liveliest(LayerOutput layer)
    {
        int channels = layer.Shape.Channels;
        return Enumerable
            .Range(0, channels)
            .OrderByDescending(channel =>
            {
                double sum = 0;
                double squares = 0;
                for (int i = channel; i < layer.Values.Length; i += channels)
                {
                    sum += layer.Values[i];
                    squares += (double)layer.Values[i] * layer.Values[i];
                }

                int count = layer.Values.Length / channels;
                return squares / count - sum / count * (sum / count);
            });
    }

    private static string Name(Layer layer) =>
        layer switch
        {
            BatchNormalization => "normalised",
            Activation one => $"{one.Function}".ToLowerInvariant(),
            _ => NetworkDrawing.NameOf(layer) ?? layer.GetType().Name,
        };
}
