using System.Globalization;
using SkiaSharp;
using Spotter.Networks.Layers;
using Spotter.Networks.Text;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>A network as boxes with arrows: a row a size of cells, from the picture down; what comes out at the
/// right.</summary>
internal static class NetworkSheet
{
    private const float Margin = 16;
    private const float RowName = 96;
    private const float BoxWidth = 190;
    private const float BoxHeight = 76;
    private const float GapX = 32;
    private const float GapY = 24;
    private const float TextSize = 12;

    private static readonly SKColor TrunkColor = new(0xDC, 0xEB, 0xF7);
    private static readonly SKColor BranchColor = new(0xDF, 0xF2, 0xE6);
    private static readonly SKColor OutputColor = new(0xFB, 0xE7, 0xCF);

    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(IReadOnlyList<NetworkBlock> blocks, TensorShape input)
    {
        int[] strides = [.. blocks.Select(static block => block.Stride).Append(1).Distinct().Order()];
        int columns = blocks.Max(static block => block.Column) + 1;
        using var sheet = new Sheet(
            (2 * Margin) + RowName + (columns * (BoxWidth + GapX)) - GapX,
            (2 * Margin) + (strides.Length * (BoxHeight + GapY)) - GapY
        );
        foreach ((int row, int stride) in strides.Index())
        {
            float middle = Margin + (row * (BoxHeight + GapY)) + (BoxHeight / 2);
            sheet.Write(
                stride == 1 ? "every pixel" : $"a cell is {stride}x{stride}",
                new SKPoint(Margin, middle - 2),
                RowName,
                TextSize,
                FigureColors.Ink
            );
            sheet.Write(
                stride == 1 ? "" : "pixels of it",
                new SKPoint(Margin, middle + TextSize),
                RowName,
                TextSize,
                FigureColors.FaintInk
            );
        }

        SKRect picture = PlaceOf(0, 0);
        foreach (NetworkBlock block in blocks)
        {
            SKRect to = PlaceOf(Array.IndexOf(strides, block.Stride), block.Column);
            foreach (int source in block.Sources)
            {
                SKRect from =
                    source == NetworkBlock.Input
                        ? picture
                        : PlaceOf(Array.IndexOf(strides, blocks[source].Stride), blocks[source].Column);
                sheet.Arrow(WayOf(from, to), FigureColors.FaintInk, 1.2f);
            }
        }

        DrawBox(sheet, picture, FigureColors.Paper, "the picture", SizeOf(input, "pixels"), "red, green and blue");
        foreach (NetworkBlock block in blocks)
        {
            SKColor color =
                block.IsOutput ? OutputColor
                : block.Column == 0 ? TrunkColor
                : BranchColor;
            DrawBox(
                sheet,
                PlaceOf(Array.IndexOf(strides, block.Stride), block.Column),
                color,
                block.Name,
                block.Steps,
                $"{SizeOf(block.Shape, "cells")}, {Counted.Of(block.Shape.Channels, "channel")}",
                string.Create(CultureInfo.InvariantCulture, $"{block.WeightCount:N0} weights, sees {block.Sight} px")
            );
        }

        return sheet.ToPng();
    }

    private static string SizeOf(TensorShape shape, string what) => $"{shape.Width} x {shape.Height} {what}";

    private static SKRect PlaceOf(int row, int column) =>
        SKRect.Create(
            Margin + RowName + (column * (BoxWidth + GapX)),
            Margin + (row * (BoxHeight + GapY)),
            BoxWidth,
            BoxHeight
        );

    // Straight where it can be, else sideways first.
    private static SKPoint[] WayOf(SKRect from, SKRect to)
    {
        if (from.MidY == to.MidY)
        {
            return [new SKPoint(from.Right, from.MidY), new SKPoint(to.Left, to.MidY)];
        }

        float end = to.MidY > from.MidY ? to.Top : to.Bottom;
        if (from.MidX == to.MidX)
        {
            return [new SKPoint(from.MidX, to.MidY > from.MidY ? from.Bottom : from.Top), new SKPoint(to.MidX, end)];
        }

        return
        [
            new SKPoint(to.MidX > from.MidX ? from.Right : from.Left, from.MidY),
            new SKPoint(to.MidX, from.MidY),
            new SKPoint(to.MidX, end),
        ];
    }

    private static void DrawBox(Sheet sheet, SKRect place, SKColor color, params ReadOnlySpan<string> lines)
    {
        sheet.Fill(place, color);
        sheet.Outline(place, FigureColors.FaintInk, 0.7f);
        for (int i = 0; i < lines.Length; i++)
        {
            sheet.Write(
                lines[i],
                new SKPoint(place.Left + 7, place.Top + 17 + (i * 16)),
                BoxWidth - 14,
                i == 0 ? TextSize : TextSize - 1,
                i == 0 ? FigureColors.Ink : FigureColors.FaintInk
            );
        }
    }
}
