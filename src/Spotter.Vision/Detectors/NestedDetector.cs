using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

/// <summary>
/// Looks for one thing inside another's boxes: eyes and smiles in faces, plates on cars. That is faster than searching
/// the whole picture, and what lies elsewhere cannot be a false alarm. Immutable and safe to share between threads.
/// </summary>
/// <example>
/// <code>
/// var eyes = new NestedDetector(Detector.Faces(), [new InnerSearch
/// {
///     Detector = Detector.Eyes(),
///     Region = new RelativeRegion(0.05, 0.15, 0.9, 0.45),
/// }]);
/// </code>
/// </example>
public sealed class NestedDetector : IDetector
{
    private readonly IDetector _outer;
    private readonly InnerSearch[] _inner;

    /// <summary>Nests searches.</summary>
    /// <param name="outer">Finds the boxes to look into.</param>
    /// <param name="inner">What to look for in each of them; at least one.</param>
    public NestedDetector(IDetector outer, IReadOnlyList<InnerSearch> inner)
    {
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(inner);
        if (inner.Count == 0)
        {
            throw new ArgumentException("inner must be at least one search, got none", nameof(inner));
        }

        _outer = outer;
        _inner = [.. inner];
        Labels =
        [
            .. outer
                .Labels.Concat(
                    _inner.SelectMany(static search => search.MarksOuter is { } mark ? [mark] : search.Detector.Labels)
                )
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <inheritdoc/>
    public bool UsesColor => _outer.UsesColor;

    /// <summary>Finds the outer boxes, then what is in them.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="options">Settings of the outer search; each inner search has its own.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        var all = new List<Detection>();
        foreach (Detection outer in _outer.Detect(frame, options, cancellationToken))
        {
            string label = outer.Label;
            foreach (InnerSearch search in _inner)
            {
                List<Detection> found = search.Find(frame.Gray, outer.Box, options?.Threads, cancellationToken);
                if (search.MarksOuter is null)
                {
                    all.AddRange(found.Select(one => one with { IsWeak = outer.IsWeak }));
                }
                else if (found.Count > 0)
                {
                    label = search.MarksOuter;
                }
            }

            all.Add(outer with { Label = label });
        }

        all.Sort(Detection.Order);
        return all;
    }
}
