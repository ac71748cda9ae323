using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Tests.Operations;

internal static class TestNetworks
{
    public static IEnumerable<VectorWidth> Widths() =>
        new[] { VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512 }.Where(VectorWidths.IsSupported);

    /// <summary>Gives biases, scales and running averages values that show when they are left out.</summary>
    public static void RandomizeVectors(NetworkGraph network)
    {
        var random = new RandomStream(77, 0);
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.Shape.Count == 1))
        {
            var values = new float[parameter.Count];
            random.FillUniform(values, 0.3);
            float centre =
                parameter.Name.EndsWith("gamma", StringComparison.Ordinal)
                || parameter.Name.EndsWith("variance", StringComparison.Ordinal)
                    ? 1
                    : 0;
            parameter.SetValues(Array.ConvertAll(values, value => value + centre));
        }
    }

    public static (float[] Samples, double[][] Reference, int[] Labels) Samples(
        NetworkGraph network,
        int count,
        int classes
    )
    {
        var random = new RandomStream(42, 1);
        var samples = new float[count * network.InputShape.Length];
        random.FillNormal(samples, 1);
        double[][] reference = [.. samples.Select(value => (double)value).Chunk(network.InputShape.Length)];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => (i * 2 + 1) % classes)];
        return (samples, reference, labels);
    }
}
