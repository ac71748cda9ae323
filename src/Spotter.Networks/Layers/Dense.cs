using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>
/// Every output is a weighted sum of all features plus a bias, through an activation: (F) -> (Units).
/// </summary>
/// <param name="Units">Outputs, at least 1.</param>
/// <param name="Activation">What follows the sum.</param>
/// <param name="Initializer">How the weights begin; biases begin at 0.</param>
public sealed record Dense(
    int Units,
    ActivationKind Activation = ActivationKind.Linear,
    Initializer Initializer = Initializer.GlorotUniform
) : Layer
{
    internal override string Kind => "dense";

    internal override TensorShape OutputShape(TensorShape input)
    {
        RequireAtLeast(Units, 1, nameof(Units));
        RequireActivation(Activation);
        return input.IsImage
            ? throw new ArgumentException(
                $"Dense takes features, got a picture of {input}; put Flatten or GlobalAveragePooling2D before it"
            )
            : TensorShape.Features(Units);
    }

    internal override void AddParameters(ParameterFactory factory, TensorShape input)
    {
        factory.Add("kernel", [input.Channels, Units], Initializer, input.Channels, Units);
        factory.AddConstant("bias", Units, 0);
    }
}
