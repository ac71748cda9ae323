using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>Slides filters over a picture: (H, W, C) -> (H', W', Filters).</summary>
/// <param name="Filters">Channels that come out, at least 1.</param>
/// <param name="Kernel">Height and width of a filter, each at least 1.</param>
/// <param name="Activation">What follows the sum.</param>
/// <param name="Padding">What lies outside the picture.</param>
/// <param name="Initializer">How the weights begin; biases begin at 0.</param>
public sealed record Conv2D(
    int Filters,
    Size2D Kernel,
    ActivationKind Activation = ActivationKind.Linear,
    Padding Padding = Padding.Valid,
    Initializer Initializer = Initializer.GlorotUniform
) : Layer
{
    /// <summary>Pixels from a position of the filter to the next, each at least 1.</summary>
    public Size2D Stride { get; init; } = 1;

    internal override string Kind => "conv2d";

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireImage(input, nameof(Conv2D));
        RequireAtLeast(Filters, 1, nameof(Filters));
        RequireActivation(Activation);
        Window window = Window.Create(input, Kernel, Stride, Padding);
        return TensorShape.Image(window.OutputHeight, window.OutputWidth, Filters);
    }

    internal override void AddParameters(ParameterFactory factory, TensorShape input)
    {
        int area = Kernel.Height * Kernel.Width;
        factory.Add(
            "kernel",
            [Kernel.Height, Kernel.Width, input.Channels, Filters],
            Initializer,
            area * input.Channels,
            area * Filters
        );
        factory.AddConstant("bias", Filters, 0);
    }
}
