namespace Spotter.Learning.Detectors;

/// <summary>What a detector is trained on, and what is kept aside to see how good it has become.</summary>
/// <param name="Positives">The objects to learn.</param>
/// <param name="Scenes">Where negatives are taken from.</param>
/// <param name="DevelopmentPositives">Objects that are not learned from; may be empty.</param>
/// <param name="DevelopmentScenes">Scenes that no negatives are taken from; may hold none.</param>
public sealed record DetectorDataset(
    IReadOnlyList<ObjectExample> Positives,
    ISceneSource Scenes,
    IReadOnlyList<ObjectExample> DevelopmentPositives,
    ISceneSource DevelopmentScenes
);
