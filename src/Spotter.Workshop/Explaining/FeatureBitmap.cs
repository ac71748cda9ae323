using SkiaSharp;
using Spotter.Vision.Cascades;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>Draws features as a transparent picture of the window, to be laid over what they look at.</summary>
internal static class FeatureBitmap
{
    // Edges of tilted rectangles run through pixels; this many samples a pixel show them straight.
    private const int SamplesPerPixel = 6;
    private const byte Opacity = 205;
    private const int LbpSide = 3;
    private const int LbpMiddle = 4;

    /// <summary>
    /// Pixels that add to a Haar feature are white, those that subtract black; an LBP feature shows its blocks, the
    /// middle one in orange.
    /// </summary>
    /// <param name="model">The cascade.</param>
    /// <param name="feature">Index of the feature.</param>
    public static SKBitmap Of(CascadeModel model, int feature)
    {
        int width = model.WindowSize.Width * SamplesPerPixel;
        int height = model.WindowSize.Height * SamplesPerPixel;
        var colors = new SKColor[width * height];
        for (int i = 0; i < colors.Length; i++)
        {
            float x = ((i % width) + 0.5f) / SamplesPerPixel;
            float y = ((i / width) + 0.5f) / SamplesPerPixel;
            colors[i] =
                model.FeatureType == CascadeFeatureType.Haar
                    ? ColorOf(WeightAt(model.HaarFeatures[feature], x, y))
                    : ColorOf(model.LbpFeatures[feature], x, y);
        }

        return Thumbnail.Of(colors, width, height);
    }

    /// <summary>By what the pixel at a place of the window counts in a feature.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="x">In pixels of the window.</param>
    /// <param name="y">In pixels of the window.</param>
    public static float WeightAt(in HaarFeature feature, float x, float y) =>
        WeightAt(feature.First, feature.IsTilted, x, y)
        + WeightAt(feature.Second, feature.IsTilted, x, y)
        + WeightAt(feature.Third, feature.IsTilted, x, y);

    private static float WeightAt(in WeightedRectangle r, bool isTilted, float x, float y)
    {
        float dx = x - r.X;
        float dy = y - r.Y;

        // A tilted rectangle hangs from its top corner: its width runs down to the right, its height down to the left.
        (float across, float down) = isTilted ? ((dx + dy) / 2, (dy - dx) / 2) : (dx, dy);
        return across >= 0 && across < r.Width && down >= 0 && down < r.Height ? r.Weight : 0;
    }

    private static SKColor ColorOf(float weight) =>
        weight switch
        {
            > 0 => SKColors.White.WithAlpha(Opacity),
            < 0 => SKColors.Black.WithAlpha(Opacity),
            _ => SKColors.Transparent,
        };

    private static SKColor ColorOf(in LbpFeature feature, float x, float y)
    {
        int column = (int)MathF.Floor((x - feature.X) / feature.BlockWidth);
        int row = (int)MathF.Floor((y - feature.Y) / feature.BlockHeight);
        if (column is < 0 or >= LbpSide || row is < 0 or >= LbpSide)
        {
            return SKColors.Transparent;
        }

        int block = (row * LbpSide) + column;
        return (
            block == LbpMiddle ? FigureColors.Wrong
            : block % 2 == 0 ? SKColors.White
            : SKColors.Black
        ).WithAlpha(Opacity);
    }
}
