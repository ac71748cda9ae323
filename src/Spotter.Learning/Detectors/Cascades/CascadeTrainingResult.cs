using Spotter.Vision.Cascades;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>A trained cascade and what it reached.</summary>
/// <param name="Model">The cascade.</param>
/// <param name="Stages">The figures of each stage.</param>
/// <param name="End">Why training ended.</param>
/// <param name="Measure">What it does on the data kept aside.</param>
public sealed record CascadeTrainingResult(
    CascadeModel Model,
    IReadOnlyList<TrainedStage> Stages,
    DetectorTrainingEnd End,
    DevelopmentMeasure Measure
);
