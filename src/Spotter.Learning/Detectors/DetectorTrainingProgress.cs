namespace Spotter.Learning.Detectors;

/// <summary>Where the training of a detector is.</summary>
/// <param name="Phase">What it is busy with.</param>
/// <param name="Stage">The stage, round of hard negatives or step of a network in work; 1 is the first.</param>
/// <param name="Stages">How many are planned.</param>
/// <param name="Share">How much of the phase is done, 0 to 1.</param>
/// <param name="WeakClassifiers">Weak classifiers of the stage so far.</param>
/// <param name="DetectionRate">Share of the training objects that the detector so far finds, 0 to 1.</param>
/// <param name="FalseAlarmRate">Share of the stage's negatives that it still takes for objects, 0 to 1.</param>
/// <param name="Remaining">Expected time to the end; null while nothing is known.</param>
/// <param name="Finished">The figures of a stage, reported once when it is complete; null otherwise.</param>
public sealed record DetectorTrainingProgress(
    DetectorTrainingPhase Phase,
    int Stage,
    int Stages,
    double Share,
    int WeakClassifiers,
    double DetectionRate,
    double FalseAlarmRate,
    TimeSpan? Remaining,
    TrainedStage? Finished
)
{
    /// <summary>Of networks: how far scores are from what they should be, a running mean.</summary>
    public double? ScoreLoss { get; init; }

    /// <summary>Of networks: how far boxes are from what they should be, a running mean of 1 - GIoU.</summary>
    public double? BoxLoss { get; init; }
}
