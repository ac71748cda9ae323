using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Spotter.Onnx.Decoders;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx;

/// <summary>
/// Finds things with somebody else's network: YuNet, Ultra-Light (RFB-320 and -640), FastestDet or NanoDet, told apart
/// by the shapes of their inputs and outputs and by what they answer to a trial picture. Immutable and safe to share
/// between threads.
/// </summary>
/// <remarks>
/// The picture is fitted into the network's input in its own proportions; what remains is black. Of the options,
/// scale factor and min neighbours mean nothing to a network. Scores lie between 0 and 1; without a min score the
/// network's usual one applies, and none below <see cref="LowestScore"/> is answered.
/// </remarks>
public sealed class OnnxDetector : IDetector, IDisposable
{
    /// <summary>Below this score there is nothing but noise, thousands of boxes of it.</summary>
    public const double LowestScore = 0.02;

    private readonly NetworkSessions _sessions;
    private readonly INetworkDecoder _decoder;

    private OnnxDetector(NetworkSessions sessions, INetworkDecoder decoder)
    {
        _sessions = sessions;
        _decoder = decoder;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => _decoder.Labels;

    /// <summary>
    /// Which kind of network it was recognised as: <c>YuNet</c>, <c>Ultra-Light</c>, <c>FastestDet</c> or
    /// <c>NanoDet</c>.
    /// </summary>
    public string Kind => _decoder.Name;

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
            INetworkDecoder decoder = DecoderCatalog.Choose(sessions.Shape, path);
            TrialRun.Check(sessions, decoder, path);
            return new OnnxDetector(sessions, decoder);
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

        var letterbox = new Letterbox(region, _decoder.Input);
        var found = new List<NetworkBox>();
        double minScore = Math.Max(options.MinScore ?? _decoder.UsualMinScore, LowestScore);
        _sessions.Run(letterbox.Fill(frame.Bgr), options.Threads ?? Environment.ProcessorCount, outputs =>
            Read(outputs, (float)minScore, found)
        );
        cancellationToken.ThrowIfCancellationRequested();
        var detections = new List<Detection>();
        foreach (NetworkBox box in Suppression.KeepBest(found, _decoder.MaxOverlap))
        {
            Box inPicture = letterbox.ToPicture(box);
            if (!inPicture.IsEmpty && Fits(inPicture, options))
            {
                detections.Add(
                    new Detection(inPicture, box.Score, Labels[box.Class])
                    {
                        Landmarks = box.Landmarks is { } landmarks ? letterbox.ToPicture(landmarks) : null,
                    }
                );
            }
        }

        detections.Sort(Detection.Order);
        return detections;
    }

    /// <summary>A network that breaks down on a picture must not pass for one that finds nothing in it.</summary>
    private void Read(IReadOnlyList<NetworkOutput> outputs, float minScore, List<NetworkBox> found)
    {
        foreach (NetworkOutput output in outputs)
        {
            if (OutputRange.NoNumbers(output.Name, output.Data) is { } problem)
            {
                throw new OnnxModelException($"the network ({Kind}) fails on a picture: {problem}");
            }
        }

        _decoder.Decode(outputs, minScore, found);
        if (found.Exists(static box => box.Score > 1 + OutputRange.Tolerance))
        {
            throw new OnnxModelException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the network ({Kind}) fails on a picture: a score of {found.Max(static box => box.Score):0.##} "
                        + $"instead of 0 to 1"
                )
            );
        }
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
