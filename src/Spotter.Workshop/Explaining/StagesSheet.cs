using System.Globalization;
using SkiaSharp;
using Spotter.Networks.Text;
using Spotter.Vision.Cascades;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>A row a stage: where its features look, and the ones with the most votes, over the mean object.</summary>
internal static class StagesSheet
{
    private const int FeaturesARow = 8;
    private const float Side = 76;
    private const float Gap = 6;
    private const float Margin = 16;
    private const float NameWidth = 110;
    private const float TextSize = 12;

    // Of the deepest blue: the picture below must stay visible.
    private const byte AttentionOpacity = 215;

    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(CascadeModel model, SKBitmap mean)
    {
        using var sheet = new Sheet(
            (2 * Margin) + NameWidth + ((FeaturesARow + 1) * (Side + Gap)),
            (2 * Margin) + (model.Stages.Length * (Side + Gap))
        );
        for (int s = 0; s < model.Stages.Length; s++)
        {
            DrawStage(sheet, model, s, mean, Margin + (s * (Side + Gap)));
        }

        return sheet.ToPng();
    }

    private static void DrawStage(Sheet sheet, CascadeModel model, int number, SKBitmap mean, float top)
    {
        Stage stage = model.Stages[number];
        int[] features = StageFeatures.ByVotes(model, stage);
        sheet.Write(
            string.Create(CultureInfo.InvariantCulture, $"stage {number + 1}"),
            new SKPoint(Margin, top + 24),
            NameWidth,
            TextSize,
            FigureColors.Ink
        );
        sheet.Write(
            Counted.Of(stage.ClassifierCount, model.MaxNodesPerTree == 1 ? "stump" : "tree"),
            new SKPoint(Margin, top + 42),
            NameWidth,
            TextSize - 1,
            FigureColors.FaintInk
        );
        sheet.Write(
            Counted.Of(features.Length, "feature"),
            new SKPoint(Margin, top + 58),
            NameWidth,
            TextSize - 1,
            FigureColors.FaintInk
        );
        float left = Margin + NameWidth;
        using (SKBitmap attention = Attention(model, features))
        {
            DrawOver(sheet, mean, attention, WindowPlace.Fit(model.WindowSize, left, top, Side));
        }

        foreach (int feature in features.Take(FeaturesARow))
        {
            left += Side + Gap;
            using SKBitmap bitmap = FeatureBitmap.Of(model, feature);
            DrawOver(sheet, mean, bitmap, WindowPlace.Fit(model.WindowSize, left, top, Side));
        }
    }

    private static void DrawOver(Sheet sheet, SKBitmap mean, SKBitmap overlay, SKRect place)
    {
        sheet.Draw(mean, place);
        sheet.Draw(overlay, place);
        sheet.Outline(place, FigureColors.FaintInk, 0.5f);
    }

    /// <summary>How many of the features see each pixel of the window.</summary>
    private static SKBitmap Attention(CascadeModel model, int[] features)
    {
        (int width, int height) = model.WindowSize;
        int[] counts = new int[width * height];
        foreach (int feature in features)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i] += Sees(model, feature, i % width, i / width) ? 1 : 0;
            }
        }

        double most = Math.Max(1, counts.Max());
        return Thumbnail.Of(
            [
                .. counts.Select(count =>
                    DepthColors.At(count / most).WithAlpha((byte)(AttentionOpacity * count / most))
                ),
            ],
            width,
            height
        );
    }

    private static bool Sees(CascadeModel model, int feature, int x, int y)
    {
        if (model.FeatureType == CascadeFeatureType.Haar)
        {
            return FeatureBitmap.WeightAt(model.HaarFeatures[feature], x + 0.5f, y + 0.5f) != 0;
        }

        LbpFeature blocks = model.LbpFeatures[feature];
        return x >= blocks.X
            && x < blocks.X + (3 * blocks.BlockWidth)
            && y >= blocks.Y
            && y < blocks.Y + (3 * blocks.BlockHeight);
    }
}
