namespace Spotter.Workshop.Detectors;

/// <summary>A finished training.</summary>
/// <param name="Output">The model file.</param>
/// <param name="Trained">The detector and its figures.</param>
/// <param name="Elapsed">Time taken by this run.</param>
public sealed record DetectorTrainingSummary(string Output, TrainedDetector Trained, TimeSpan Elapsed)
{
    /// <summary>The page of its run; null where it has none.</summary>
    public string? Report { get; init; }
}
