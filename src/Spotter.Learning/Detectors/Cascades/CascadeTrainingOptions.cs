using Spotter.Vision;
using Spotter.Vision.Cascades;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>How to train a cascade. What is left null is chosen from the data.</summary>
public sealed record CascadeTrainingOptions
{
    /// <summary>What the weak classifiers look at.</summary>
    public CascadeFeatureType FeatureType { get; init; } = CascadeFeatureType.Lbp;

    /// <summary>
    /// The size of the smallest object, 8x8 to 128x128; null chooses by the proportions and sizes of the objects.
    /// </summary>
    public BoxSize? WindowSize
    {
        get;
        init =>
            field = value is null or { Width: >= 8 and <= 128, Height: >= 8 and <= 128 }
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(WindowSize),
                    value,
                    $"the window must be 8x8 to 128x128, got {value?.Width}x{value?.Height}"
                );
    }

    /// <summary>How many stages at most, 1 to 50.</summary>
    public int Stages
    {
        get;
        init =>
            field = value is >= 1 and <= 50
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Stages), value, $"stages must be 1 to 50, got {value}");
    } = 20;

    /// <summary>Share of the training objects that the whole cascade should find, 0.5 to 0.9999.</summary>
    public double DetectionRate
    {
        get;
        init =>
            field = value is >= 0.5 and <= 0.9999
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(DetectionRate),
                    value,
                    $"the detection rate must be 0.5 to 0.9999, got {value}"
                );
    } = 0.95;

    /// <summary>Share of its negatives that a stage may let through, 0.1 to 0.9.</summary>
    public double StageFalseAlarmRate
    {
        get;
        init =>
            field = value is >= 0.1 and <= 0.9
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(StageFalseAlarmRate),
                    value,
                    $"the false-alarm rate of a stage must be 0.1 to 0.9, got {value}"
                );
    } = 0.5;

    /// <summary>Weak classifiers of a stage at most, 1 to 2000.</summary>
    public int MostClassifiers
    {
        get;
        init =>
            field = value is >= 1 and <= 2000
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(MostClassifiers),
                    value,
                    $"the classifiers of a stage must be 1 to 2000, got {value}"
                );
    } = 300;

    /// <summary>
    /// Whether mirror images of the objects are objects, too; null says yes where their mean is nearly its own mirror
    /// image.
    /// </summary>
    public bool? IsMirrored { get; init; }

    /// <summary>Decides about everything random: the same data and the same seed give the same model.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// How many threads work: 1 or more; null means one a processor. The model does not depend on it.
    /// </summary>
    public int? Threads
    {
        get;
        init =>
            field = value is null or >= 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Threads),
                    value,
                    $"threads must be 1 or more, got {value}"
                );
    }
}
