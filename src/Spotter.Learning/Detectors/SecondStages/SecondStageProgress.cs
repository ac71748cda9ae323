namespace Spotter.Learning.Detectors.SecondStages;

/// <summary>Where the training of a second stage is.</summary>
/// <param name="IsSearching">True while scenes are searched for what the trees take for objects; then the network
/// learns.</param>
/// <param name="Share">How much of that is done, 0 to 1.</param>
/// <param name="Remaining">Expected time to the end; null while nothing is known.</param>
public sealed record SecondStageProgress(bool IsSearching, double Share, TimeSpan? Remaining);
