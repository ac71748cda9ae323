namespace Spotter.Learning.Detectors;

/// <summary>The figures of a finished stage, or round of hard negatives.</summary>
/// <param name="Number">1 is the first.</param>
/// <param name="WeakClassifiers">How many it has.</param>
/// <param name="Positives">Training objects that reached it.</param>
/// <param name="Negatives">Negatives that it was trained with.</param>
/// <param name="DetectionRate">Share of all training objects that pass it and the stages before, 0 to 1.</param>
/// <param name="FalseAlarmRate">Share of its own negatives that pass it, 0 to 1.</param>
/// <param name="WindowsPassed">Windows of scenes that passed the stages before, while its negatives were mined.</param>
/// <param name="WindowsSearched">Windows that were looked at for that.</param>
/// <param name="DevelopmentDetectionRate">Share of the objects kept aside that pass up to here; null without such
/// objects.</param>
/// <param name="Seconds">Time taken.</param>
public sealed record TrainedStage(
    int Number,
    int WeakClassifiers,
    int Positives,
    int Negatives,
    double DetectionRate,
    double FalseAlarmRate,
    long WindowsPassed,
    long WindowsSearched,
    double? DevelopmentDetectionRate,
    double Seconds
);
