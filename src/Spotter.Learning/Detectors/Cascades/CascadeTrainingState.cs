using Spotter.Vision.Cascades;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// What is known after a stage. All that follows depends on this, the data, the options and the seed alone, so training
/// goes on from here to the same model as without a break.
/// </summary>
/// <param name="Model">The stages so far.</param>
/// <param name="Stages">Their figures.</param>
/// <param name="Negatives">Pixels of the negatives that all stages let through, window height x window width
/// each.</param>
public sealed record CascadeTrainingState(
    CascadeModel Model,
    IReadOnlyList<TrainedStage> Stages,
    IReadOnlyList<byte[]> Negatives
)
{
    /// <summary>
    /// Whether all objects are learned from. To begin with a fifth is withheld, by which thresholds are set; where a
    /// stage finds that this brings nothing, none are from then on.
    /// </summary>
    public bool LearnsAll { get; init; }
}
