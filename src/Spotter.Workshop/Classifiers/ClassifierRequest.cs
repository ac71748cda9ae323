using Spotter.Learning.Classifiers;
using Spotter.Networks.Layers;
using Spotter.Onnx.Classifiers;

namespace Spotter.Workshop.Classifiers;

/// <summary>What a new run is to learn, and how.</summary>
public sealed record ClassifierRequest
{
    /// <summary>The pictures.</summary>
    public required DatasetRequest Dataset { get; init; }

    /// <summary>The recipe: layers and training options.</summary>
    public ClassifierPreset Preset { get; init; } = ClassifierPreset.Mlp;

    /// <summary>Layers in place of the preset's, by <see cref="LayerNotation"/>; null for the preset's.</summary>
    public string? Layers { get; init; }

    /// <summary>A network in place of the preset's layers; null for the preset's.</summary>
    public NetworkDescription? Network { get; init; }

    /// <summary>
    /// A network that knows pictures already, of which only the last layer is learned: <c>spotter</c> for the built-in
    /// one, <c>auto</c> for it where pictures are a person's own photos, few and in colour, or somebody else's .onnx
    /// file; null or <c>none</c> learns all layers.
    /// </summary>
    public string? Backbone { get; init; }

    /// <summary>
    /// The node or value of somebody else's backbone that is learned on; null for what goes into its last weights.
    /// </summary>
    public string? BackboneLayer { get; init; }

    /// <summary>What pixels are to somebody else's backbone; null for what its file says.</summary>
    public PixelRange? BackbonePixels { get; init; }

    /// <summary>Changes the recipe's options; null takes them as they are.</summary>
    public Func<TrainingOptions, TrainingOptions>? Adjust { get; init; }

    /// <summary>Whether every class counts alike in the loss, however many pictures it has.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Whether pixels get mean 0 and deviation 1 rather than 0 to 1.</summary>
    public bool Standardize { get; init; }

    /// <summary>The name of the run; null makes one of data set and network. A number is added.</summary>
    public string? Name { get; init; }

    /// <summary>Whether event files for TensorBoard are written.</summary>
    public bool TensorBoard { get; init; }
}
