using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Vision.Networks;

/// <summary>What a network sees of a picture in one pass: the scores of all cells, what it finds, and what layers on
/// the way answer. For showing how it works; <see cref="NetworkDetector"/> finds faster.</summary>
internal sealed class NetworkTrace
{
    private const float SameBox = 0.5f;

    private readonly int _threads;
    private readonly List<CellBox> _boxes = [];

    private NetworkTrace(NetworkDetector detector, in SearchedPart part, int threads)
    {
        Detector = detector;
        Part = part;
        _threads = threads;
    }

    public NetworkDetector Detector { get; }

    public NetworkDetectorModel Model => Detector.Model;

    /// <summary>Which part of the picture went in, and how large.</summary>
    public SearchedPart Part { get; }

    /// <summary>BGR rows of what went in, without padding.</summary>
    public byte[] Pixels { get; private set; } = [];

    /// <summary>The maps of scores, a stride after the other.</summary>
    public IReadOnlyList<ScoreMap> Maps { get; private set; } = [];

    /// <summary>What the network finds, best first.</summary>
    public IReadOnlyList<TracedFind> Finds { get; private set; } = [];

    /// <summary>How many boxes there were before those that overlap better ones went.</summary>
    public int BoxCount { get; private set; }

    /// <summary>What the layers that were asked for answer, in that order.</summary>
    public IReadOnlyList<LayerMap> Layers { get; private set; } = [];

    /// <summary>Runs the network on a picture, the whole of it at once.</summary>
    /// <param name="detector">What looks.</param>
    /// <param name="picture">What it looks at.</param>
    /// <param name="options">Settings; the picture is never cut into tiles.</param>
    /// <param name="layers">Names of layers whose answers are wanted.</param>
    public static NetworkTrace Run(
        NetworkDetector detector,
        BgrImage picture,
        DetectionOptions options,
        IReadOnlyList<string> layers
    )
    {
        var region = new Box(0, 0, picture.Width, picture.Height);
        region = options.RegionOfInterest?.Intersect(region) ?? region;
        if (region.IsEmpty)
        {
            throw new ArgumentException("the region lies beside the picture", nameof(options));
        }

        var trace = new NetworkTrace(detector, detector.WholePart(options, region), options.Threads ?? 0);
        trace.Look(picture, options, layers);
        return trace;
    }

    /// <summary>The score that the network gives a find in pixels that are like those that went in.</summary>
    /// <param name="find">One of <see cref="Finds"/>.</param>
    /// <param name="pixels">As <see cref="Pixels"/>, in part painted over.</param>
    /// <param name="place">The part of the input that goes in: its sides are multiples of the model's step.</param>
    /// <returns>That of the best box around the same place, 0 to 1; 0 where there is none.</returns>
    public double ScoreOf(in TracedFind find, ReadOnlySpan<byte> pixels, Box place)
    {
        int stride = Part.InputWidth * 3;
        float[][] outputs = Model
            .RunnerFor(_threads)
            .Run(pixels[((place.Y * stride) + (place.X * 3))..], place.Width, place.Height, stride, PixelOrder.Bgr);
        double[] least = [.. Model.Labels.Select(static _ => double.MaxValue)];
        least[find.Cell.Class] = NetworkDetector.LowestScore;
        _boxes.Clear();
        for (int i = 0; i < outputs.Length; i++)
        {
            CellReader.Read(outputs[i], place.Width / Model.Head.Strides[i], Model.Head.Strides[i], least, _boxes);
        }

        float best = 0;
        CellBox wanted = find.Cell;
        foreach (CellBox box in _boxes)
        {
            CellBox moved = box with
            {
                Left = box.Left + place.X,
                Top = box.Top + place.Y,
                Right = box.Right + place.X,
                Bottom = box.Bottom + place.Y,
            };
            best = moved.IntersectionOverUnion(wanted) >= SameBox ? MathF.Max(best, box.Score) : best;
        }

        return Model.CalibrationOf(wanted.Class).Apply(best);
    }

