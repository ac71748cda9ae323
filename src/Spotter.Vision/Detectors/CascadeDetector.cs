using Spotter.Vision.Cascades;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using System.Collections.Concurrent;

namespace Spotter.Vision.Detectors;

/// <summary>
/// Finds objects with a boosted cascade, box for box as OpenCV 4.13's <c>CascadeClassifier::detectMultiScale</c>.
/// Immutable and safe to share between threads.
/// </summary>
/// <remarks>
/// The score of a raw candidate is the sum of votes in the cascade's last stage (OpenCV's level weight); the score
/// of a grouped box is the best score of its candidates.
/// </remarks>
public sealed class CascadeDetector : IDetector
{
    private readonly string[] _labels;
    private readonly DetectionOptions _defaults;
    private readonly ConcurrentBag<ILevelScanner> _scanners = [];

    /// <summary>Makes a detector of a model.</summary>
    /// <param name="model">What to look for.</param>
    /// <param name="label">What to call what is found.</param>
    /// <param name="defaults">
    /// What a call leaves open; what this leaves open in turn is scale factor 1.1, min neighbours 3, no size limits, a thread a
    /// processor.
    /// </param>
    public CascadeDetector(CascadeModel model, string label, DetectionOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(label);
        Model = model;
        _labels = [label];
        _defaults = defaults ?? DetectionOptions.Default;
    }

    /// <summary>What the detector looks for.</summary>
    public CascadeModel Model { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _labels;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Detect(
        Frame frame, DetectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var detections = new List<Detection>();
        Detect(frame.Gray.View, detections, options, cancellationToken);
        return detections;
    }

    /// <summary>Finds objects in a gray picture, without allocating more than the list grows by.</summary>
    /// <param name="gray">H x W, 0..255. A picture smaller than the model's window holds nothing.</param>
    /// <param name="destination">Emptied, then filled in <see cref="Detection.Order"/>.</param>
    /// <param name="options">Settings; null, and each setting left null, means the detector's own default.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public void Detect(
        ImageView<byte> gray,
        List<Detection> destination,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        options ??= DetectionOptions.Default;
        destination.Clear();
        var all = new Box(0, 0, gray.Width, gray.Height);
        Box region = (options.RegionOfInterest ?? _defaults.RegionOfInterest)?.Intersect(all) ?? all;
        if (region.IsEmpty)
        {
            return;
        }

        ImageView<byte> view = region == all ? gray : gray.Crop(region);
        var levels = new List<PyramidLevel>();
        ScalePyramid.Build(
            new BoxSize(view.Width, view.Height),
            Model.WindowSize,
            options.ScaleFactor ?? _defaults.ScaleFactor ?? 1.1,
            options.MinSize ?? _defaults.MinSize ?? default,
            options.MaxSize ?? _defaults.MaxSize ?? default,
            levels);
        var candidates = new List<Candidate>();
        ILevelScanner scanner = _scanners.TryTake(out ILevelScanner? pooled) ? pooled : LevelScanner.Create(Model);
        foreach (PyramidLevel level in levels)
        {
            cancellationToken.ThrowIfCancellationRequested();
            scanner.Scan(view, level, new RowRange(0, level.RowEnd), candidates);
        }

        _scanners.Add(scanner);
        RectangleGrouping.Group(candidates, options.MinNeighbors ?? _defaults.MinNeighbors ?? 3);
        double minScore = options.MinScore ?? _defaults.MinScore ?? double.NegativeInfinity;
        var bounds = new Box(0, 0, view.Width, view.Height);
        foreach (Candidate candidate in candidates)
        {
            Box box = candidate.Box.Intersect(bounds);
            if (!box.IsEmpty && candidate.Score >= minScore)
            {
                destination.Add(new Detection(box.Offset(region.X, region.Y), candidate.Score, _labels[0]));
            }
        }

        destination.Sort(Detection.Order);
    }
}
