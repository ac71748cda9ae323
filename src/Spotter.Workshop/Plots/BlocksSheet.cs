using SkiaSharp;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Workshop.Plots;

/// <summary>A network of pictures: a slab a layer, with the shape of what it gives.</summary>
internal static class BlocksSheet
{
    private const int Columns = 6;
    private const float CellWidth = 158;
    private const float SlabHeight = 104;
    private const float CellHeight = SlabHeight + 92;
    private const float Margin = 20;
    private const float TextSize = 12;
    private const float SheetStep = 4;
    private const int MostSheets = 11;

    private static readonly SKColor PictureColor = new(0xBF, 0xDD, 0xF2);
    private static readonly SKColor PoolColor = new(0xF8, 0xDD, 0xB8);
    private static readonly SKColor DenseColor = new(0xC5, 0xE8, 0xD5);

    private sealed record Slab(string Name, TensorShape Shape, long Weights, SKColor Color, string Below);

    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(Sequential network, IReadOnlyList<string> classNames)
    {
        Slab[] slabs = [.. SlabsOf(network, classNames)];
        int rows = (slabs.Length + Columns - 1) / Columns;
        int columns = Math.Min(Columns, slabs.Length);
        using var sheet = new Sheet(2 * Margin + columns * CellWidth, 2 * Margin + rows * CellHeight - 20);
        for (int i = 0; i < slabs.Length; i++)
        {
            float left = Margin + i % Columns * CellWidth;
            float top = Margin + i / Columns * CellHeight;
            SKRect body = DrawSlab(sheet, slabs[i], network.InputShape, left, top);
            if (i % Columns < Columns - 1 && i < slabs.Length - 1)
            {
                float middle = top + SlabHeight / 2;
                sheet.Arrow(
                    [new SKPoint(body.Right + 5, middle), new SKPoint(left + CellWidth - 4, middle)],
                    FigureColors.FaintInk,
                    1.2f
                );
            }
        }

        return sheet.ToPng();
    }

    private static IEnumerable<Slab> SlabsOf(Sequential network, IReadOnlyList<string> classNames)
    {
        string channels = network.InputShape.Channels == 1 ? "gray" : "red, green, blue";
        yield return new Slab("the picture", network.InputShape, 0, FigureColors.Rule, channels);
        BuiltLayer[] layers = [.. network.Built];
        for (int i = 0; i < layers.Length; i++)
        {
            BuiltLayer layer = layers[i];

            // What only scales or bends numbers, or does nothing when the network is used, belongs to what it follows.
            if (layer.Layer is Activation or BatchNormalization or Dropout or Flatten)
            {
                continue;
            }

            int next = i + 1;
            long weights = WeightsOf(layer);
            while (next < layers.Length && layers[next].Layer is BatchNormalization or Activation or Dropout)
            {
                weights += WeightsOf(layers[next++]);
            }

            bool isLast = layers.Skip(next).All(static later => later.Layer is Activation or Dropout or Flatten);
            SKColor color =
                layer.Layer is Dense ? DenseColor
                : layer.Parameters.Count == 0 ? PoolColor
                : PictureColor;
            yield return new Slab(
                NameOf(layer),
                layer.Output,
                weights,
                color,
                isLast && classNames.Count > 0 ? string.Join(", ", classNames) : ""
            );
        }
    }

    private static long WeightsOf(BuiltLayer layer) =>
        layer.Parameters.Sum(static parameter => parameter.IsTrainable ? (long)parameter.Count : 0);

    private static string NameOf(BuiltLayer layer) =>
        layer.Layer is Residual ? "sum with what came in" : NetworkDrawing.NameOf(layer.Layer) ?? layer.Name;

    private static SKRect DrawSlab(Sheet sheet, Slab slab, TensorShape input, float left, float top)
    {
        TensorShape shape = slab.Shape;
        int sheets = 1 + Math.Min(MostSheets - 1, (int)Math.Round(Math.Log2(shape.IsImage ? shape.Channels : 1)));
        float reach = (sheets - 1) * SheetStep;
        float scale = (SlabHeight - (MostSheets - 1) * SheetStep) / Math.Max(input.Height, input.Width);
        float height = shape.IsImage
            ? Math.Max(7, shape.Height * scale)
            : Math.Clamp(9 * MathF.Log2(shape.Channels + 1), 12, SlabHeight);
        float width = shape.IsImage ? Math.Max(7, shape.Width * scale) : 12;
        float x = left + 8;
        float y = top + (SlabHeight - height - reach) / 2 + reach;
        for (int i = sheets - 1; i >= 0; i--)
        {
            var place = SKRect.Create(x + i * SheetStep, y - i * SheetStep, width, height);
            sheet.Fill(place, slab.Color);
            sheet.Outline(place, FigureColors.FaintInk, 0.7f);
        }

        string[] lines =
        [
            slab.Name,
            slab.Shape.ToString(),
            slab.Weights > 0 ? $"{NetworkDrawing.Number(slab.Weights)} weights" : "nothing to learn",
            slab.Below,
        ];
        for (int i = 0; i < lines.Length; i++)
        {
            sheet.Write(
                i == 2 && slab.Name == "the picture" ? "" : lines[i],
                new SKPoint(left + 8, top + SlabHeight + 18 + i * 16),
                CellWidth - 16,
                i == 0 ? TextSize : TextSize - 1,
                i == 0 ? FigureColors.Ink : FigureColors.FaintInk
            );
        }

        return SKRect.Create(x, y - reach, width + reach, height + reach);
    }
}
