using System.Collections.Concurrent;
using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Channels;

/// <summary>
/// Finds objects with boosted trees on channel features over a fast feature pyramid. Immutable and safe to share
/// between threads.
/// </summary>
/// <remarks>
/// The score is the sum of the trees' votes, on a scale of log odds; windows that overlap vote for one find, and finds
/// that touch are answered as one where the model says so (<see cref="ChannelModel.JoinsParts"/>); each part adds to
/// its score. Objects smaller than the model's own size are found as well: the picture is enlarged, by 2 at most, which
/// <see cref="DetectionOptions.MinSize"/> can forbid. Windows that are not grouped (min neighbors of 0) are answered as
/// the trees find them.
/// </remarks>
public sealed class ChannelDetector : IDetector
{
    /// <summary>Eight scales an octave, as Dollar et al.</summary>
    internal const double DefaultScaleFactor = 1.0905077;

    private readonly string[] _labels;
    private readonly DetectionOptions _defaults;
    private readonly KernelWidth _width;
    private readonly ConcurrentBag<ChannelSearch> _searches = [];

    /// <summary>Makes a detector of a model.</summary>
    /// <param name="model">What to look for.</param>
    /// <param name="label">What to call what is found; null takes the model's own label.</param>
    /// <param name="defaults">
    /// What a call leaves open; what this leaves open in turn is eight scales an octave, half the size of the object in
    /// the window as the smallest, or 32 pixels on the longer side where half is less, the model's operating point, a
    /// thread a processor.
    /// </param>
    public ChannelDetector(ChannelModel model, string? label = null, DetectionOptions? defaults = null)
        : this(model, label, defaults, KernelWidths.Widest) { }

    internal ChannelDetector(ChannelModel model, string? label, DetectionOptions? defaults, KernelWidth width)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _labels = [label ?? model.Label];
        _defaults = defaults ?? DetectionOptions.Default;
        _width = width;
    }

    /// <summary>What the detector looks for.</summary>
    public ChannelModel Model { get; }

    /// <summary>From which score on it answers where a call leaves that open.</summary>
    public double MinScore => _defaults.MinScore ?? Model.OperatingPoint;

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
        options ??= DetectionOptions.Default;
        ImageView<byte> gray = frame.Gray.View;
        var detections = new List<Detection>();
        var all = new Box(0, 0, gray.Width, gray.Height);
        Box region = (options.RegionOfInterest ?? _defaults.RegionOfInterest)?.Intersect(all) ?? all;
        if (region.IsEmpty)
        {
            return detections;
        }

        if (!_searches.TryTake(out ChannelSearch? search))
        {
            search = new ChannelSearch(Model, _width);
        }

        double minScore = options.MinScore ?? MinScore;
        int? neighbors = options.MinNeighbors ?? _defaults.MinNeighbors;

        // Windows that are grouped all vote.
        double minWindowScore = neighbors == 0 ? minScore : double.NegativeInfinity;
        var sinks = new List<CandidateSink>();
        search.Run(gray.Crop(region), Settings(options), NewSink, cancellationToken);

        // A search that was cancelled or failed is not put back.
        _searches.Add(search);
        List<Candidate> candidates = [.. sinks.SelectMany(static sink => sink.Found)];
        if (neighbors != 0)
        {
            WindowGrouping.Group(candidates, neighbors ?? 0);
            if (Model.JoinsParts)
            {
                PartJoining.Join(candidates);
            }
        }

        foreach (Candidate candidate in candidates)
        {
            Box box = candidate.Box.Offset(region.X, region.Y).Intersect(region);
            if (!box.IsEmpty && candidate.Score >= minScore)
            {
                detections.Add(new Detection(box, candidate.Score, _labels[0]));
            }
        }

        detections.Sort(Detection.Order);
        return detections;

        IWindowSink NewSink()
        {
            sinks.Add(new CandidateSink(Model, minWindowScore));
            return sinks[^1];
        }
    }

    private ChannelSearchSettings Settings(DetectionOptions options) =>
        new(
            options.ScaleFactor ?? _defaults.ScaleFactor ?? DefaultScaleFactor,
            options.MinSize ?? _defaults.MinSize ?? default,
            options.MaxSize ?? _defaults.MaxSize ?? default,
            options.Threads ?? _defaults.Threads ?? Environment.ProcessorCount
        );

    /// <summary>Collects the boxes of the objects.</summary>
    private sealed class CandidateSink(ChannelModel model, double minScore) : IWindowSink
    {
        public List<Candidate> Found { get; } = [];

        public void Add(in ChannelLevel level, in WindowHit hit, CellBytes cells)
        {
            double score = hit.Score;
            if (score >= minScore)
            {
                Found.Add(new Candidate(ObjectBox.Of(model, level, hit), score));
            }
        }
    }
}
