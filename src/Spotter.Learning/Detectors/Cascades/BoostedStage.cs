namespace Spotter.Learning.Detectors.Cascades;

/// <summary>A trained stage and what it does on the windows that it was trained with.</summary>
/// <param name="Stumps">Its weak classifiers.</param>
/// <param name="Threshold">As it goes into the file.</param>
/// <param name="Passed">Whether each window passes, in the order of the window set.</param>
/// <param name="FalseAlarmRate">Share of the negatives that pass.</param>
internal sealed record BoostedStage(IReadOnlyList<Stump> Stumps, float Threshold, bool[] Passed, double FalseAlarmRate);
