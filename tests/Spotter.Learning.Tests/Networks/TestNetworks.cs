using Spotter.Learning.Execution;
using Spotter.Learning.Kernels;
using Spotter.Learning.Losses;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Tests.Networks;

internal static class TestNetworks
{
    public static IEnumerable<VectorWidth> Widths() =>
        new[] { VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512 }.Where(VectorWidths.IsSupported);

    /// <summary>Gives biases, scales and running averages values that show when they are left out.</summary>
    public static void RandomizeVectors(Sequential network)
    {
        var random = new RandomStream(77, 0);
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.Shape.Count == 1))
        {
            var values = new float[parameter.Count];
            random.FillUniform(values, 0.3);
            float centre = parameter.Name.EndsWith("gamma", StringComparison.Ordinal) || parameter.Name.EndsWith("variance", StringComparison.Ordinal) ? 1 : 0;
            parameter.SetValues(Array.ConvertAll(values, value => value + centre));
        }
    }

    public static (float[] Samples, double[][] Reference, int[] Labels) Samples(Sequential network, int count, int classes)
    {
        var random = new RandomStream(42, 1);
        var samples = new float[count * network.InputShape.Length];
        random.FillNormal(samples, 1);
        double[][] reference = [.. samples.Select(value => (double)value).Chunk(network.InputShape.Length)];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => (i * 2 + 1) % classes)];
        return (samples, reference, labels);
    }
}

/// <summary>Samples and labels from arrays.</summary>
internal sealed unsafe class ArraySampleReader(float[] samples, int[] labels) : ISampleReader
{
    private readonly int _length = samples.Length / labels.Length;

    public void ReadSample(int position, int worker, float* sample) =>
        samples.AsSpan(position * _length, _length).CopyTo(new Span<float>(sample, _length));

    public float ReadTarget(int position, Loss loss, Span<float> target) => loss.EncodeLabel(labels[position], target);
}
