using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>A layer in its place: its name, the shapes around it, its parameters, and what is inside.</summary>
internal sealed record BuiltLayer(
    Layer Layer,
    string Name,
    TensorShape Input,
    TensorShape Output,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<BuiltLayer> Body,
    IReadOnlyList<BuiltLayer> Shortcut
);
