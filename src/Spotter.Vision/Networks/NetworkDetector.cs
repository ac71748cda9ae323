using Spotter.Networks.Graphs;
using Spotter.Vision.Images;

namespace Spotter.Vision.Networks;

/// <summary>
/// Finds objects of one class or several with a convolutional network, in one pass over the picture. Immutable and safe
/// to share between threads.
/// </summary>
/// <remarks>
/// Scores are 0 to 1: of finds with a score of 0.8 about 80 of 100 are right, on pictures like those that the model was
/// checked on. The picture is brought to the model's input size (<see cref="NetworkDetectorModel.InputSize"/>); a min
/// size makes it larger or smaller, so that the smallest object wanted is seen well. A scale factor means nothing to a
/// network; min neighbours of 0 answers all that it sees, ungrouped.
/// </remarks>
public sealed class NetworkDetector : IDetector
{
    /// <summary>Below this raw score there is nothing but noise.</summary>
    internal const double LowestScore = 0.02;

    /// <summary>Of two finds of a class that overlap more (IoU), the better one stays.</summary>
    internal const float MostOverlap = 0.5f;

    private readonly string[] _labels;
    private readonly bool[] _isWanted;
    private readonly DetectionOptions _defaults;

    /// <summary>Makes a detector of a model.</summary>
    /// <param name="model">What to look for.</param>
    /// <param name="labels">Which of its classes to answer; null takes all.</param>
    /// <param name="defaults">What a call leaves open.</param>
    /// <exception cref="ArgumentException">The model has no such class.</exception>
    public NetworkDetector(
        NetworkDetectorModel model,
        IReadOnlyList<string>? labels = null,
        DetectionOptions? defaults = null
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _labels = [.. model.Labels.Where(label => labels is null || labels.Contains(label, StringComparer.Ordinal))];
        if (_labels.Length == 0 || (labels is not null && labels.Count != _labels.Length))
        {
            throw new ArgumentException(
                $"the model finds {string.Join(", ", model.Labels)}, not {string.Join(", ", labels ?? [])}",
                nameof(labels)
            );
        }

        _isWanted = [.. model.Labels.Select(label => _labels.Contains(label, StringComparer.Ordinal))];
        _defaults = defaults ?? DetectionOptions.Default;
    }

    /// <summary>What the detector looks for.</summary>
    public NetworkDetectorModel Model { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>
    /// Least scores of the model's classes in their order, where a call names none; null leaves one to the model. Empty
    /// leaves all.
    /// </summary>
    internal IReadOnlyList<double?> MinScores { get; init; } = [];

    /// <summary>The same detector under another label, where it finds one class; else itself.</summary>
    internal NetworkDetector Called(string? label) =>
        label is null || _labels.Length != 1 || label == _labels[0]
            ? this
            : new NetworkDetector(Model.Called(_labels[0], label), [label], _defaults);

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        cancellationToken.ThrowIfCancellationRequested();
        options ??= DetectionOptions.Default;
        var all = new Box(0, 0, frame.Width, frame.Height);
        Box region = (options.RegionOfInterest ?? _defaults.RegionOfInterest)?.Intersect(all) ?? all;
        if (region.IsEmpty)
        {
            return [];
        }

        int threads = options.Threads ?? _defaults.Threads ?? Environment.ProcessorCount;
        double[] least = LeastRawScores(options);
        var found = new List<CellBox>();
        SearchedPart[] parts = [.. SearchedPart.Of(region, InputSizeFor(options, region), Model.Step)];
        ReducedPicture picture = frame.ReducedBy(parts.Min(static part => part.Reduction));
        foreach (SearchedPart part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Search(picture, part, threads, least, found);
        }

        Model.Calibrate(found);
        if ((options.MinNeighbors ?? _defaults.MinNeighbors) != 0)
        {
            CellReader.KeepBest(found, MostOverlap);
        }

        return ToDetections(found, region, options);
    }

