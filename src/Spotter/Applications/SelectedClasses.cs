using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Applications;

/// <summary>
/// Of what a model finds, the classes that are wanted, under one label: of a network's 80 classes the cars, trucks,
/// buses and vans, as <c>car</c>. A model of one class without a name of its own, as cascades are, is taken to find
/// what it was named for.
/// </summary>
internal sealed class SelectedClasses : IDetector
{
    // A network that hesitates between car and truck answers both, at the same place.
    private const double SameThing = 0.5;

    // What a network of one class calls it where its file does not say.
    private const string Unnamed = "object";

    private readonly IDetector _detector;
    private readonly string _label;
    private readonly HashSet<string> _wanted;
    private readonly double? _minScore;

    /// <param name="detector">What finds.</param>
    /// <param name="label">What is answered.</param>
    /// <param name="names">What the model may call it.</param>
    /// <param name="minScore">Its own least score, before that of a call; null leaves it to the call.</param>
    /// <exception cref="SpotterException">The model finds nothing of the kind.</exception>
    public SelectedClasses(IDetector detector, string label, IReadOnlyList<string> names, double? minScore)
    {
        (_detector, _label, _minScore) = (detector, label, minScore);
        _wanted = detector
            .Labels.Where(name => name == label || names.Contains(name, StringComparer.OrdinalIgnoreCase))
            .ToHashSet(StringComparer.Ordinal);
        if (_wanted.Count == 0 && detector.Labels is [Unnamed])
        {
            _wanted.Add(Unnamed);
        }

        if (_wanted.Count == 0)
        {
            string found =
                detector.Labels.Count <= 4
                    ? string.Join(", ", detector.Labels)
                    : $"{string.Join(", ", detector.Labels.Take(3))} and others";
            throw new SpotterException(SpotterErrorKind.Usage, $"finds {found}, but no {string.Join(", ", names)}");
        }

        Labels = [label];
    }

    public IReadOnlyList<string> Labels { get; }

    public bool UsesColor => _detector.UsesColor;

    /// <summary>What the model calls them, where that is not the label alone; empty otherwise.</summary>
    public IReadOnlyList<string> Merged =>
        _wanted is { Count: 1 } && _wanted.Contains(_label) && _detector.Labels.Count == 1
            ? []
            : [.. _detector.Labels.Where(_wanted.Contains)];

    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        DetectionOptions? own = _minScore is null
            ? options
            : (options ?? DetectionOptions.Default) with
            {
                MinScore = _minScore,
            };
        var kept = new List<Detection>();
        foreach (Detection found in _detector.Detect(frame, own, cancellationToken))
        {
            // In their order the better come first.
            if (
                _wanted.Contains(found.Label)
                && (
                    _wanted.Count == 1
                    || kept.TrueForAll(better => better.Box.IntersectionOverUnion(found.Box) < SameThing)
                )
            )
            {
                kept.Add(found with { Label = _label });
            }
        }

        return kept;
    }
}
