using System.Globalization;
using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Workshop.Plots;

/// <summary>
/// A classifier's network as a drawing: of dense layers alone as nodes and lines with the real weights, of others as
/// blocks with the shapes of what goes through.
/// </summary>
public static class NetworkDrawing
{
    /// <summary>Draws a network.</summary>
    /// <param name="network">What is drawn.</param>
    /// <param name="classNames">What its outputs are called.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(Sequential network, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(classNames);
        return IsOfNodes(network) ? NodesSheet.Draw(network, classNames) : BlocksSheet.Draw(network, classNames);
    }

    /// <summary>What the drawing shows, in words.</summary>
    /// <param name="network">What is drawn.</param>
    public static string Caption(Sequential network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return IsOfNodes(network)
            ? "A circle is a number; a line multiplies it by a weight: blue lines speak for what they lead to, orange "
                + "ones against it, and thick ones more than thin ones. Of layers with many numbers those with the "
                + "largest weights are shown, and of lines those that count."
            : "A slab is what a layer gives: as high as its picture, with a sheet for each doubling of its channels. "
                + "Below stand the shape (height x width x channels) and how many weights the layer has learned, the "
                + "normalising that follows it included.";
    }

    /// <summary>Whether all weights are those of dense layers.</summary>
    internal static bool IsOfNodes(Sequential network) =>
        network.Built.All(static layer => layer.Layer is Dense || layer.Parameters.Count == 0)
        && network.Built.Any(static layer => layer.Layer is Dense)
        && network.Built.All(static layer => layer.Layer is Dense or Flatten or Dropout or Activation);

    /// <summary>What a layer is called in drawings; null where its own name says it.</summary>
    internal static string? NameOf(Layer layer) =>
        layer switch
        {
            Conv2D one => $"conv {one.Kernel.Height}x{one.Kernel.Width}",
            DepthwiseConv2D one => $"depthwise {one.Kernel.Height}x{one.Kernel.Width}",
            MaxPooling2D one => $"max pool {one.Pool.Width}",
            AveragePooling2D one => $"mean pool {one.Pool.Width}",
            GlobalAveragePooling2D => "mean of each channel",
            Dense => "dense",
            _ => null,
        };

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
