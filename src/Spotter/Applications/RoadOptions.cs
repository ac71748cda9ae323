using Spotter.Vision;

namespace Spotter.Applications;

/// <summary>
/// What finds cars and people, and from which score on. Scores have each model's own scale, so each has its own least
/// one.
/// </summary>
public sealed record RoadOptions
{
    /// <summary>
    /// What finds cars; null takes the built-in model. Of a network's classes the vehicles count: car, truck, bus, van.
    /// </summary>
    public IDetector? Cars { get; init; }

    /// <summary>
    /// What finds people; null takes the built-in model. Of a network's classes person and pedestrian count.
    /// </summary>
    public IDetector? People { get; init; }

    /// <summary>
    /// Cars of a lower score are left out; null leaves it to <see cref="DetectionOptions.MinScore"/> and the model.
    /// </summary>
    public double? CarMinScore { get; init; }

    /// <summary>
    /// People of a lower score are left out; null leaves it to <see cref="DetectionOptions.MinScore"/> and the model.
    /// </summary>
    public double? PersonMinScore { get; init; }
}
