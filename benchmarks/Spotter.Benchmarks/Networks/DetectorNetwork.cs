using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;

namespace Spotter.Benchmarks.Networks;

/// <summary>
/// A network shaped as a single-shot detector, of dense 3 x 3 convolutions: down to stride 32, up again by sums to
/// stride 8, and heads at strides 8 and 16 that give 7 numbers a cell. Its weights are random.
/// </summary>
internal static class DetectorNetwork
{
    private const int Classes = 3;
    private const int Distances = 4;
    private const ActivationKind Relu = ActivationKind.ReLU;

    /// <summary>Takes pictures whose sides are multiples of 32.</summary>
    public static NetworkGraph Create(int width, int height) =>
        new(
            TensorShape.Image(height, width, 3),
            [
                // (352, 352, 3) -> (176, 176, 16) -> (88, 88, 16)
                .. Block(16, stride: 2),
                new MaxPooling2D(2),
                // -> (88, 88, 32) -> (44, 44, 32)
                .. Block(32),
                new MaxPooling2D(2),
                // -> (44, 44, 64)
                .. Block(64),
                .. Block(64, name: "stride8"),
                new MaxPooling2D(2),
                // -> (22, 22, 64)
                .. Block(64),
                .. Block(64, name: "stride16"),
                new MaxPooling2D(2),
                // -> (11, 11, 128) -> (11, 11, 64)
                .. Block(96),
                .. Block(128),
                new Conv2D(64, 1),
                new UpSampling2D { Name = "up16" },
                new Add { Inputs = ["up16", "stride16"] },
                .. Block(64, name: "sum16"),
                new UpSampling2D { Name = "up8" },
                new Add { Inputs = ["up8", "stride8"] },
                .. Block(32),
                new Conv2D(Classes + Distances, 1) { Name = "head8" },
                new Conv2D(32, 3, Relu, Padding.Same, Initializer.HeNormal) { Inputs = ["sum16"] },
                new Conv2D(Classes + Distances, 1) { Name = "head16" },
            ],
            ["head8", "head16"]
        );

    /// <summary>Multiply-adds of a picture, as a direct convolution counts them.</summary>
    public static double WorkOf(NetworkGraph network) =>
        network.Built.Sum(static built =>
            built.Layer is Conv2D layer
                ? (double)built.Output.Length * layer.Kernel.Height * layer.Kernel.Width * built.Input.Channels
                : 0
        );

    // As networks are trained: the normalisation becomes part of the convolution on both sides.
    private static Layer[] Block(int filters, int stride = 1, string? name = null) =>
        [
            new Conv2D(filters, 3, ActivationKind.Linear, Padding.Same, Initializer.HeNormal) { Stride = stride },
            new BatchNormalization(),
            new Activation(Relu) { Name = name },
        ];
}