    private int InputSizeFor(DetectionOptions options, Box region)
    {
        int size = options.InputSize ?? _defaults.InputSize ?? 0;
        return size > 0 ? size : SearchedPart.SizeFor(region, options.MinSize ?? _defaults.MinSize, Model.InputSize);
    }

    /// <summary>How a region goes in where it is not cut into tiles.</summary>
    internal SearchedPart WholePart(DetectionOptions options, Box region) =>
        SearchedPart.Of(region, Math.Min(InputSizeFor(options, region), SearchedPart.LargestInput), Model.Step).First();

    /// <summary>From which score before calibration on cells are read, for each class of the model.</summary>
    internal double[] LeastRawScores(DetectionOptions options)
    {
        double[] least = new double[_isWanted.Length];
        for (int i = 0; i < least.Length; i++)
        {
            double raw = Model.CalibrationOf(i).Invert(LeastScore(options, i));
            least[i] = _isWanted[i] ? Math.Max(raw, LowestScore) : double.MaxValue;
        }

        return least;
    }

    private double UsualScore(DetectionOptions options, int index) =>
        WantedScore(options, index) ?? Model.Head.Classes[index].Threshold;

    private double LeastScore(DetectionOptions options, int index) =>
        WantedScore(options, index)
        ?? Model.Head.Classes[index].Threshold * (options.FindsWeak ? DetectionOptions.WeakPart : 1);

    private double? WantedScore(DetectionOptions options, int index) =>
        options.MinScore ?? _defaults.MinScore ?? (MinScores.Count > 0 ? MinScores[index] : null);

    private void Search(ReducedPicture picture, in SearchedPart part, int threads, double[] least, List<CellBox> found)
    {
        if (!Model.Inputs.TryTake(out InputPicture? input))
        {
            input = new InputPicture();
        }

        input.Fill(picture.Pixels, part, picture.Factor);
        float[][] outputs = input.RoomFor(Model, part);
        Model
            .RunnerFor(threads)
            .Run(input.Pixels, part.InputWidth, part.InputHeight, part.InputWidth * 3, PixelOrder.Bgr, outputs);
        int first = found.Count;
        for (int i = 0; i < outputs.Length; i++)
        {
            int stride = Model.Head.Strides[i];
            ReadOnlySpan<float> map = outputs[i].AsSpan(0, Model.OutputLength(i, part));
            CellReader.Read(map, part.InputWidth / stride, stride, least, found);
        }

        // What was cancelled or failed is not put back.
        Model.Inputs.Add(input);
        part.ToPicture(found, first);
    }

    /// <summary>
    /// Calibrated finds in pixels of the picture as they are answered, without those that nobody wants.
    /// </summary>
    internal List<Detection> ToDetections(List<CellBox> found, Box region, DetectionOptions options)
    {
        BoxSize min = options.MinSize ?? _defaults.MinSize ?? default;
        BoxSize max = options.MaxSize ?? _defaults.MaxSize ?? default;
        var detections = new List<Detection>(found.Count);
        foreach (CellBox cell in found)
        {
            int left = (int)MathF.Round(cell.Left);
            int top = (int)MathF.Round(cell.Top);
            var box = new Box(left, top, (int)MathF.Round(cell.Right) - left, (int)MathF.Round(cell.Bottom) - top);
            box = box.Intersect(region);
            if (
                !box.IsEmpty
                && cell.Score >= LeastScore(options, cell.Class)
                && box.Width >= min.Width
                && box.Height >= min.Height
                && (max.Width == 0 || box.Width <= max.Width)
                && (max.Height == 0 || box.Height <= max.Height)
            )
            {
                detections.Add(
                    new Detection(box, cell.Score, Model.Labels[cell.Class])
                    {
                        IsWeak = cell.Score < UsualScore(options, cell.Class),
                    }
                );
            }
        }

        detections.Sort(Detection.Order);
        return detections;
    }
}
