using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Scalar;

namespace Spotter.Vision.Detectors;

/// <summary>
/// Looks for one thing inside another's boxes: eyes and smiles in faces, plates on cars. That is faster than searching the
/// whole picture, and what lies elsewhere cannot be a false alarm. Immutable and safe to share between threads.
/// </summary>
/// <example>
/// <code>
/// var smiles = new NestedDetector(Detector.Faces(), [new InnerSearch
/// {
///     Detector = Detector.Smiles(),
///     Region = new RelativeRegion(0.1, 0.5, 0.8, 0.5),
///     MarksOuter = "smiling",
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
            .. outer.Labels
                .Concat(_inner.SelectMany(static search => search.MarksOuter is { } mark ? [mark] : search.Detector.Labels))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Finds the outer boxes, then what is in them.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="options">Settings of the outer search; each inner search has its own.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public IReadOnlyList<Detection> Detect(
        Frame frame, DetectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var all = new List<Detection>();
        foreach (Detection outer in _outer.Detect(frame, options, cancellationToken))
        {
            string label = outer.Label;
            foreach (InnerSearch search in _inner)
            {
                List<Detection> found = Look(frame.Gray, outer.Box, search, options?.Threads, cancellationToken);
                if (search.MarksOuter is null)
                {
                    all.AddRange(found);
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

    private static List<Detection> Look(
        GrayImage gray, Box outer, InnerSearch search, int? threads, CancellationToken cancellationToken)
    {
        Box region = search.Region.Of(outer).Intersect(new Box(0, 0, gray.Width, gray.Height));
        if (region.IsEmpty)
        {
            return [];
        }

        double scale = (double)search.WorkingWidth / outer.Width;
        int minWidth = (int)Math.Round(search.MinWidth * search.WorkingWidth);
        DetectionOptions options = search.Options with
        {
            MinSize = new BoxSize(minWidth, 0),
            MaxSize = null,
            RegionOfInterest = null,
            Threads = threads ?? search.Options.Threads,
        };
        var boxes = new List<Detection>();
        foreach (Detection found in search.Detector.Detect(new Frame(Resize(gray.View.Crop(region), scale)), options, cancellationToken))
        {
            Box box = new(
                region.X + (int)Math.Round(found.Box.X / scale), region.Y + (int)Math.Round(found.Box.Y / scale),
                (int)Math.Round(found.Box.Width / scale), (int)Math.Round(found.Box.Height / scale));
            boxes.Add(found with { Box = box.Intersect(region) });
        }

        boxes.RemoveAll(static found => found.Box.IsEmpty);
        return boxes;
    }

    private static GrayImage Resize(ImageView<byte> part, double scale)
    {
        var sized = new GrayImage(Math.Max(1, (int)Math.Round(part.Width * scale)), Math.Max(1, (int)Math.Round(part.Height * scale)));
        var columns = new ResizeTable();
        var rows = new ResizeTable();
        columns.Prepare(part.Width, sized.Width);
        rows.Prepare(part.Height, sized.Height);
        ScalarResize.Resize(part, columns, rows, sized.Pixels);
        return sized;
    }
}
