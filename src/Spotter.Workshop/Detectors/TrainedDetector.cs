using Spotter.Learning.Detectors;

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
);
