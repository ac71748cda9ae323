using System.Globalization;
using SkiaSharp;
using Spotter.Vision.Cascades;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>Which kinds of features a cascade uses, an example of each and how many there are.</summary>
internal static class FeatureTypesSheet
{
    private const float Side = 110;
    private const float Gap = 18;
    private const float Margin = 16;
    private const float CaptionHeight = 34;
    private const float TextSize = 12;
    private const int MostColumns = 6;

    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(CascadeModel model)
    {
        // The largest of a kind shows best what it is.
        (string Name, int Count, int Example)[] kinds =
        [
            .. UsedFeatures(model)
                .GroupBy(feature => FeatureNames.NameOf(model, feature), StringComparer.Ordinal)
                .Select(group => (group.Key, group.Count(), group.MaxBy(feature => Extent(model, feature))))
                .OrderByDescending(static kind => kind.Item2),
        ];
        int columns = Math.Min(MostColumns, kinds.Length);
        int rows = (kinds.Length + columns - 1) / columns;
        using var sheet = new Sheet(
            (2 * Margin) + (columns * (Side + Gap)) - Gap,
            (2 * Margin) + (rows * (Side + CaptionHeight + Gap)) - Gap
        );
        for (int i = 0; i < kinds.Length; i++)
        {
            float left = Margin + (i % columns * (Side + Gap));
            float top = Margin + (i / columns * (Side + CaptionHeight + Gap));
            SKRect place = WindowPlace.Fit(model.WindowSize, left, top, Side);
            sheet.Fill(place, FigureColors.Rule);
            using SKBitmap bitmap = FeatureBitmap.Of(model, kinds[i].Example);
            sheet.Draw(bitmap, place);
            sheet.Outline(place, FigureColors.FaintInk, 0.5f);
            sheet.Write(
                kinds[i].Name,
                new SKPoint(left, top + Side + TextSize + 3),
                Side + Gap,
                TextSize,
                FigureColors.Ink
            );
            string count = string.Create(CultureInfo.InvariantCulture, $"{kinds[i].Count:N0} used");
            sheet.Write(
                count,
                new SKPoint(left, top + Side + (2 * TextSize) + 6),
                Side,
                TextSize - 1,
                FigureColors.FaintInk
            );
        }

        return sheet.ToPng();
    }

    private static IEnumerable<int> UsedFeatures(CascadeModel model) =>
        model.Nodes.ToArray().Select(static node => node.Feature);

    private static long Extent(CascadeModel model, int feature) =>
        model.FeatureType == CascadeFeatureType.Haar
            ? (long)model.HaarFeatures[feature].First.Width * model.HaarFeatures[feature].First.Height
            : (long)model.LbpFeatures[feature].BlockWidth * model.LbpFeatures[feature].BlockHeight;
}
