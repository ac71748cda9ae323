using Spotter.Learning.Detectors;
using Spotter.Networks.Text;

namespace Spotter.Workshop.Detectors;

/// <summary>A trained detector.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Stages">The figures of each stage.</param>
/// <param name="End">Why training ended.</param>
/// <param name="Development">What it does on the data kept aside.</param>
public sealed record TrainedDetector(
    ReadOnlyMemory<byte> Model,
    IReadOnlyList<TrainedStage> Stages,
    DetectorTrainingEnd End,
    DevelopmentMeasure Development
)
{
    /// <summary>How large it is, in words: <c>20 stages, 300 weak classifiers</c>.</summary>
    public required string Size { get; init; }

    /// <summary>On the data kept aside, the mean of the classes, 0..1; null where it was not measured.</summary>
    public double? AveragePrecision { get; init; }

    /// <summary>The size of what was boosted in stages.</summary>
    internal static string SizeOf(IReadOnlyList<TrainedStage> stages) =>
        $"{Counted.Of(stages.Count, "stage")}, "
        + $"{Counted.Of(stages.Sum(static stage => stage.WeakClassifiers), "weak classifier")}";
}
