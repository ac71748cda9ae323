using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Tests.Operations;

/// <summary>Networks whose layers do not just follow one another, for pictures whose sides are multiples of
/// 8.</summary>
// Public for theories, whose data must be.
public static class GraphCases
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, (int Channels, Layer[] Layers, string[]? Outputs)> Cases { get; } =
        new(StringComparer.Ordinal)
        {
            ["two outputs"] = (3, [Conv("first", 5, 2), Conv("second", 18, 2)], ["second", "first"]),
            ["output is read"] = (
                1,
                [Conv("near", 16, 2), Conv("far", 16), new Add { Inputs = ["near", "far"] }, new MaxPooling2D(2)],
                ["near", "max_pooling2d"]
            ),
            ["three ways"] = (
                3,
                [
                    Conv("a", 17),
                    Conv("b", 17) with
                    {
                        Inputs = ["a"],
                    },
                    Conv("c", 17) with
                    {
                        Inputs = ["a"],
                    },
                    new Add(ActivationKind.ReLU) { Inputs = ["a", "b", "c"] },
                ],
                null
            ),
            ["sum of input"] = (3, [Conv("a", 3), new Add { Inputs = ["input", "a"] }, Conv("b", 4)], null),
            ["concatenation"] = (
                3,
                [
                    Conv("a", 16),
                    Conv("b", 5) with
                    {
                        Inputs = ["input"],
                    },
                    new Concatenate { Inputs = ["b", "a", "input"] },
                    Conv("c", 4),
                ],
                null
            ),
            ["concatenation aligned"] = (
                2,
                [
                    Conv("a", 16),
                    Conv("b", 32) with
                    {
                        Inputs = ["a"],
                    },
                    new Concatenate { Inputs = ["a", "b"] },
                    Conv("c", 16),
                ],
                null
            ),
            ["upsampling"] = (2, [Conv("a", 20, 2), new UpSampling2D(), Conv("b", 3)], null),
            ["upsampled input"] = (3, [new UpSampling2D(), Conv("b", 3)], null),
            ["pyramid"] = (
                3,
                [
                    Conv("stem", 16, 2),
                    new MaxPooling2D(2),
                    Conv("c4", 32),
                    new MaxPooling2D(2) { Name = "down" },
                    Conv("c8", 32),
                    new UpSampling2D { Name = "up" },
                    new Add { Name = "p4", Inputs = ["up", "c4"] },
                    Conv("head4", 7),
                    Conv("head8", 7) with
                    {
                        Inputs = ["c8"],
                    },
                ],
                ["head4", "head8"]
            ),
            ["normalized pyramid"] = (
                1,
                [
                    new Conv2D(16, 3, ActivationKind.Linear, Padding.Same) { Stride = 2 },
                    new BatchNormalization(),
                    new Activation(ActivationKind.ReLU),
                    new MaxPooling2D(2) { Name = "a" },
                    new Conv2D(32, 3, ActivationKind.Linear, Padding.Same),
                    new BatchNormalization(),
                    new Activation(ActivationKind.LeakyReLU, 0.1f) { Name = "b" },
                    new MaxPooling2D(2),
                    new Conv2D(32, 1, ActivationKind.Linear),
                    new BatchNormalization { Name = "n" },
                    new Activation(ActivationKind.ReLU),
                    new UpSampling2D { Name = "up" },
                    new Add { Inputs = ["b", "up"], Name = "sum" },
                    new Conv2D(16, 3, ActivationKind.Sigmoid, Padding.Same) { Name = "out" },
                ],
                ["out", "n"]
            ),
            ["sum of upsampled"] = (
                2,
                [
                    Conv("a", 16, 2),
                    new UpSampling2D { Name = "one", Inputs = ["a"] },
                    new UpSampling2D { Name = "two", Inputs = ["a"] },
                    new Add(ActivationKind.Tanh) { Name = "sum", Inputs = ["one", "two"] },
                    new UpSampling2D { Name = "three", Inputs = ["a"] },
                    new Add { Inputs = ["three", "sum"] },
                    new UpSampling2D { Name = "four", Inputs = ["a"] },
                    new Add { Inputs = ["four", "four"] },
                ],
                ["sum", "add", "add_1"]
            ),
            ["residual in a graph"] = (
                2,
                [
                    Conv("a", 16),
                    new Residual([Conv("b", 16), Conv("c", 16)], null, ActivationKind.ReLU) { Name = "block" },
                    new Add { Inputs = ["a", "block"] },
                ],
                null
            ),
        };

    internal static NetworkGraph Create(string name, int seed = 4, int height = 16, int width = 24)
    {
        (int channels, Layer[] layers, string[]? outputs) = Cases[name];
        var network = new NetworkGraph(TensorShape.Image(height, width, channels), layers, outputs, seed);
        TestNetworks.RandomizeVectors(network);
        return network;
    }

    private static Conv2D Conv(string name, int filters, int stride = 1) =>
        new(filters, 3, ActivationKind.ReLU, Padding.Same) { Name = name, Stride = stride };
}
