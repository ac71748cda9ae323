using SkiaSharp;
using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Workshop.Plots;

/// <summary>A network of dense layers: a column of nodes a layer, and lines for the weights between them.</summary>
internal static class NodesSheet
{
    private const int MostNodes = 20;
    private const float Step = 26;
    private const float Radius = 8;
    private const float ColumnWidth = 190;
    private const float Margin = 20;
    private const float HeadHeight = 44;
    private const float NameWidth = 130;
    private const float TextSize = 12;

    // Of the largest weight between two columns: what is less would only make the drawing gray.
    private const float LeastShown = 0.12f;

    private sealed record Column(string Name, int Count, int[] Shown);

    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(Sequential network, IReadOnlyList<string> classNames)
    {
        BuiltLayer[] dense = [.. network.Built.Where(static layer => layer.Layer is Dense)];
        float[][] weights = [.. dense.Select(static layer => layer.Parameters[0].ToArray())];
        Column[] columns = Choose(network, dense, weights);
        float height = columns.Max(static column => column.Shown.Length) * Step;
        using var sheet = new Sheet(
            2 * Margin + (columns.Length - 1) * ColumnWidth + 2 * Radius + NameWidth,
            2 * Margin + HeadHeight + height
        );
        for (int i = 0; i < dense.Length; i++)
        {
            DrawLines(sheet, columns, i, weights[i], height);
        }

        for (int i = 0; i < columns.Length; i++)
        {
            DrawColumn(sheet, columns[i], i, height, i == columns.Length - 1 ? classNames : []);
        }

        return sheet.ToPng();
    }

    private static Column[] Choose(Sequential network, BuiltLayer[] dense, float[][] weights)
    {
        var columns = new List<Column>();
        for (int i = 0; i <= dense.Length; i++)
        {
            int count = i < dense.Length ? dense[i].Input.Length : dense[^1].Output.Length;
            string name =
                i == 0 ? (network.InputShape.IsImage ? $"pixels ({network.InputShape})" : "inputs")
                : i == dense.Length ? "classes"
                : $"layer {i}";
            int[] shown = [.. Enumerable.Range(0, count)];
            if (count > MostNodes && i < dense.Length)
            {
                int units = dense[i].Output.Length;
                float[] next = weights[i];
                shown =
                [
                    .. shown
                        .OrderByDescending(node => SumOfSquares(next.AsSpan(node * units, units)))
                        .Take(MostNodes)
                        .Order(),
                ];
            }

            columns.Add(new Column(name, count, [.. shown.Take(MostNodes)]));
        }

        return [.. columns];
    }

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }

    private static void DrawLines(Sheet sheet, Column[] columns, int number, float[] weights, float height)
    {
        (Column from, Column to) = (columns[number], columns[number + 1]);
        var lines = new List<(int From, int To, float Weight)>();
        for (int a = 0; a < from.Shown.Length; a++)
        {
            for (int b = 0; b < to.Shown.Length; b++)
            {
                lines.Add((a, b, weights[from.Shown[a] * to.Count + to.Shown[b]]));
            }
        }

        float most = Math.Max(1e-9f, lines.Max(static line => Math.Abs(line.Weight)));
        foreach ((int a, int b, float weight) in lines.OrderBy(static line => Math.Abs(line.Weight)))
        {
            float share = weight / most;
            if (Math.Abs(share) >= LeastShown)
            {
                sheet.Line(
                    PlaceOf(from, number, a, height),
                    PlaceOf(to, number + 1, b, height),
                    FigureColors.Diverging(share),
                    0.4f + 2.2f * Math.Abs(share)
                );
            }
        }
    }

    private static void DrawColumn(Sheet sheet, Column column, int number, float height, IReadOnlyList<string> names)
    {
        float left = Margin + number * ColumnWidth;
        sheet.Write(column.Name, new SKPoint(left, Margin + 12), ColumnWidth - 10, TextSize, FigureColors.Ink);
        string count =
            column.Shown.Length < column.Count
                ? $"{column.Shown.Length} of {NetworkDrawing.Number(column.Count)} shown"
                : NetworkDrawing.Number(column.Count);
        sheet.Write(count, new SKPoint(left, Margin + 27), ColumnWidth - 10, TextSize - 1, FigureColors.FaintInk);
        for (int i = 0; i < column.Shown.Length; i++)
        {
            SKPoint place = PlaceOf(column, number, i, height);
            sheet.Circle(place, Radius, FigureColors.Paper, FigureColors.Ink);
            string? name =
                names.Count == column.Count ? names[column.Shown[i]]
                : names.Count == 2 && column.Count == 1 ? names[1]
                : null;
            if (name is not null)
            {
                sheet.Write(
                    name,
                    new SKPoint(place.X + Radius + 7, place.Y + 4),
                    NameWidth - 10,
                    TextSize,
                    FigureColors.Ink
                );
            }
        }
    }

    private static SKPoint PlaceOf(Column column, int number, int node, float height) =>
        new(
            Margin + Radius + number * ColumnWidth,
            Margin + HeadHeight + (height - column.Shown.Length * Step) / 2 + (node + 0.5f) * Step
        );
}
