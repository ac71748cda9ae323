using Spotter.Learning.Detectors;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Detectors;

/// <summary>What the run of a detector was asked for, and what it learns from.</summary>
/// <param name="Created">When the run was made.</param>
/// <param name="Kind">One of <see cref="DetectorKinds.Names"/>.</param>
/// <param name="Output">The model file, beside the copy in the run's folder.</param>
/// <param name="Sources">Labels and folders of pictures, as they were named.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Plan">The numbers that were chosen, in a line for people.</param>
/// <param name="Steps">Steps that are planned.</param>
/// <param name="Pictures">Pictures to learn from.</param>
/// <param name="KeptAside">Pictures kept aside.</param>
/// <param name="Seed">Decides about everything random.</param>
public sealed record DetectorRunConfiguration(
    DateTimeOffset Created,
    string Kind,
    string Output,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> Labels,
    string Plan,
    int Steps,
    int Pictures,
    int KeptAside,
    long Seed
)
{
    /// <summary>Tells whether another training with the same data and settings would go on with this run.</summary>
    public string Fingerprint { get; init; } = "";
}

/// <summary>What became of the run of a detector.</summary>
/// <param name="Finished">When.</param>
/// <param name="Seconds">Time of the last process that trained it.</param>
/// <param name="Size">How large the model is, in words.</param>
/// <param name="AveragePrecision">On the pictures kept aside, the mean of the classes, 0 to 1; null where nothing was
/// kept aside.</param>
/// <param name="Development">What it does on them.</param>
public sealed record DetectorRunResult(
    DateTimeOffset Finished,
    double Seconds,
    string Size,
    double? AveragePrecision,
    DevelopmentMeasure Development
);

/// <summary>Where a training was after a step.</summary>
/// <param name="Step">The step; 1 is the first.</param>
/// <param name="ScoreLoss">How far scores were from what they should be, a running mean.</param>
/// <param name="BoxLoss">How far boxes were from what they should be, a running mean of 1 - GIoU.</param>
/// <param name="LearningRate">Of the step.</param>
/// <param name="AveragePrecision">On pictures kept aside (until the last step on some of them), 0 to 1; null where
/// nothing was kept aside.</param>
public sealed record DetectorMeasurement(
    int Step,
    double ScoreLoss,
    double BoxLoss,
    double LearningRate,
    double? AveragePrecision
)
{
    /// <summary>All measurements of a run, so far.</summary>
    /// <exception cref="RunException">The file is damaged.</exception>
    public static IReadOnlyList<DetectorMeasurement> ReadAll(RunFolder run) => DetectorRun.ReadMetrics(run);
}
