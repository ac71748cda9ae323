using SkiaSharp;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Workshop.Plots;

/// <summary>
/// What the units of the first layer with weights look at: a tile a unit, blue where a bright pixel speaks for it and
/// orange where it speaks against it.
/// </summary>
public static class FirstLayerWeights
{
    private const float Side = 62;
    private const float Gap = 5;
    private const float Margin = 16;
    private const int Columns = 16;
    private const int MostTiles = 128;

    /// <summary>Draws at most 128 units.</summary>
    /// <param name="network">A network that takes pictures.</param>
    /// <returns>A PNG picture; null where the first layer with weights sees no picture any more.</returns>
    public static byte[]? Draw(Sequential network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Parameter? kernel = network.Parameters.FirstOrDefault(static parameter => parameter.Shape.Count > 1);
        if (kernel is null || TileShape(network, kernel) is not { } tile)
        {
            return null;
        }

        int units = kernel.Shape[^1];
        int shown = Math.Min(MostTiles, units);
        int columns = Math.Min(Columns, shown);
        int rows = (shown + columns - 1) / columns;
        float[] weights = kernel.ToArray();
        using var sheet = new Sheet(2 * Margin + columns * (Side + Gap) - Gap, 2 * Margin + rows * (Side + Gap) - Gap);
        for (int unit = 0; unit < shown; unit++)
        {
            using SKBitmap bitmap = Tile(weights, tile, units, unit);
            var place = SKRect.Create(
                Margin + unit % columns * (Side + Gap),
                Margin + unit / columns * (Side + Gap),
                Side,
                Side
            );
            sheet.Draw(bitmap, place);
            sheet.Outline(place, FigureColors.Rule, 1);
        }

        return sheet.ToPng();
    }

    // (inputs, units) of a dense layer on all pixels, or (height, width, channels, filters).
    private static TensorShape? TileShape(Sequential network, Parameter kernel) =>
        kernel.Shape switch
        {
            [var height, var width, var channels, _] => TensorShape.Image(height, width, channels),
            [var inputs, _] when inputs == network.InputShape.Length => network.InputShape,
            _ => null,
        };

    private static SKBitmap Tile(float[] weights, TensorShape tile, int units, int unit)
    {
        var sums = new double[tile.Height * tile.Width];
        for (int i = 0; i < tile.Length; i++)
        {
            sums[i / tile.Channels] += weights[i * units + unit];
        }

        double most = Math.Max(1e-12, sums.Max(Math.Abs));
        return Thumbnail.Of([.. sums.Select(sum => FigureColors.Diverging(sum / most))], tile.Width, tile.Height);
    }
}
