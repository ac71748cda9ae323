namespace Spotter.Networks.Layers;

/// <summary>A function of every value, as a layer of its own; the shape stays.</summary>
/// <param name="Function">The function. <see cref="ActivationKind.Softmax"/> takes features only.</param>
/// <param name="Slope">The slope of <see cref="ActivationKind.LeakyReLU"/> below zero, at least 0 and below 1.</param>
public sealed record Activation(ActivationKind Function, float Slope = Activation.DefaultSlope) : Layer
{
    internal const float DefaultSlope = 0.01f;

    internal override string Kind => "activation";

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireActivation(Function);
        RequireShare(Slope, nameof(Slope));
        return Function == ActivationKind.Softmax && input.IsImage
            ? throw new ArgumentException($"softmax takes features, got a picture of {input}")
            : input;
    }
}
