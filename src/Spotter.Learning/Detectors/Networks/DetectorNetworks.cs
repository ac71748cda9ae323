using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>The networks that detectors are made of: dense 3 x 3 convolutions, which the kernels run fastest.</summary>
internal static class DetectorNetworks
{
    private const ActivationKind Relu = ActivationKind.ReLU;

    // A cell begins with a score of 0.01, so that the many without an object do not outweigh the few with one
    // (Lin et al., Focal loss, ICCV 2017), and with distances of two strides.
    private const float FirstLogit = -4.6f;
    private const float FirstLogDistance = 0.7f;

    /// <summary>Pixels a cell, of each output.</summary>
    public static IReadOnlyList<int> Strides { get; } = [8, 16, 32, 64];

    /// <summary>About -2 to 2 from black to white, 0 for what lies beside a picture.</summary>
    public static PixelNormalization Normalization { get; } =
        new([.. Enumerable.Repeat(1 / 60f, 3)], [.. Enumerable.Repeat(-InputPicture.Surroundings / 60f, 3)]);

    /// <summary>
    /// Down to stride 64, up again by sums (feature pyramids; Lin et al., CVPR 2017), and a head at each stride.
    /// </summary>
    /// <param name="classes">Classes a cell tells apart.</param>
    /// <param name="nearFilters">Filters of the head at stride 8, which takes the most time.</param>
    /// <param name="seed">Of the first weights.</param>
    public static NetworkGraph Create(int classes, int nearFilters, int seed)
    {
        int numbers = classes + NetworkDetectorModel.DistanceCount;
        var network = new NetworkGraph(
            TensorShape.Image(320, 320, 3),
            [
                // (320, 320, 3) -> (160, 160, 16) -> (80, 80, 16)
                .. Block(16, stride: 2),
                new MaxPooling2D(2),
                // -> (80, 80, 32) -> (40, 40, 32)
                .. Block(32),
                new MaxPooling2D(2),
                // -> (40, 40, 64)
                .. Block(64),
                .. Block(64, name: "stride8"),
                new MaxPooling2D(2),
                // -> (20, 20, 96)
                .. Block(96),
                .. Block(96, name: "stride16"),
                new MaxPooling2D(2),
                // -> (10, 10, 128)
                .. Block(128),
                .. Block(128, name: "stride32"),
                new MaxPooling2D(2),
                // -> (5, 5, 128)
                .. Block(128),
                .. Block(128, name: "stride64"),
                // All to 64 channels, and from far to near.
                .. Block(64, size: 1, from: "stride64", name: "side64"),
                new UpSampling2D { Name = "up32" },
                .. Block(64, size: 1, from: "stride32", name: "side32"),
                new Add { Name = "sum32", Inputs = ["up32", "side32"] },
                new UpSampling2D { Name = "up16" },
                .. Block(64, size: 1, from: "stride16", name: "side16"),
                new Add { Name = "sum16", Inputs = ["up16", "side16"] },
                new UpSampling2D { Name = "up8" },
                .. Block(64, size: 1, from: "stride8", name: "side8"),
                new Add { Name = "sum8", Inputs = ["up8", "side8"] },
                .. Head("sum8", nearFilters, numbers, 8),
                .. Head("sum16", 64, numbers, 16),
                .. Head("sum32", 64, numbers, 32),
                .. Head("side64", 64, numbers, 64),
            ],
            [.. Strides.Select(static stride => $"head{stride}")],
            seed
        );
        foreach (Parameter bias in network.Parameters.Where(static one => IsHead(one, "bias")))
        {
            var values = new float[numbers];
            values.AsSpan(0, classes).Fill(FirstLogit);
            values.AsSpan(classes).Fill(FirstLogDistance);
            bias.SetValues(values);
        }

        foreach (Parameter kernel in network.Parameters.Where(static one => IsHead(one, "kernel")))
        {
            float[] values = kernel.ToArray();
            new RandomStream(seed, 0x48454144).FillNormal(values, 0.01);
            kernel.SetValues(values);
        }

        return network;
    }

    /// <summary>
    /// Begins with what another detector has learned: all but the heads' last layers where the classes differ.
    /// </summary>
    public static void TakeOver(NetworkGraph network, NetworkGraph learned)
    {
        var known = learned.Parameters.ToDictionary(static one => one.Name, StringComparer.Ordinal);
        foreach (Parameter parameter in network.Parameters)
        {
            if (known.TryGetValue(parameter.Name, out Parameter? other) && other.Shape.SequenceEqual(parameter.Shape))
            {
                parameter.SetValues(other.ToArray());
            }
        }
    }

    private static bool IsHead(Parameter parameter, string kind) =>
        Strides.Any(stride => parameter.Name == $"head{stride}/{kind}");

    private static Layer[] Block(int filters, int stride = 1, int size = 3, string? from = null, string? name = null) =>
        [
            new Conv2D(filters, size, ActivationKind.Linear, Padding.Same, Initializer.HeNormal)
            {
                Stride = stride,
                Inputs = from is null ? null : [from],
            },
            new BatchNormalization(),
            new Activation(Relu) { Name = name },
        ];

    private static Layer[] Head(string from, int filters, int numbers, int stride) =>
        [.. Block(filters, from: from), new Conv2D(numbers, 1) { Name = $"head{stride}" }];
}