    private void Look(BgrImage picture, DetectionOptions options, IReadOnlyList<string> layers)
    {
        var input = new InputPicture();
        input.Fill(picture, Part);
        Pixels = input.Pixels[..(Part.InputWidth * Part.InputHeight * 3)].ToArray();
        NetworkGraph network = Model.Content.Network;
        string[] inner = [.. layers.Except(network.OutputNames, StringComparer.Ordinal)];
        NetworkGraph open = network.WithOutputs([.. network.OutputNames, .. inner]);
        using var runner = new NetworkRunner(open, Model.Content.Normalization, _threads);
        float[][] outputs = runner.Run(Pixels, Part.InputWidth, Part.InputHeight, Part.InputWidth * 3, PixelOrder.Bgr);
        IReadOnlyList<TensorShape> shapes = runner.OutputShapesFor(Part.InputWidth, Part.InputHeight);
        Layers =
        [
            .. layers.Select(name =>
            {
                int index = open.OutputNames.ToList().IndexOf(name);
                return new LayerMap(name, shapes[index], outputs[index]);
            }),
        ];
        Maps = [.. Model.Head.Strides.Select((stride, i) => new ScoreMap(Model, stride, shapes[i], outputs[i], Part))];
        Find(options);
    }

    private void Find(DetectionOptions options)
    {
        double[] least = Detector.LeastRawScores(options);
        var all = new List<CellBox>();
        var maps = new Dictionary<CellBox, int>();
        for (int i = 0; i < Maps.Count; i++)
        {
            int first = all.Count;
            CellReader.Read(Maps[i].Values, Maps[i].Columns, Maps[i].Stride, least, all);
            foreach (CellBox box in all.Skip(first))
            {
                maps.TryAdd(box with { Score = 0 }, i);
            }
        }

        BoxCount = all.Count;
        Model.Calibrate(all);
        CellReader.KeepBest(all, NetworkDetector.MostOverlap);
        var finds = new List<TracedFind>();
        foreach (CellBox cell in all)
        {
            // What the detector leaves out, because of its size or as it lies beside the picture, is left out here.
            var placed = new List<CellBox> { cell };
            Part.ToPicture(placed, 0);
            if (Detector.ToDetections(placed, Part.Part, options) is [var detection])
            {
                finds.Add(new TracedFind(detection, cell, maps[cell with { Score = 0 }]));
            }
        }

        finds.Sort(static (a, b) => Detection.Order.Compare(a.Detection, b.Detection));
        Finds = finds;
    }
}

/// <summary>Something that was found.</summary>
/// <param name="Detection">As it is answered, in pixels of the picture.</param>
/// <param name="Cell">In pixels of what went in.</param>
/// <param name="Map">Which of <see cref="NetworkTrace.Maps"/> it is from.</param>
internal readonly record struct TracedFind(Detection Detection, CellBox Cell, int Map);

/// <summary>What a layer answers.</summary>
/// <param name="Name">The layer's.</param>
/// <param name="Shape">Rows, columns and channels.</param>
/// <param name="Values">Row-major, channels side by side.</param>
internal sealed record LayerMap(string Name, TensorShape Shape, float[] Values);

/// <summary>The scores of the cells of one stride.</summary>
internal sealed class ScoreMap(
    NetworkDetectorModel model,
    int stride,
    TensorShape shape,
    float[] values,
    SearchedPart part
)
{
    /// <summary>Pixels of what went in a cell, each way.</summary>
    public int Stride => stride;

    /// <summary>Cells a row, those that lie beside the picture included.</summary>
    public int Columns => shape.Width;

    /// <summary>As the network answered them.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Cells that lie in the picture, at least in part.</summary>
    public int CellCount => SeenColumns * SeenRows;

    public int SeenColumns => (part.Width + stride - 1) / stride;

    public int SeenRows => (part.Height + stride - 1) / stride;

    /// <summary>How sure the cell is that an object of the class lies around it, 0 to 1.</summary>
    public double ScoreAt(int column, int row, int label)
    {
        float logit = values[(((row * shape.Width) + column) * shape.Channels) + label];
        return model.CalibrationOf(label).Apply(1 / (1 + Math.Exp(-logit)));
    }

    /// <summary>The best score of the class.</summary>
    public double Best(int label)
    {
        double best = 0;
        for (int i = 0; i < CellCount; i++)
        {
            best = Math.Max(best, ScoreAt(i % SeenColumns, i / SeenColumns, label));
        }

        return best;
    }
}
