using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>A finished training.</summary>
/// <param name="Model">The model.</param>
/// <param name="Rounds">The figures of its rounds.</param>
/// <param name="End">Why training ended.</param>
/// <param name="Measure">What the model does on the data kept aside.</param>
public sealed record ChannelTrainingResult(
    ChannelModel Model,
    IReadOnlyList<TrainedStage> Rounds,
    DetectorTrainingEnd End,
    DevelopmentMeasure Measure
);
