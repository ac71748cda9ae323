using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Networks;

namespace Spotter.Vision.Models;

/// <summary>A model that comes with the library: what it is for, where it is from, and how to load it.</summary>
public sealed class ModelInfo
{
    private readonly Lazy<CascadeModel> _cascade;
    private readonly Lazy<NetworkDetectorModel>? _network;

    internal ModelInfo(string name)
    {
        Name = name;
        _cascade = new Lazy<CascadeModel>(() => EmbeddedModels.ReadCascade(name));
    }

    /// <summary>A network; several models may share one.</summary>
    internal ModelInfo(string name, Lazy<NetworkDetectorModel> network)
        : this(name)
    {
        _network = network;
        Kind = ModelKind.Network;
    }

    /// <summary>The canonical name; of OpenCV's models it is the file name without its extension.</summary>
    public string Name { get; }

    /// <summary>By what means the model finds things.</summary>
    public ModelKind Kind { get; } = ModelKind.Cascade;

    /// <summary>What the model finds, in words.</summary>
    public required string Target { get; init; }

    /// <summary>The label of what it finds.</summary>
    public required string Label { get; init; }

    /// <summary>The size of the smallest object that it can find, in pixels.</summary>
    public required BoxSize WindowSize { get; init; }

    /// <summary>Who made the model.</summary>
    public required string Origin { get; init; }

    /// <summary>The licence under which the model is passed on; THIRD-PARTY-NOTICES.md has the texts.</summary>
    public required string License { get; init; }

    /// <summary>The settings that suit the model; what is null in them is the detector's own default.</summary>
    public DetectionOptions DefaultOptions { get; internal init; } = DetectionOptions.Default;

    /// <summary>The cascade. The first call reads it, later calls answer the same object.</summary>
    /// <exception cref="InvalidOperationException">The model is of another kind.</exception>
    public CascadeModel LoadCascade() =>
        Kind == ModelKind.Cascade
            ? _cascade.Value
            : throw new InvalidOperationException($"{Name} is no cascade: its kind is {Kind}");

    /// <summary>The network. The first call reads it, later calls answer the same object.</summary>
    /// <exception cref="InvalidOperationException">The model is of another kind.</exception>
    public NetworkDetectorModel LoadNetwork() =>
        _network?.Value ?? throw new InvalidOperationException($"{Name} is no network: its kind is {Kind}");

    /// <summary>Makes a detector of the model, with the model's default settings.</summary>
    /// <param name="label">What to call what is found; null takes the model's label.</param>
    public IDetector CreateDetector(string? label = null) =>
        Kind == ModelKind.Cascade
            ? new CascadeDetector(LoadCascade(), label ?? Label, DefaultOptions)
            : new NetworkDetector(LoadNetwork(), [Label], DefaultOptions).Called(label);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Target}";
}
