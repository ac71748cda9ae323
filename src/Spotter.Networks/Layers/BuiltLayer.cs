using Spotter.Networks.Graphs;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>A layer in its place in a graph.</summary>
/// <param name="Layer">What it computes.</param>
/// <param name="Name">What it is called in the graph, once.</param>
/// <param name="Place">How messages say where it stands, for example <c>layer 2 (dense_1)</c>.</param>
/// <param name="Sources">Which values it takes: 0 is what goes into the network, i + 1 what layer i gives.</param>
/// <param name="Inputs">Their shapes.</param>
/// <param name="Output">The shape that comes out.</param>
/// <param name="Parameters">Its weights.</param>
/// <param name="Depth">How many residual layers it stands in.</param>
internal sealed record BuiltLayer(
    Layer Layer,
    string Name,
    string Place,
    IReadOnlyList<int> Sources,
    IReadOnlyList<TensorShape> Inputs,
    TensorShape Output,
    IReadOnlyList<Parameter> Parameters,
    int Depth
)
{
    /// <summary>The function of a layer that follows and was folded into this one; null where there is none.</summary>
    public Ending? Ending { get; init; }

    /// <summary>What this layer ends in.</summary>
    /// <param name="own">The function that the layer itself names.</param>
    public Ending EndingOr(ActivationKind own) => Ending ?? new Ending(own, Activation.DefaultSlope);

    /// <summary>The shape of its only input, or of the first.</summary>
    public TensorShape Input => Inputs[0];

    /// <summary>The same layers with the shapes that they have where a picture of another size goes in.</summary>
    /// <exception cref="ArgumentException">A layer does not take that size; the message names it.</exception>
    public static IReadOnlyList<BuiltLayer> Reshape(IReadOnlyList<BuiltLayer> layers, TensorShape input)
    {
        var shapes = new List<TensorShape>(layers.Count + 1) { input };
        var reshaped = new List<BuiltLayer>(layers.Count);
        foreach (BuiltLayer layer in layers)
        {
            TensorShape[] inputs = [.. layer.Sources.Select(source => shapes[source])];
            if (layer.Parameters.Count > 0 && inputs[0].Channels != layer.Input.Channels)
            {
                throw new ArgumentException(
                    $"{layer.Place}: has weights for {layer.Input}, but with {input} it gets {inputs[0]}; a network "
                        + $"with Flatten takes pictures of one size"
                );
            }

            TensorShape output = layer.OutputShapeFor(inputs);
            shapes.Add(output);
            reshaped.Add(layer with { Inputs = inputs, Output = output });
        }

        return reshaped;
    }

    private TensorShape OutputShapeFor(IReadOnlyList<TensorShape> inputs)
    {
        try
        {
            return Layer.OutputShape(inputs);
        }
        catch (Exception problem) when (problem is ArgumentException or OverflowException)
        {
            throw new ArgumentException($"{Place}: {problem.Message}", problem);
        }
    }
}
