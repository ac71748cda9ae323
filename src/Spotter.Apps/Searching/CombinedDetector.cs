using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Apps.Searching;

/// <summary>Several detectors as one: each searches the picture, and what they find is put together.</summary>
public sealed class CombinedDetector : IDetector
{
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
    public IReadOnlyList<Detection> Detect(
        Frame frame, DetectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = new List<Detection>();
        foreach (IDetector detector in _detectors)
        {
            all.AddRange(detector.Detect(frame, options, cancellationToken));
        }

        all.Sort(Detection.Order);
        return all;
    }
}
