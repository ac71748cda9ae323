using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Models;

/// <summary>A model that comes with the library: what it is for, where it is from, and how to load it.</summary>
public sealed class ModelInfo
{
    private readonly Lazy<CascadeModel> _cascade;

    internal ModelInfo(string name)
    {
        Name = name;
        _cascade = new Lazy<CascadeModel>(() => EmbeddedModels.ReadCascade(name));
    }

    /// <summary>The canonical name, which is OpenCV's file name without its extension.</summary>
    public string Name { get; }

    /// <summary>By what means the model finds things.</summary>
    public ModelKind Kind { get; internal init; } = ModelKind.Cascade;

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
    public CascadeModel LoadCascade() => _cascade.Value;

    /// <summary>Makes a detector of the model, with the model's label and default settings.</summary>
    public IDetector CreateDetector() => new CascadeDetector(LoadCascade(), Label, DefaultOptions);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Target}";
}
