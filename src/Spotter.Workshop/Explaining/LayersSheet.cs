using System.Globalization;
using SkiaSharp;
using Spotter.Media;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>A row a layer: the mean of all its channels over the picture, then the channels that differ most.</summary>
internal static class LayersSheet
{
    private const int Channels = 6;
    private const float Width = 150;
    private const float Gap = 8;
    private const float Margin = 16;
    private const float NameWidth = 150;
    private const float HeadHeight = 24;
    private const float ScaleHeight = 14;
    private const float TextSize = 12;

    /// <param name="trace">What the network saw, with its layers.</param>
    /// <param name="picture">What it looked at.</param>
    /// <param name="blocks">The blocks that the layers end.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(NetworkTrace trace, BgrImage picture, IReadOnlyList<NetworkBlock> blocks)
    {
        float height = Width * trace.Part.Height / trace.Part.Width;
        using var sheet = new Sheet(
            (2 * Margin) + NameWidth + ((Channels + 1) * (Width + Gap)) - Gap,
            (2 * Margin) + HeadHeight + ((blocks.Count + 1) * (height + Gap)) + ScaleHeight
        );
        sheet.Write("the picture", new SKPoint(Margin, Margin + 18), NameWidth - Gap, TextSize, FigureColors.Ink);
        using (SKBitmap bitmap = Thumbnail.Of(picture.Crop(trace.Part.Part)))
        {
            sheet.Draw(bitmap, SKRect.Create(Margin + NameWidth, Margin, Width, height), isSmooth: true);
        }

        float below = Margin + height + Gap;
        string[] heads = ["mean of all channels", .. Enumerable.Range(1, Channels).Select(Head)];
        for (int i = 0; i < heads.Length; i++)
        {
            var place = new SKPoint(Margin + NameWidth + (i * (Width + Gap)), below + TextSize);
            sheet.Write(heads[i], place, Width, TextSize, FigureColors.FaintInk);
        }

        for (int i = 0; i < blocks.Count; i++)
        {
            float top = below + HeadHeight + (i * (height + Gap));
            DrawLayer(sheet, trace, trace.Layers[i], blocks[i], top, height);
        }

        HeatOverlay.DrawScale(
            sheet,
            new SKPoint(Margin + NameWidth - 90, below + HeadHeight + (blocks.Count * (height + Gap))),
            "least",
            "most, of each tile"
        );
        return sheet.ToPng();
    }

    private static string Head(int number) => number == 1 ? "liveliest channel" : $"{number}.";

    private static void DrawLayer(
        Sheet sheet,
        NetworkTrace trace,
        LayerMap layer,
        NetworkBlock block,
        float top,
        float height
    )
    {
        string[] lines =
        [
            block.Name,
            string.Create(CultureInfo.InvariantCulture, $"cells of {block.Stride}x{block.Stride} pixels"),
            string.Create(CultureInfo.InvariantCulture, $"{layer.Shape.Channels} channels"),
            string.Create(CultureInfo.InvariantCulture, $"sees {block.Sight} pixels"),
        ];
        for (int i = 0; i < lines.Length; i++)
        {
            sheet.Write(
                lines[i],
                new SKPoint(Margin, top + 18 + (i * 17)),
                NameWidth - Gap,
                TextSize,
                i == 0 ? FigureColors.Ink : FigureColors.FaintInk
            );
        }

        // Cells beside the picture say nothing about it.
        int columns = Math.Min(layer.Shape.Width, (trace.Part.Width + block.Stride - 1) / block.Stride);
        int rows = Math.Min(layer.Shape.Height, (trace.Part.Height + block.Stride - 1) / block.Stride);
        float left = Margin + NameWidth;
        foreach (double[] map in Maps(layer, columns, rows))
        {
            (double least, double most) = (map.Min(), map.Max());
            double range = Math.Max(1e-9, most - least);
            using SKBitmap bitmap = Thumbnail.Of(
                [.. map.Select(value => DepthColors.At((value - least) / range))],
                columns,
                rows
            );
            sheet.Draw(bitmap, SKRect.Create(left, top, Width, height));
            left += Width + Gap;
        }
    }

    private static IEnumerable<double[]> Maps(LayerMap layer, int columns, int rows)
    {
        int channels = layer.Shape.Channels;
        double[][] all = [.. Enumerable.Range(0, channels).Select(channel => ChannelOf(layer, channel, columns, rows))];
        yield return [.. Enumerable.Range(0, columns * rows).Select(cell => all.Average(map => map[cell]))];
        foreach (double[] map in all.OrderByDescending(Deviation).Take(Channels))
        {
            yield return map;
        }
    }

    private static double[] ChannelOf(LayerMap layer, int channel, int columns, int rows)
    {
        double[] map = new double[columns * rows];
        for (int i = 0; i < map.Length; i++)
        {
            int cell = (i / columns * layer.Shape.Width) + (i % columns);
            map[i] = layer.Values[(cell * layer.Shape.Channels) + channel];
        }

        return map;
    }

    private static double Deviation(double[] map)
    {
        double mean = map.Average();
        return map.Sum(value => (value - mean) * (value - mean));
    }
}
