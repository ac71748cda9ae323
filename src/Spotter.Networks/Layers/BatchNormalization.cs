using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>
/// Centres and scales each channel by the mean and variance of the batch while training, and by their running averages
/// afterwards, then applies a learned scale and shift (Ioffe and Szegedy, 2015).
/// </summary>
/// <param name="Momentum">Share of the running averages that a step keeps, at least 0 and below 1.</param>
/// <param name="Epsilon">Added to the variance, above 0.</param>
public sealed record BatchNormalization(float Momentum = 0.9f, float Epsilon = 1e-3f) : Layer
{
    internal override string Kind => "batch_normalization";

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireShare(Momentum, nameof(Momentum));
        return Epsilon > 0 && float.IsFinite(Epsilon)
            ? input
            : throw new ArgumentException($"{nameof(Epsilon)} must be above 0, got {Epsilon}");
    }

    internal override void AddParameters(ParameterFactory factory, TensorShape input)
    {
        factory.AddConstant("gamma", input.Channels, 1);
        factory.AddConstant("beta", input.Channels, 0);
        factory.AddConstant("moving_mean", input.Channels, 0, trainable: false);
        factory.AddConstant("moving_variance", input.Channels, 1, trainable: false);
    }
}
