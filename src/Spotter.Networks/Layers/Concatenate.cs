namespace Spotter.Networks.Layers;

/// <summary>
/// The channels of its inputs side by side, in the order of <see cref="Layer.Inputs"/>:
/// (H, W, C1) and (H, W, C2) -> (H, W, C1 + C2). Features are put one behind another.
/// </summary>
/// <example>
/// <code>
/// new Concatenate { Inputs = ["near", "far"] }
/// </code>
/// </example>
public sealed record Concatenate : Layer
{
    internal override string Kind => "concatenate";

    internal override TensorShape OutputShape(TensorShape input) => OutputShape([input]);

    internal override TensorShape OutputShape(IReadOnlyList<TensorShape> inputs)
    {
        RequireSeveral(inputs, nameof(Concatenate));
        TensorShape first = inputs[0];
        if (
            !inputs.All(input =>
                (input.Height, input.Width, input.IsImage) == (first.Height, first.Width, first.IsImage)
            )
        )
        {
            throw new ArgumentException(
                $"inputs of Concatenate have one height and width, got {string.Join(" and ", inputs)}"
            );
        }

        long channels = inputs.Sum(static input => (long)input.Channels);
        return channels > int.MaxValue ? throw new ArgumentException($"{channels} channels are too many")
            : first.IsImage ? TensorShape.Image(first.Height, first.Width, (int)channels)
            : TensorShape.Features((int)channels);
    }
}
