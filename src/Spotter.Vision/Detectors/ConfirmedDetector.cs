using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

/// <summary>
/// Asks a second detector about each box of a first one and keeps those that it finds as well. Two detectors that learned from
/// different pictures by different features rarely err in the same place, so that the first may be set to miss little. The
/// second looks at the surroundings of few boxes only, which takes hardly any time. Immutable and safe to share between
/// threads.
/// </summary>
public sealed class ConfirmedDetector : IDetector
{
    // Detectors differ in how much around an object they box.
    private const double LeastOverlap = 0.3;

    private readonly IDetector _first;
    private readonly InnerSearch _second;
    private readonly double _weight;

    /// <summary>Joins two detectors.</summary>
    /// <param name="first">Finds the boxes that are answered.</param>
    /// <param name="second">Confirms a box where it finds one that overlaps it by an intersection over union of 0.3.</param>
    /// <param name="weight">
    /// How much the second score counts: the answered score is the first plus this times the second, at least 0.
    /// </param>
    public ConfirmedDetector(IDetector first, InnerSearch second, double weight)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        (_first, _second, _weight) = (first, second, weight);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _first.Labels;

    /// <summary>Finds what both detectors find.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="options">
    /// Settings of the first search; the minimal score is of the sum. With 0 neighbours the raw candidates of the first are
    /// answered as they are.
    /// </param>
    /// <param name="cancellationToken">Stops the search.</param>
    public IReadOnlyList<Detection> Detect(
        Frame frame, DetectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (options?.MinNeighbors == 0)
        {
            return _first.Detect(frame, options, cancellationToken);
        }

        double minScore = options?.MinScore ?? double.NegativeInfinity;
        var confirmed = new List<Detection>();
        foreach (Detection found in _first.Detect(frame, options is null ? null : options with { MinScore = null }, cancellationToken))
        {
            double best = double.NegativeInfinity;
            foreach (Detection second in _second.Find(frame.Gray, found.Box, options?.Threads, cancellationToken))
            {
                if (second.Box.IntersectionOverUnion(found.Box) >= LeastOverlap)
                {
                    best = Math.Max(best, second.Score);
                }
            }

            double score = found.Score + (_weight * best);
            if (best > double.NegativeInfinity && score >= minScore)
            {
                confirmed.Add(found with { Score = score });
            }
        }

        confirmed.Sort(Detection.Order);
        return confirmed;
    }
}
