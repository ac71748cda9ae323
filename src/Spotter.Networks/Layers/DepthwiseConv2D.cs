using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>Slides one filter over each channel alone: (H, W, C) -> (H', W', C).</summary>
/// <param name="Kernel">Height and width of a filter, each at least 1.</param>
/// <param name="Activation">What follows the sum.</param>
/// <param name="Padding">What lies outside the picture.</param>
/// <param name="Initializer">How the weights begin; biases begin at 0.</param>
public sealed record DepthwiseConv2D(
    Size2D Kernel,
    ActivationKind Activation = ActivationKind.Linear,
    Padding Padding = Padding.Valid,
    Initializer Initializer = Initializer.GlorotUniform
) : Layer
{
    /// <summary>Pixels from a position of the filter to the next, each at least 1.</summary>
    public Size2D Stride { get; init; } = 1;

    internal override string Kind => "depthwise_conv2d";

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireImage(input, nameof(DepthwiseConv2D));
        RequireActivation(Activation);
        Window window = Window.Create(input, Kernel, Stride, Padding);
        return TensorShape.Image(window.OutputHeight, window.OutputWidth, input.Channels);
    }

    internal override void AddParameters(ParameterFactory factory, TensorShape input)
    {
        int area = Kernel.Height * Kernel.Width;
        factory.Add("kernel", [Kernel.Height, Kernel.Width, input.Channels], Initializer, area, area);
        factory.AddConstant("bias", input.Channels, 0);
    }
}
