using System.Globalization;
using System.Text;
using Spotter.Networks.Graphs;
using Spotter.Networks.Text;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

internal static class NetworkSummary
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Format(NetworkGraph network)
    {
        var rows = new List<(string Layer, string Output, string Parameters)> { ("layer", "output", "parameters") };
        foreach (BuiltLayer layer in network.Built)
        {
            string count = layer.Parameters.Sum(static parameter => parameter.Count).ToString("N0", Culture);
            rows.Add((NameIn(network, layer), layer.Output.ToString(), count));
        }

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
                Culture,
                $"{Counted.Of(network.TrainableCount, "trainable parameter")}, "
                    + $"{Counted.Of(all - network.TrainableCount, "other")}"
            )
            .ToString();
    }

    // Where a layer takes something else than what stands before it, and where it comes out, the name says so.
    private static string NameIn(NetworkGraph network, BuiltLayer layer)
    {
        var text = new StringBuilder(new string(' ', 2 * layer.Depth)).Append(layer.Name);
        if (layer.Layer.Inputs is { } inputs)
        {
            text.Append(" <- ").AppendJoin(", ", inputs);
        }

        return network.Outputs.Count > 1 && network.OutputNames.Contains(layer.Name, StringComparer.Ordinal)
            ? text.Append(" (output)").ToString()
            : text.ToString();
    }
}
