using System.Collections.Concurrent;
using System.Globalization;
using Spotter.Onnx.Decoders;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx;

/// <summary>
/// Finds things with somebody else's network. What it is is told by the names and shapes of what it answers, by what
/// its file says of itself, and by the numbers that it answers to trial pictures. Immutable and safe to share between
/// threads.
/// </summary>
/// <remarks>
/// Pictures are fitted into the network's input as its makers do. Of the options, scale factor and min neighbours mean
/// nothing to a network. Scores lie between 0 and 1; without a min score the network's usual one applies, and none
/// below <see cref="LowestScore"/> is answered.
/// </remarks>
public sealed class OnnxDetector : IDetector, IDisposable
{
    /// <summary>Below this score there is nothing but noise, thousands of boxes of it.</summary>
    public const double LowestScore = 0.02;

    // Networks halve their pictures five times at most, but for a few that do it once more.
    private const int SizeStep = 32;
    private const int LargestSize = 16_384;

    private readonly string _path;
    private readonly NetworkSessions _sessions;
    private readonly DetectorReading _asked;
    private readonly PictureInput _picture;
    private readonly Reading _reading;
    private readonly ConcurrentBag<float[]> _inputs = [];

    // Null where pictures go in one at a time.
    private readonly BatchGate? _gate;

    // By the longer side that was asked for, of networks that take any.
    private readonly ConcurrentDictionary<int, Reading> _sized = [];

    private OnnxDetector(string path, NetworkSessions sessions, DetectorReading asked, NetworkOptions options)
    {
        _path = path;
        _sessions = sessions;
        _asked = asked;
        (_reading, _picture, Kind) = Recognition.Of(sessions, asked, path);
        PicturesARun = BatchFor(options);
        _gate = PicturesARun > 1 ? new BatchGate(sessions, PicturesARun) : null;
    }

