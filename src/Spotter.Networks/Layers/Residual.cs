namespace Spotter.Networks.Layers;

/// <summary>
/// Adds what goes in to what comes out of some layers (He and others, 2016): y = activation(body(x) + shortcut(x)).
/// </summary>
/// <param name="Body">The layers of the long way, at least one.</param>
/// <param name="Shortcut">The layers of the short way; none passes x itself. Both ways must end in the same
/// shape.</param>
/// <param name="Activation">What follows the sum.</param>
public sealed record Residual(
    IReadOnlyList<Layer> Body,
    IReadOnlyList<Layer>? Shortcut = null,
    ActivationKind Activation = ActivationKind.Linear
) : Layer
{
    internal override string Kind => "residual";

    internal IReadOnlyList<Layer> ShortcutLayers => Shortcut ?? [];

    internal override TensorShape OutputShape(TensorShape input)
    {
        if (Body is null || Body.Count == 0)
        {
            throw new ArgumentException("a Residual needs at least one layer in its body");
        }

        RequireActivation(Activation);
        return Activation == ActivationKind.Softmax
            ? throw new ArgumentException("a Residual cannot end in softmax")
            : input;
    }
}
