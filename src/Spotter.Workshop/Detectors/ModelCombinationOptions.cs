using Spotter.Media.Pictures;
using Spotter.Vision;

namespace Spotter.Workshop.Detectors;

/// <summary>Of which models to make a mixture, and how. What is left null is the first model's.</summary>
public sealed record ModelCombinationOptions
{
    /// <summary>The models.</summary>
    public required IReadOnlyList<CombinationPart> Parts { get; init; }

    /// <summary>The model file to write.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// Pictures, folders, patterns or list files: scenes without the object, in which all components shall make about
    /// as many false alarms at the same score. Where there are none, scores are taken as they are.
    /// </summary>
    public IReadOnlyList<string> Scenes { get; init; } = [];

    /// <summary>How to search the scenes; sizes as the mixture will be used with.</summary>
    public DetectionOptions Detection { get; init; } = DetectionOptions.Default;

    /// <summary>How to read the scenes.</summary>
    public PictureLoadOptions Loading { get; init; } = PictureLoadOptions.Default;

    /// <summary>Whether the windows of a find vote for its score and box.</summary>
    public bool? PoolsWindows { get; init; }

    /// <summary>Whether finds that touch are parts of one object.</summary>
    public bool? JoinsParts { get; init; }

    /// <summary>The score from which on the mixture answers, unless it is told otherwise.</summary>
    public double? OperatingPoint { get; init; }
}

/// <summary>A model that becomes a component of a mixture.</summary>
/// <param name="Model">A file, or the name of a built-in model.</param>
/// <param name="IsMirrored">Whether its mirror image is looked for as well.</param>
/// <param name="IsAtEdge">Whether it, and its mirror image, is only looked for at the picture's edge that cuts objects
/// off.</param>
/// <param name="Offset">What to add to its scores; null chooses by the scenes.</param>
public sealed record CombinationPart(
    string Model,
    bool IsMirrored = false,
    bool IsAtEdge = false,
    double? Offset = null
);
