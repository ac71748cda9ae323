using System.Collections.Concurrent;
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

    private readonly NetworkSessions _sessions;
    private readonly PictureInput _picture;
    private readonly Reading _reading;
    private readonly ConcurrentBag<float[]> _inputs = [];

    private OnnxDetector(NetworkSessions sessions, PictureInput picture, Reading reading, string kind)
    {
        _sessions = sessions;
        _picture = picture;
        _reading = reading;
        Kind = kind;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _reading.Labels;

    /// <summary>
    /// As what it was recognised, such as <c>YuNet</c>, <c>SCRFD</c>, <c>YOLOX</c> or <c>NanoDet</c>; where the file
    /// names its version, that: <c>YOLO11n</c>.
    /// </summary>
    public string Kind { get; }

    /// <summary>What the network takes.</summary>
    internal NetworkInput Input => _reading.Input;

    /// <summary>Loads a network.</summary>
    /// <param name="path">An .onnx file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxModelException">The file is no network, or none of those that can be read.</exception>
    public static OnnxDetector Load(string path) => Load(path, new NetworkOptions());

    /// <summary>Loads a network.</summary>
    /// <param name="path">An .onnx file.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="OnnxModelException">The file is no network, none of those that can be read, or nothing that is
    /// here can run it as the options say.</exception>
    public static OnnxDetector Load(string path, NetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such file; check the name", path);
        }

        NetworkSessions sessions = NetworkSessions.Open(path, options);
        try
        {
            (Reading reading, PictureInput picture, string kind) = Recognition.Of(
                sessions,
                DetectorReading.Nothing,
                path
            );
            return new OnnxDetector(sessions, picture, reading, kind);
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

        var letterbox = new Letterbox(region, _reading.Input);
        double usual = options.MinScore ?? _reading.UsualMinScore;
        double least = options is { FindsWeak: true, MinScore: null } ? usual * DetectionOptions.WeakPart : usual;
        float minScore = (float)Math.Max(least, LowestScore);
        var detections = new List<Detection>();

        // An input is a few megabytes, which would be fetched from the system and cleared for every picture.
        float[] pixels = _inputs.TryTake(out float[]? room) ? room : new float[letterbox.Length];
        letterbox.Fill(frame.Bgr, pixels);
        _sessions.Run(
            _picture.Values(pixels, _reading.Input.Width, _reading.Input.Height),
            options.Threads ?? Environment.ProcessorCount,
            outputs =>
            {
                foreach (NetworkBox box in Read(outputs, minScore))
                {
                    Box inPicture = letterbox.ToPicture(box);
                    if (!inPicture.IsEmpty && Fits(inPicture, options))
                    {
                        Detection found = DetectionReader.Read(_reading, outputs, box, inPicture, letterbox);
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

    /// <summary>A network that breaks down on a picture must not pass for one that finds nothing in it.</summary>
    private List<NetworkBox> Read(IReadOnlyList<NetworkOutput> outputs, float minScore)
    {
        foreach (NetworkOutput output in outputs)
        {
            if (OutputRange.NoNumbers(output.Name, output.Data) is { } problem)
            {
                throw new OnnxModelException($"the network ({Kind}) fails on a picture: {problem}");
            }
        }

        var found = new List<NetworkBox>();
        RowReader.Decode(_reading, outputs, minScore, found);
        return _reading.MaxOverlap is { } overlap
            ? Suppression.KeepBest(found, overlap, _reading.IsSuppressedAcrossClasses)
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
