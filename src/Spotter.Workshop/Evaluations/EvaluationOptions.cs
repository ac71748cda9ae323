using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Evaluation;

namespace Spotter.Workshop.Evaluations;

/// <summary>How to evaluate detectors.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The overlap that counts unless another is named.</summary>
    public const double UsualOverlap = 0.4;

    /// <summary>The classes of the labels that are looked for; empty takes the only one there is.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>
    /// The labels of the detectors that count as these classes; empty takes the classes' own names where a detector
    /// has them, and all labels of a detector that has none of them and only one.
    /// </summary>
    public IReadOnlyList<string> DetectorLabels { get; init; } = [];

    /// <summary>When a detection has found a thing.</summary>
    public MatchCriterion Criterion { get; init; } = MatchCriterion.Overlap(UsualOverlap);

    /// <summary>Things less high than this, in pixels, count neither way.</summary>
    public int MinHeight { get; init; }

    /// <summary>How to search; threads are for the whole run.</summary>
    public DetectionOptions Detection { get; init; } = DetectionOptions.Default;

    /// <summary>How to read pictures.</summary>
    public PictureLoadOptions Loading { get; init; } = PictureLoadOptions.Default;
}
