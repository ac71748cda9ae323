using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Evaluation;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Evaluations;

/// <summary>Which labels of the data and which of a detector mean the thing that is looked for.</summary>
internal sealed class ClassSelection
{
    private readonly HashSet<string> _classes;
    private readonly HashSet<string> _detectorLabels;
    private readonly int _minHeight;

    /// <exception cref="LabelException">The data has no such class, or several and none is chosen.</exception>
    public ClassSelection(LabelSet labels, EvaluationOptions options)
    {
        string known = string.Join(", ", labels.Labels);
        if (options.Classes.Count == 0 && labels.Labels.Count > 1)
        {
            throw new LabelException(
                $"the labels are of several classes ({known}); choose with --class",
                kind: SpotterErrorKind.Usage
            );
        }

        if (
            options.Classes.FirstOrDefault(name => !labels.Labels.Contains(name, StringComparer.Ordinal)) is { } unknown
        )
        {
            throw new LabelException(
                $"--class {unknown}: the labels have no such class"
                    + NearestName.Hint(unknown, labels.Labels, $"they have {(known.Length > 0 ? known : "none")}"),
                kind: SpotterErrorKind.Usage
            );
        }

        _classes = new HashSet<string>(
            options.Classes.Count > 0 ? options.Classes : labels.Labels,
            StringComparer.Ordinal
        );
        _detectorLabels = new HashSet<string>(options.DetectorLabels, StringComparer.Ordinal);
        _minHeight = options.MinHeight;
    }

    /// <summary>The classes that are looked for.</summary>
    public IEnumerable<string> Classes => _classes;

    /// <summary>What there is to find in a picture.</summary>
    public TruthBox[] Truths(LabelledPicture picture) =>
        [
            .. picture
                .Boxes.Where(box => _classes.Contains(box.Label))
                .Select(box => new TruthBox(box.Box, box.IsIgnored || box.Box.Height < _minHeight)),
        ];

    /// <summary>Tells which detections of a detector count.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="LabelException">None of its labels fits.</exception>
    public IReadOnlySet<string> LabelsOf(IDetector detector, string name)
    {
        IEnumerable<string> wanted = _detectorLabels.Count > 0 ? _detectorLabels : _classes;
        HashSet<string> matching = [.. detector.Labels.Where(label => wanted.Contains(label, StringComparer.Ordinal))];
        if (matching.Count > 0 || detector.Labels.Count == 1)
        {
            return matching.Count > 0 ? matching : detector.Labels.ToHashSet(StringComparer.Ordinal);
        }

        throw new LabelException(
            $"{name}: finds none of {string.Join(", ", wanted)}; say with --detections which of its labels count: "
                + $"{string.Join(", ", detector.Labels)}",
            kind: SpotterErrorKind.Usage
        );
    }
}
