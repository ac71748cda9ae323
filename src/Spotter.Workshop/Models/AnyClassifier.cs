using Spotter.Learning.Onnx;
using Spotter.Networks;
using Spotter.Networks.Weights;
using Spotter.Onnx;
using Spotter.Onnx.Classifiers;
using Spotter.Onnx.Graphs;

namespace Spotter.Workshop.Models;

/// <summary>Reads classifiers of every kind: of this library in both its forms, and other people's networks.</summary>
public static class AnyClassifier
{
    /// <summary>Reads a classifier; the content says of which kind it is, not the name.</summary>
    /// <param name="path">A file.</param>
    /// <param name="options">What is known of somebody else's network; null for nothing.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SpotterException">The file is damaged, or no classifier; or there are options for a network of
    /// ours, which knows all that by itself.</exception>
    public static IImageClassifier Load(string path, OnnxClassifierOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!IsOwn(path))
        {
            return OnnxClassifier.Load(path, options);
        }

        if (options is not null && options != new OnnxClassifierOptions { Network = options.Network })
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{path}: was trained by Spotter and knows its classes and pixels; leave out what says them "
                    + $"(--classes, --normalize, --input-size)"
            );
        }

        // Our own network is what runs it unless something else is asked for; then it is a network as any other.
        NetworkOptions network = options?.Network ?? new NetworkOptions();
        if (network.Engine is null or NetworkEngine.Spotter && network.Device == NetworkDevice.Cpu)
        {
            return LoadOwn(path);
        }

        return StartsAsNetwork(path)
            ? throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{path}: is a network in Spotter's own format, which no other engine runs; leave out --engine and "
                    + $"--device, or name the .onnx file of the run"
            )
            : OnnxClassifier.Load(path, options);
    }

    /// <summary>
    /// As what somebody else's network was recognised, and what was assumed of it: whoever knows it better should see
    /// it. Null for classifiers of ours.
    /// </summary>
    /// <param name="classifier">What <see cref="Load"/> made.</param>
    public static string? RecognisedAs(IImageClassifier classifier) =>
        classifier is OnnxClassifier network
            ? $"read as {network.Reading}{(network.Assumption is { } assumption ? $"; {assumption}" : "")}"
            : null;

    /// <summary>Whether this library wrote a file, with the layers in it.</summary>
    /// <param name="path">It is there.</param>
    /// <exception cref="SpotterException">It is neither a network of ours nor an ONNX file.</exception>
    internal static bool IsOwn(string path) =>
        StartsAsNetwork(path) || CheckedFile.Read(path).Metadata.ContainsKey(OnnxFile.NetworkKey);

    private static ImageClassifier LoadOwn(string path)
    {
        try
        {
            return Learning.ClassifierFile.Load(path);
        }
        catch (InvalidDataException e)
        {
            throw SpotterException.Of(SpotterErrorKind.Missing, e);
        }
    }

    private static bool StartsAsNetwork(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] start = new byte[64];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return NetworkFormat.IsNetwork(start.AsSpan(0, length));
    }
}
