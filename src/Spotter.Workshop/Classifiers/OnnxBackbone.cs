using System.Security.Cryptography;
using Spotter.Learning.Classifiers.Transfer;
using Spotter.Learning.Onnx;
using Spotter.Networks;
using Spotter.Networks.Files;
using Spotter.Networks.Layers;
using Spotter.Onnx;
using Spotter.Onnx.Classifiers;
using Spotter.Onnx.Graphs;

namespace Spotter.Workshop.Classifiers;

/// <summary>
/// Somebody else's network as the beginning of a classifier: what it knows of a picture before its last layer. Safe to
/// share between threads.
/// </summary>
internal sealed class OnnxBackbone : IBackbone, IDisposable
{
    private readonly OnnxTransfer _transfer;
    private readonly ClassifierInput _input;
    private readonly ChosenPixels _pixels;
    private readonly PixelNormalization _normalization;
    private readonly NetworkSessions _sessions;
    private readonly bool _isPooled;
    private readonly string _folder;

    private OnnxBackbone(
        OnnxTransfer transfer,
        ClassifierInput input,
        ChosenPixels pixels,
        NetworkSessions sessions,
        bool isPooled,
        string folder
    )
    {
        (_transfer, _input, _pixels, _sessions, _isPooled) = (transfer, input, pixels, sessions, isPooled);
        _normalization = PixelRanges.NormalizationOf(pixels.Range, input.Shape.Channels);
        _folder = folder;
        Key = "";
    }

    /// <inheritdoc/>
    public TensorShape Input => _input.Shape;

    /// <inheritdoc/>
    public int FeatureCount { get; private init; }

    /// <inheritdoc/>
    public string Key { get; private init; }

    /// <summary>What is said of it: its input, its pixels, which layer.</summary>
    public string Reading =>
        $"learns on {FeatureCount} features of {_transfer.Layer}; takes {_input}, pixels "
        + PixelRanges.NameOf(_pixels.Range)
        + (
            _pixels.Source is { } source
                ? $" ({source})"
                : $" (assumed, because {_pixels.Reason}; --normalize says otherwise)"
        );

    /// <summary>Reads a network and cuts it before its last layer.</summary>
    /// <param name="path">An .onnx file.</param>
    /// <param name="layer">The node or value whose numbers are taken; null for what goes into the last weights.</param>
    /// <param name="range">What its pixels are; null for what the file says.</param>
    /// <exception cref="SpotterException">It is no network that pictures go into, or has no features.</exception>
    public static OnnxBackbone Open(string path, string? layer, PixelRange? range)
    {
        if (!File.Exists(path))
        {
            throw new SpotterException(SpotterErrorKind.Missing, $"{path}: there is no such file; check the name");
        }

        OnnxFileContent content = CheckedFile.Read(path);
        if (content.Graph!.Initializers.Exists(static tensor => tensor.IsExternal))
        {
            throw new OnnxModelException(
                $"{path}: keeps its weights in a file beside it; save it as one file to learn on it"
            );
        }

        ClassifierInput input;
        ChosenPixels pixels;
        using (var whole = NetworkSessions.Open(path))
        {
            input = ClassifierInput.Find(whole.Shape, null, null, out string? problem)
                ?? throw new OnnxModelException($"{path}: no classifier can begin with it: it {problem}");
            pixels = ChosenPixels.For(path, whole.Shape, input, range);
        }

        byte[] bytes = File.ReadAllBytes(path);
        OnnxTransfer transfer;
        try
        {
            transfer = OnnxTransfer.Read(bytes, path, layer);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            throw new OnnxModelException(e.Message, e);
        }

        string folder = Directory.CreateTempSubdirectory("spotter-backbone-").FullName;
        try
        {
            string cut = Path.Combine(folder, "backbone.onnx");
            int[] extents = Try(isPooled: false, out NetworkSessions sessions);
            bool isPooled = extents is [_, _, > 1, _] or [_, _, _, > 1];
            if (isPooled)
            {
                sessions.Dispose();
                extents = Try(isPooled: true, out sessions);
            }

            int features = extents.Skip(1).Aggregate(1, static (product, extent) => product * extent);
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return new OnnxBackbone(transfer, input, pixels, sessions, isPooled, folder)
            {
                FeatureCount = features,
                Key = $"{hash} {transfer.Layer} {PixelRanges.NameOf(pixels.Range)}",
            };

            // Runs it once: nothing else says how many numbers there are.
            int[] Try(bool isPooled, out NetworkSessions opened)
            {
                WholeFile.Write(cut, transfer.Cut(isPooled));
                opened = NetworkSessions.Open(cut);
                int count = Math.Max(input.Batch, 1);
                int[] found = [];
                opened.Run(new float[count * input.Shape.Length], input.DimensionsFor(count), threads: 1, outputs =>
                    found = outputs[0].Dimensions
                );
                return found;
            }
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> pixels, Span<float> features)
    {
        int count = Math.Max(_input.Batch, 1);
        var numbers = new float[count * _input.Shape.Length];
        _input.Fill(
            pixels,
            _normalization,
            PixelRanges.IsBlueFirst(_pixels.Range),
            numbers.AsSpan(0, _input.Shape.Length)
        );
        float[] found = [];
        _sessions.Run(numbers, _input.DimensionsFor(count), threads: 1, outputs =>
            found = outputs[0].Data[..FeatureCount].ToArray()
        );
        found.CopyTo(features);
    }

    /// <summary>One file of the network and its new last layer.</summary>
    public byte[] Join(ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, IReadOnlyList<string> classNames)
    {
        bool isPlain = _input.Layout == PictureLayout.ChannelsFirst && _input.HasBatch;
        bool isLast = _input.Layout is PictureLayout.ChannelsLast or PictureLayout.Flat;
        long[]? dimensions =
            isPlain || (_input.Layout == PictureLayout.ChannelsLast && _input.HasBatch)
                ? null
                : [.. _input.DimensionsFor(_input.Batch > 0 ? _input.Batch : -1).Select(static extent => (long)extent)];
        return _transfer.Join(
            _isPooled,
            new TransferInput(
                _input.Tensor.Name,
                (int)_input.Tensor.Type,
                _input.Shape,
                _normalization,
                PixelRanges.IsBlueFirst(_pixels.Range),
                isLast && _input.Shape.Channels > 1 || _input.Layout == PictureLayout.ChannelsLast,
                dimensions
            ),
            kernel,
            bias,
            classNames
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