    /// <summary>How many pictures go in together, where several threads search at the same time.</summary>
    public int PicturesARun { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _reading.Labels;

    /// <summary>
    /// As what it was recognised, such as <c>YuNet</c>, <c>SCRFD</c>, <c>YOLOX</c> or <c>NanoDet</c>; where the file
    /// names its version, that: <c>YOLO11n</c>.
    /// </summary>
    public string Kind { get; }

    /// <summary>
    /// How it is used, in words: what goes in and what comes out, such as <c>YOLOX: takes 416x416, blue first,
    /// at the top left; 80 classes; scores from 0.3</c>.
    /// </summary>
    public string Reading =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Kind}: takes {(_picture.IsOpen ? "any size, as a rule " : "")}{_reading.Input}; "
                + $"{(Labels.Count == 1 ? Labels[0] : $"{Labels.Count} classes")}; scores from {_reading.UsualMinScore}"
                + $"{(_reading.MaxOverlap is null ? "; suppresses by itself" : "")}"
                + $"{(_reading.Prototypes is null ? "" : "; with masks")}"
                + $"{(_reading.Points is null ? "" : "; with points")}"
                + $"{(PicturesARun == 1 ? "" : $"; up to {PicturesARun} pictures together")}"
        );

    /// <summary>What runs it: ONNX Runtime with its version and device, or Spotter's engine.</summary>
    public string Engine => _sessions.EngineName;

    /// <summary>What the network takes.</summary>
    internal NetworkInput Input => _reading.Input;

    /// <summary>How many operators of each name it consists of.</summary>
    internal IReadOnlyDictionary<string, int> Operators => _sessions.Shape.Operators;

    /// <summary>Loads a network.</summary>
    /// <param name="path">An .onnx file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxModelException">The file is no network, or none of those that can be read.</exception>
    public static OnnxDetector Load(string path) => Load(path, new OnnxDetectorOptions());

    /// <summary>Loads a network.</summary>
    /// <param name="path">An .onnx file.</param>
    /// <param name="options">How it is run.</param>
    /// <inheritdoc cref="Load(string, OnnxDetectorOptions)"/>
    public static OnnxDetector Load(string path, NetworkOptions options) =>
        Load(path, new OnnxDetectorOptions { Network = options });

    /// <summary>Loads a network.</summary>
    /// <param name="path">An .onnx file.</param>
    /// <param name="options">What is known of it, and how it is run.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxModelException">The file is no network, none of those that can be read, or nothing that is
    /// here can run it as the options say.</exception>
    /// <exception cref="SpotterException">A file that the options name cannot be used.</exception>
    public static OnnxDetector Load(string path, OnnxDetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such file; check the name", path);
        }

        var asked = DetectorReading.Of(path, options);
        NetworkSessions sessions = NetworkSessions.Open(path, options.Network);
        try
        {
            return new OnnxDetector(path, sessions, asked, options.Network);
        }
        catch
        {
            sessions.Dispose();
            throw;
        }
    }

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
        Box region = options.RegionOfInterest?.Intersect(all) ?? all;
        if (region.IsEmpty)
        {
            return [];
        }

        Reading reading = options.InputSize is { } side ? ReadingAt(side) : _reading;
        var letterbox = new Letterbox(region, reading.Input);
        double usual = options.MinScore ?? reading.UsualMinScore;
        double least = options is { FindsWeak: true, MinScore: null } ? usual * DetectionOptions.WeakPart : usual;
        float minScore = (float)Math.Max(least, LowestScore);
        var detections = new List<Detection>();

        // An input is a few megabytes, which would be fetched from the system and cleared for every picture.
        float[] pixels =
            _inputs.TryTake(out float[]? room) && room.Length == letterbox.Length ? room : new float[letterbox.Length];
        Run(
            () =>
            {
                letterbox.Fill(frame.Bgr, pixels);
                return _picture.Values(pixels, reading.Input.Width, reading.Input.Height);
            },
            options.Threads ?? Environment.ProcessorCount,
            outputs =>
            {
                foreach (NetworkBox box in Read(reading, outputs, minScore))
                {
                    Box inPicture = letterbox.ToPicture(box);
                    if (!inPicture.IsEmpty && Fits(inPicture, options))
                    {
                        Detection found = DetectionReader.Read(reading, outputs, box, inPicture, letterbox);
                        detections.Add(found with { IsWeak = found.Score < usual });
                    }
                }
            }
        );
        _inputs.Add(pixels);
        cancellationToken.ThrowIfCancellationRequested();
        detections.Sort(Detection.Order);
        return detections;
    }

    // A picture that others wait for is announced before it is prepared.
    private void Run(Func<NetworkValue[]> prepare, int threads, Action<IReadOnlyList<NetworkOutput>> read)
    {
        if (_gate is null)
        {
            _sessions.Run(prepare(), threads, read);
            return;
        }

        using BatchGate.Announcement announcement = _gate.Announce();
        read(_gate.Run(announcement, prepare()[0], threads));
    }

    private int BatchFor(NetworkOptions options)
    {
        const int OnDevices = 8;
        int asked = options.Batch ?? (options.Device == NetworkDevice.Cpu ? 1 : OnDevices);
        if (asked == 1)
        {
            return 1;
        }

        (int width, int height) = (_reading.Input.Width, _reading.Input.Height);
        float[] none = new float[3 * width * height];
        bool isPossible =
            _picture.TakesAnyNumber && BatchGate.IsPossible(_sessions, _picture.Values(none, width, height)[0]);
        return isPossible ? asked
            : options.Batch is null ? 1
            : throw new OnnxModelException(
                $"{_path}: takes one picture at a time; leave out --batch, or export it with an open number of pictures"
            );
    }

    /// <summary>The same network at another size, which it must take.</summary>
    private Reading ReadingAt(int side)
    {
        int longer = Math.Max(_reading.Input.Width, _reading.Input.Height);
        if (side == longer)
        {
            return _reading;
        }

        if (!_picture.IsOpen)
        {
            throw new OnnxModelException(
                $"{_path}: takes pictures of {_reading.Input.Width}x{_reading.Input.Height} pixels and no others; "
                    + $"leave the input size out, or export it with an open size"
            );
        }

        int rounded = Math.Clamp((side + SizeStep - 1) / SizeStep * SizeStep, SizeStep, LargestSize);
        return _sized.GetOrAdd(rounded, size =>
            Recognition.Of(_sessions, _asked with { InputSize = (size, size) }, _path).Reading
        );
    }

    /// <summary>A network that breaks down on a picture must not pass for one that finds nothing in it.</summary>
    private List<NetworkBox> Read(Reading reading, IReadOnlyList<NetworkOutput> outputs, float minScore)
    {
        foreach (NetworkOutput output in outputs)
        {
            if (OutputRange.NoNumbers(output.Name, output.Data) is { } problem)
            {
                throw new OnnxModelException($"the network ({Kind}) fails on a picture: {problem}");
            }
        }

        var found = new List<NetworkBox>();
        RowReader.Decode(reading, outputs, minScore, found);
        return reading.MaxOverlap is { } overlap
            ? Suppression.KeepBest(found, overlap, reading.IsSuppressedAcrossClasses)
            : found;
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();

    private static bool Fits(Box box, DetectionOptions options)
    {
        BoxSize min = options.MinSize ?? default;
        BoxSize max = options.MaxSize is { Width: > 0, Height: > 0 } given
            ? given
            : new BoxSize(int.MaxValue, int.MaxValue);
        return box.Width >= min.Width && box.Height >= min.Height && box.Width <= max.Width && box.Height <= max.Height;
    }
}
