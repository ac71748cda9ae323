using System.Globalization;
using System.Text;
using Spotter.Networks.Text;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

internal static class NetworkSummary
{
    public static string Format(Sequential network)
    {
        var rows = new List<(string Layer, string Output, string Parameters)> { ("layer", "output", "parameters") };
        Add(rows, network.Built, "");
        int first = rows.Max(row => row.Layer.Length);
        int second = rows.Max(row => row.Output.Length);
        int third = rows.Max(row => row.Parameters.Length);
        var text = new StringBuilder();
        text.Append("input ").Append(network.InputShape).Append('\n');
        foreach ((string layer, string output, string parameters) in rows)
        {
            text.Append(layer.PadRight(first))
                .Append("  ")
                .Append(output.PadRight(second))
                .Append("  ")
                .Append(parameters.PadLeft(third))
                .Append('\n');
        }

        long all = network.Parameters.Sum(parameter => (long)parameter.Count);
        return text.Append(
                CultureInfo.InvariantCulture,
                $"{Counted.Of(network.TrainableCount, "trainable parameter")}, "
                    + $"{Counted.Of(all - network.TrainableCount, "other")}"
            )
            .ToString();
    }

    private static void Add(
        List<(string Layer, string Output, string Parameters)> rows,
        IReadOnlyList<BuiltLayer> layers,
        string indent
    )
    {
        foreach (BuiltLayer layer in layers)
        {
            string count = layer
                .Parameters.Sum(parameter => parameter.Count)
                .ToString("N0", CultureInfo.InvariantCulture);
            rows.Add((indent + layer.Name, layer.Output.ToString(), count));
            Add(rows, layer.Body, indent + "  ");
            Add(rows, layer.Shortcut, indent + "  shortcut ");
        }
    }
}
