using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Searching;

/// <summary>
/// Several detectors as one: each searches the picture, and what they find is put together. What two of them find at
/// one place under one label is one thing, and counts as the earlier one says: their scores may have other scales.
/// </summary>
public sealed class CombinedDetector : IDetector
{
    private const double SameThing = 0.5;

    private readonly IReadOnlyList<IDetector> _detectors;

    /// <param name="detectors">At least one.</param>
    public CombinedDetector(IReadOnlyList<IDetector> detectors)
    {
        ArgumentNullException.ThrowIfNull(detectors);
        if (detectors.Count == 0)
        {
            throw new ArgumentException("detectors must be at least one, got none", nameof(detectors));
        }

        _detectors = detectors;
        Labels = [.. detectors.SelectMany(static detector => detector.Labels).Distinct(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <inheritdoc/>
    public bool UsesColor => _detectors.Any(static detector => detector.UsesColor);

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var all = new List<Detection>();
        foreach (IDetector detector in _detectors)
        {
            int before = all.Count;
            foreach (Detection found in detector.Detect(frame, options, cancellationToken))
            {
                if (!Covers(all.Take(before), found))
                {
                    all.Add(found);
                }
            }
        }

        all.Sort(Detection.Order);
        return all;
    }

    private static bool Covers(IEnumerable<Detection> earlier, Detection found) =>
        earlier.Any(one =>
            string.Equals(one.Label, found.Label, StringComparison.Ordinal)
            && one.Box.IntersectionOverUnion(found.Box) >= SameThing
        );
}
