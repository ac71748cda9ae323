using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Networks.Tests.Operations;

/// <summary>Outputs of every layer against definitions in double precision.</summary>
public sealed class InferencePlanTests
{
    private const int Samples = 5;

    [Theory]
    [MemberData(nameof(LayerCases.Names), MemberType = typeof(LayerCases))]
    public void Predict_OfLayers_EqualsDefinition(string name)
    {
        (TensorShape input, Layer[] layers) = LayerCases.Of(name);
        var network = new Sequential(input, layers, seed: 4);
        TestNetworks.RandomizeVectors(network);
        (float[] samples, double[][] reference, _) = TestNetworks.Samples(network, Samples, 3);
        double[][] expected = new ReferenceNetwork(network, isTraining: false).Run(reference);
        foreach (VectorWidth width in TestNetworks.Widths())
        {
            using var plan = new InferencePlan(network, 2, 2, width);
            var outputs = new float[Samples * network.OutputShape.Length];
            plan.Run(samples, Samples, outputs);
            for (int i = 0; i < outputs.Length; i++)
            {
                Assert.Equal(
                    expected[i / network.OutputShape.Length][i % network.OutputShape.Length],
                    outputs[i],
                    2e-5
                );
            }
        }
    }
}
