using System.Collections.Concurrent;
using Spotter.Vision.Cascades;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;

namespace Spotter.Vision.Detectors;

/// <summary>
/// Finds objects with a boosted cascade, box for box as OpenCV 4.13's <c>CascadeClassifier::detectMultiScale</c>.
/// Immutable and safe to share between threads.
/// </summary>
/// <remarks>
/// The score of a raw candidate is the sum of votes in the cascade's last stage (OpenCV's level weight); the score
/// of a grouped box is the best score of its candidates, unless <see cref="Scoring"/> says otherwise.
/// </remarks>
public sealed class CascadeDetector : IDetector
{
    internal const double UsualScaleFactor = 1.1;

    private readonly string[] _labels;
    private readonly DetectionOptions _defaults;
    private readonly ScannerFactory _scanners;
    private readonly ConcurrentBag<CascadeSearch> _searches = [];

    /// <summary>Makes a detector of a model.</summary>
    /// <param name="model">What to look for.</param>
    /// <param name="label">What to call what is found.</param>
    /// <param name="defaults">
    /// What a call leaves open; what this leaves open in turn is scale factor 1.1, min neighbours 3, no size limits, a
    /// thread a processor.
    /// </param>
    public CascadeDetector(CascadeModel model, string label, DetectionOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(label);
        Model = model;
        _labels = [label];
        _defaults = defaults ?? DetectionOptions.Default;
        _scanners = new ScannerFactory(model);
    }

    /// <summary>What the detector looks for.</summary>
    public CascadeModel Model { get; }

    /// <summary>What the score of a grouped box is.</summary>
    public CascadeScoring Scoring { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _labels;

    /// <inheritdoc/>
    public bool UsesColor => false;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        var detections = new List<Detection>();
        Detect(frame.Gray.View, detections, options, cancellationToken);
        return detections;
    }

    /// <summary>A detector with the same model, label and defaults whose scores mean something else.</summary>
    /// <param name="scoring">What the score of a grouped box is to be.</param>
    public CascadeDetector WithScoring(CascadeScoring scoring) =>
        new(Model, _labels[0], _defaults) { Scoring = scoring };

    /// <summary>Finds objects in a gray picture, without allocating more than the list grows by.</summary>
    /// <param name="gray">H x W, 0..255. A picture smaller than the model's window holds nothing.</param>
    /// <param name="destination">Emptied, then filled in <see cref="Detection.Order"/>.</param>
    /// <param name="options">Settings; null, and each setting left null, means the detector's own default.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public void Detect(
        ImageView<byte> gray,
        List<Detection> destination,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
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
        if (!_searches.TryTake(out CascadeSearch? search))
        {
            search = new CascadeSearch(Model, _scanners);
        }

        search.Run(view, Settings(options), cancellationToken);
        double minScore = options.MinScore ?? _defaults.MinScore ?? double.NegativeInfinity;
        var bounds = new Box(0, 0, view.Width, view.Height);
        foreach (Candidate candidate in search.Candidates)
        {
            Box box = candidate.Box.Intersect(bounds);
            double score = Scoring == CascadeScoring.Neighbors ? candidate.Count : candidate.Score;
            if (!box.IsEmpty && score >= minScore)
            {
                destination.Add(new Detection(box.Offset(region.X, region.Y), score, _labels[0]));
            }
        }

        // A search that was cancelled or failed is not put back.
        _searches.Add(search);
        destination.Sort(Detection.Order);
    }

    private CascadeSearchSettings Settings(DetectionOptions options) =>
        new(
            options.ScaleFactor ?? _defaults.ScaleFactor ?? UsualScaleFactor,
            options.MinNeighbors ?? _defaults.MinNeighbors ?? 3,
            options.MinSize ?? _defaults.MinSize ?? default,
            options.MaxSize ?? _defaults.MaxSize ?? default,
            options.Threads ?? _defaults.Threads ?? Environment.ProcessorCount
        );
}
