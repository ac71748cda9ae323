namespace Spotter.Networks.Layers;

/// <summary>
/// The sum of its inputs, value by value: y = activation(a + b + ...). All have one shape, and so has the sum.
/// </summary>
/// <param name="Activation">What follows the sum; not <see cref="ActivationKind.Softmax"/>.</param>
/// <example>
/// <code>
/// new Add { Inputs = ["near", "far"] }
/// </code>
/// </example>
public sealed record Add(ActivationKind Activation = ActivationKind.Linear) : Layer
{
    internal override string Kind => "add";

    internal override TensorShape OutputShape(TensorShape input) => OutputShape([input]);

    internal override TensorShape OutputShape(IReadOnlyList<TensorShape> inputs)
    {
        RequireActivation(Activation);
        if (Activation == ActivationKind.Softmax)
        {
            throw new ArgumentException("a sum cannot end in softmax");
        }

        RequireSeveral(inputs, nameof(Add));
        return inputs.All(input => input == inputs[0])
            ? inputs[0]
            : throw new ArgumentException($"inputs of a sum have one shape, got {string.Join(" and ", inputs)}");
    }
}
