using Spotter.Networks.Layers;

namespace Spotter.Networks.Tests.Operations;

/// <summary>Networks that together have every layer in every way to compute it. They end in three numbers.</summary>
// Public for theories, whose data must be.
public static class LayerCases
{
    private static readonly Layer[] Head = [new Flatten(), new Dense(3)];

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, (TensorShape Input, Layer[] Layers)> Cases { get; } =
        new(StringComparer.Ordinal)
        {
            ["dense"] = (TensorShape.Features(37), [new Dense(3)]),
            ["dense relu"] = (
                TensorShape.Features(20),
                [new Dense(35, ActivationKind.ReLU), new Dense(17, ActivationKind.ReLU), new Dense(3)]
            ),
            ["dense sigmoid"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.Sigmoid), new Dense(3)]),
            ["dense tanh"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.Tanh), new Dense(3)]),
            ["dense gelu"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.GELU), new Dense(3)]),
            ["dense leaky"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.LeakyReLU), new Dense(3)]),
            ["hidden softmax"] = (TensorShape.Features(7), [new Dense(9, ActivationKind.Softmax), new Dense(3)]),
            ["activation first"] = (TensorShape.Image(3, 4, 3), [new Activation(ActivationKind.Tanh), .. Head]),
            ["convolution"] = (TensorShape.Image(7, 6, 2), [new Conv2D(5, 3), .. Head]),
            ["convolution same"] = (
                TensorShape.Image(6, 5, 3),
                [
                    new Conv2D(4, 3, ActivationKind.ReLU, Padding.Same),
                    new Conv2D(18, 3, ActivationKind.ReLU, Padding.Same),
                    .. Head,
                ]
            ),
            ["convolution stride"] = (
                TensorShape.Image(9, 8, 1),
                [
                    new Conv2D(17, new Size2D(5, 3), ActivationKind.Tanh, Padding.Same) { Stride = new Size2D(2, 3) },
                    new Conv2D(4, 2),
                    .. Head,
                ]
            ),
            ["convolution wide"] = (
                TensorShape.Image(5, 4, 16),
                [new Conv2D(16, 3, ActivationKind.ReLU, Padding.Same), new Conv2D(32, 1, ActivationKind.ReLU), .. Head]
            ),
            ["convolution tiles"] = (
                TensorShape.Image(8, 7, 1),
                [
                    new Conv2D(16, 2, ActivationKind.Tanh),
                    new Conv2D(32, 3, ActivationKind.ReLU),
                    new Conv2D(16, 3, ActivationKind.Linear, Padding.Same),
                    .. Head,
                ]
            ),
            ["convolution tiles blocks"] = (
                TensorShape.Image(12, 11, 16),
                [new Conv2D(16, 3, ActivationKind.ReLU, Padding.Same), new AveragePooling2D(4), .. Head]
            ),
            ["convolution tiles pooled"] = (
                TensorShape.Image(10, 9, 1),
                [
                    new Conv2D(16, 2, ActivationKind.Tanh),
                    new Conv2D(32, 3, ActivationKind.ReLU),
                    new MaxPooling2D(2),
                    new Conv2D(16, 3, ActivationKind.Linear, Padding.Same),
                    new MaxPooling2D(2),
                    .. Head,
                ]
            ),
            ["convolution pooled"] = (
                TensorShape.Image(10, 9, 2),
                [new Conv2D(18, 3), new MaxPooling2D(2), new Conv2D(5, 2), .. Head]
            ),
            ["batch normalization relu"] = (
                TensorShape.Image(5, 4, 3),
                [
                    new Conv2D(18, 2),
                    new BatchNormalization(),
                    new Activation(ActivationKind.ReLU),
                    new MaxPooling2D(2),
                    .. Head,
                ]
            ),
            ["convolution large"] = (TensorShape.Image(14, 13, 1), [new Conv2D(8, 4), .. Head]),
            ["depthwise"] = (
                TensorShape.Image(6, 5, 3),
                [
                    new DepthwiseConv2D(3, ActivationKind.ReLU, Padding.Same),
                    new Conv2D(18, 1),
                    new DepthwiseConv2D(new Size2D(2, 3)) { Stride = 2 },
                    .. Head,
                ]
            ),
            ["max pooling"] = (
                TensorShape.Image(7, 8, 2),
                [new Conv2D(19, 3, ActivationKind.ReLU, Padding.Same), new MaxPooling2D(2), .. Head]
            ),
            ["max pooling sparse"] = (
                TensorShape.Image(11, 12, 1),
                [
                    new Conv2D(18, 3, ActivationKind.ReLU),
                    new MaxPooling2D(3),
                    new Conv2D(17, 2, ActivationKind.ReLU),
                    new MaxPooling2D(2),
                    .. Head,
                ]
            ),
            ["max pooling pointwise"] = (
                TensorShape.Image(8, 8, 3),
                [new Conv2D(5, 1), new Conv2D(16, 1), new MaxPooling2D(4), .. Head]
            ),
            ["max pooling overlap"] = (
                TensorShape.Image(7, 8, 2),
                [new Conv2D(4, 3), new MaxPooling2D(3, Padding.Same) { Stride = 2 }, .. Head]
            ),
            ["max pooling first"] = (TensorShape.Image(7, 8, 3), [new MaxPooling2D(2), .. Head]),
            ["average pooling"] = (
                TensorShape.Image(7, 8, 2),
                [new Conv2D(4, 3), new AveragePooling2D(3, Padding.Same) { Stride = 2 }, .. Head]
            ),
            ["global average"] = (
                TensorShape.Image(5, 6, 2),
                [new Conv2D(20, 3), new GlobalAveragePooling2D(), new Dense(3)]
            ),
            ["batch normalization"] = (
                TensorShape.Image(5, 4, 3),
                [
                    new BatchNormalization(),
                    new Conv2D(18, 3),
                    new BatchNormalization(),
                    new Activation(ActivationKind.ReLU),
                    .. Head,
                ]
            ),
            ["batch normalization features"] = (
                TensorShape.Features(6),
                [new Dense(19), new BatchNormalization(), new Activation(ActivationKind.Sigmoid), new Dense(3)]
            ),
            ["residual"] = (
                TensorShape.Image(5, 5, 3),
                [
                    new Conv2D(4, 3, ActivationKind.ReLU),
                    new Residual(
                        [
                            new Conv2D(4, 3, ActivationKind.ReLU, Padding.Same),
                            new Conv2D(4, 3, ActivationKind.Linear, Padding.Same),
                        ],
                        null,
                        ActivationKind.ReLU
                    ),
                    .. Head,
                ]
            ),
            ["residual first"] = (
                TensorShape.Image(5, 5, 3),
                [new Residual([new Conv2D(3, 3, ActivationKind.ReLU, Padding.Same)]), .. Head]
            ),
            ["residual shortcut"] = (
                TensorShape.Features(6),
                [
                    new Dense(5),
                    new Residual(
                        [new Dense(18, ActivationKind.ReLU), new Dense(7)],
                        [new Dense(7)],
                        ActivationKind.GELU
                    ),
                    new Dense(3),
                ]
            ),
        };

    internal static (TensorShape Input, Layer[] Layers) Of(string name) => Cases[name];
}
