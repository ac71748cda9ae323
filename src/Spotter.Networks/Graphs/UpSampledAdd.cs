using Spotter.Networks.Layers;

namespace Spotter.Networks.Graphs;

/// <summary>
/// A value and another one of half its size, upsampled: what an <see cref="UpSampling2D"/> and an <see cref="Add"/>
/// become after folding. y = activation(near + upsampled far)
/// </summary>
/// <param name="Activation">What follows the sum.</param>
internal sealed record UpSampledAdd(ActivationKind Activation) : Layer
{
    internal override string Kind => "up_sampled_add";

    internal override TensorShape OutputShape(TensorShape input) => OutputShape([input]);

    internal override TensorShape OutputShape(IReadOnlyList<TensorShape> inputs) =>
        new Add(Activation).OutputShape([inputs[0], new UpSampling2D().OutputShape(inputs[1])]);
}
