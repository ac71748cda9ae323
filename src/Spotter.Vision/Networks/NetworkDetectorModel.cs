using System.Collections.Concurrent;
using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Vision.Networks;

/// <summary>
/// A convolutional network that finds objects in one pass: maps of cells at several strides, each cell with a score for
/// each class and the distances to the sides of the object. docs/reference/network_format.md describes the file.
/// Immutable and safe to share between threads.
/// </summary>
public sealed class NetworkDetectorModel
{
    private readonly ScoreCalibration[] _calibrations;

    private readonly SharedRoom _room;

    internal NetworkDetectorModel(NetworkContent content)
        : this(content, new SharedRoom()) { }

    private NetworkDetectorModel(NetworkContent content, SharedRoom room)
    {
        DetectorHead head = content.Detector ?? throw new ArgumentException("it is a classifier, not a detector");
        NetworkGraph network = content.Network;
        if (content.ClassNames.Count == 0 || head.Classes.Count != content.ClassNames.Count)
        {
            throw new ArgumentException(
                $"it names {content.ClassNames.Count} classes and describes {head.Classes.Count}"
            );
        }

        if (
            head.Strides.Count == 0
            || head.Strides.Count != network.OutputShapes.Count
            || head.Strides.Any(static stride => stride is < 1 or > 1024)
            || head.InputSize is < 32 or > 8192
            || network.InputShape.Channels != 3
        )
        {
            throw new ArgumentException(
                $"its strides ({string.Join(", ", head.Strides)}), input size ({head.InputSize}) or outputs do not fit"
            );
        }

        Step = head.Strides.Max();
        TensorShape[] shapes = [.. network.OutputShapesFor(TensorShape.Image(2 * Step, Step, 3))];
        for (int i = 0; i < shapes.Length; i++)
        {
            var wanted = TensorShape.Image(
                2 * Step / head.Strides[i],
                Step / head.Strides[i],
                content.ClassNames.Count + DistanceCount
            );
            if (shapes[i] != wanted)
            {
                throw new ArgumentException($"an output of stride {head.Strides[i]} is {wanted}, not {shapes[i]}");
            }
        }

        if (head.Classes.Any(static one => one is not { Threshold: >= 0 and <= 1, Calibration: not null }))
        {
            throw new ArgumentException("thresholds are numbers of 0 to 1");
        }

        _room = room;
        Content = content;
        Head = head;
        _calibrations = [.. head.Classes.Select(static one => new ScoreCalibration(one.Calibration))];
    }

    /// <summary>The classes, in the order of the outputs.</summary>
    public IReadOnlyList<string> Labels => Content.ClassNames;

    /// <summary>The longer side that pictures are best brought to, in pixels.</summary>
    public int InputSize => Head.InputSize;

    /// <summary>How many numbers the network has learned.</summary>
    public long ParameterCount => Content.Network.TrainableCount;

    /// <summary>Numbers of a cell that are no classes: distances to left, top, right, bottom.</summary>
    internal const int DistanceCount = 4;

    internal NetworkContent Content { get; }

    internal DetectorHead Head { get; }

    /// <summary>Sides of what goes in are multiples of it.</summary>
    internal int Step { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="path">A file that <see cref="ToBytes"/> made.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something else.</exception>
    public static NetworkDetectorModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Load(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="bytes">What <see cref="ToBytes"/> made.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or hold something else.</exception>
    public static NetworkDetectorModel Load(ReadOnlySpan<byte> bytes, string name)
    {
        NetworkContent content = NetworkFormat.Read(bytes, name);
        try
        {
            return new NetworkDetectorModel(content);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{name}: is no usable detector: {e.Message}", e);
        }
    }

    /// <summary>The model as a file holds it, its weights in half precision.</summary>
    public byte[] ToBytes() => NetworkFormat.Write(Content, WeightPrecision.Half);

    /// <summary>From which score on finds of a class are answered, 0 to 1.</summary>
    /// <param name="label">One of <see cref="Labels"/>.</param>
    public double ThresholdOf(string label)
    {
        int index = Labels.ToList().IndexOf(label);
        return index >= 0
            ? Head.Classes[index].Threshold
            : throw new ArgumentException($"there is no class {label}; there are {string.Join(", ", Labels)}");
    }

    /// <summary>The same network with other thresholds and calibrations.</summary>
    internal NetworkDetectorModel With(DetectorHead head) => new(Content with { Detector = head }, _room);

    /// <summary>The same network with another name for a class.</summary>
    internal NetworkDetectorModel Called(string label, string name) =>
        new(Content with { ClassNames = [.. Labels.Select(old => old == label ? name : old)] }, _room);

    /// <summary>What runs the network, the same each time: detectors are made often, and threads last.</summary>
    /// <param name="threads">Threads that share one picture; 0 takes one a core.</param>
    internal NetworkRunner RunnerFor(int threads) =>
        _room.Runners.GetOrAdd(
            WorkerTeam.ThreadsFor(threads),
            static (count, content) => new NetworkRunner(content.Network, content.Normalization, count),
            Content
        );

    /// <summary>Room for what goes in and comes out, to be given back unless a call fails.</summary>
    internal ConcurrentBag<InputPicture> Inputs => _room.Inputs;

    /// <summary>Numbers that an output has for an input.</summary>
    internal int OutputLength(int output, in SearchedPart part)
    {
        int stride = Head.Strides[output];
        return part.InputWidth / stride * (part.InputHeight / stride) * (Labels.Count + DistanceCount);
    }

    internal ScoreCalibration CalibrationOf(int label) => _calibrations[label];

    /// <summary>Turns raw scores into shares of finds that are right.</summary>
    internal void Calibrate(List<CellBox> found)
    {
        for (int i = 0; i < found.Count; i++)
        {
            found[i] = found[i] with { Score = (float)_calibrations[found[i].Class].Apply(found[i].Score) };
        }
    }

    /// <summary>Whether a file begins as a network does.</summary>
    internal static bool IsNetwork(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[4];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && NetworkFormat.IsNetwork(head);
    }

    // Models that differ in names or thresholds alone share prepared weights, threads and memory.
    private sealed class SharedRoom
    {
        /// <summary>By threads.</summary>
        public ConcurrentDictionary<int, NetworkRunner> Runners { get; } = [];

        public ConcurrentBag<InputPicture> Inputs { get; } = [];
    }
}
