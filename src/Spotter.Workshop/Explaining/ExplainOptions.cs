using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Vision;

namespace Spotter.Workshop.Explaining;

/// <summary>How to explain a detector.</summary>
public sealed record ExplainOptions
{
    /// <summary>A picture to search; null explains the model by itself.</summary>
    public string? Picture { get; init; }

    /// <summary>
    /// Of cascades, a folder of crops of the object: features are drawn over their mean. Null takes what is found in
    /// the picture.
    /// </summary>
    public string? Positives { get; init; }

    /// <summary>What may be written over: nothing but what an earlier run wrote.</summary>
    public Outputs Outputs { get; init; } = new();

    /// <summary>How to search.</summary>
    public DetectionOptions Detection { get; init; } = DetectionOptions.Default;

    /// <summary>How to read pictures.</summary>
    public PictureLoadOptions Loading { get; init; } = PictureLoadOptions.Default;
}
