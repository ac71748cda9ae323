using Spotter.Models;
using Spotter.Onnx;
using Spotter.Onnx.Classifiers;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Channels;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;

namespace Spotter.Workshop.Models;

/// <summary>Reads models of every kind, other people's networks among them.</summary>
public static class AnyModel
{
    /// <summary>Makes a detector of a built-in model or of a file.</summary>
    /// <param name="nameOrFile">As for <see cref="ModelFiles.Load"/>.</param>
    /// <param name="label">What to call what is found; null means the model's own labels. Networks of others keep
    /// theirs.</param>
    /// <param name="options">What is known of somebody else's network, and how it is run; null for nothing.</param>
    /// <exception cref="SpotterException">As there; or something is said of a network of others, and it is none.
    /// </exception>
    public static IDetector Load(string nameOrFile, string? label = null, OnnxDetectorOptions? options = null)
    {
        options ??= new OnnxDetectorOptions();
        IDetector detector = ModelFiles.Load(nameOrFile, label, file => LoadForeign(file, options));
        return detector is OnnxDetector || options == new OnnxDetectorOptions()
            ? detector
            : throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{nameOrFile}: is no network of others (.onnx), which --family, --classes, --network-description and "
                    + $"how it is run are said of; leave them out"
            );
    }

    /// <summary>
    /// As what somebody else's network was recognised, by what it answers: whoever knows it better should see it. Null
    /// for other models.
    /// </summary>
    /// <param name="detector">What <see cref="Load"/> made.</param>
    public static string? RecognisedAs(IDetector detector) =>
        detector is OnnxDetector network
            ? $"read as {network.Kind}, which finds "
                + $"{(network.Labels.Count == 1 ? network.Labels[0] : $"{network.Labels.Count} classes")}"
            : null;

    /// <summary>Reads a detector that is a network of ours.</summary>
    /// <param name="nameOrFile">A built-in model or a file.</param>
    /// <exception cref="SpotterException">There is neither such a model nor such a file, it is not usable, or it is a
    /// model of another kind.</exception>
    public static NetworkDetectorModel LoadNetwork(string nameOrFile)
    {
        if (ModelCatalog.Resolve(nameOrFile) is { } model)
        {
            return model.Kind == ModelKind.Network ? model.LoadNetwork() : throw NoNetwork(nameOrFile);
        }

        return Load(nameOrFile) is NetworkDetector detector ? detector.Model : throw NoNetwork(nameOrFile);
    }

    /// <summary>Whether a file is read as a network of others, by its name.</summary>
    /// <param name="file">Any name.</param>
    public static bool IsForeign(string file) => ModelFiles.IsOnnx(file);

    /// <summary>Whether a file begins as a network of ours.</summary>
    /// <param name="file">It is there.</param>
    public static bool IsNetwork(string file) => NetworkDetectorModel.IsNetwork(file);

    // What somebody who mixed up the two wants to hear; not where the network itself breaks down.
    private static OnnxDetector LoadForeign(string path, OnnxDetectorOptions options)
    {
        try
        {
            return OnnxDetector.Load(path, options);
        }
        catch (OnnxModelException e) when (e.InnerException is not EngineException && OnnxClassifier.HasShapeOf(path))
        {
            throw new OnnxModelException(
                $"{path}: is a classifier, not a detector: it says what a picture shows, not where; use spotter "
                    + $"classify --model, or --classify beside a detector"
            );
        }
    }

    private static SpotterException NoNetwork(string nameOrFile) =>
        new(
            SpotterErrorKind.Usage,
            $"{nameOrFile}: is no network, as spotter train detector --kind network makes them"
        );

    /// <summary>Reads a channel model.</summary>
    /// <exception cref="SpotterException">There is no such file, it is not usable, or it is a model of another
    /// kind.</exception>
    public static ChannelModel LoadChannels(string file)
    {
        try
        {
            if (Load(file) is ChannelDetector detector)
            {
                return detector.Model;
            }
        }
        catch (CascadeFormatException)
        {
            // Whatever does not begin like a channel model is read as a cascade, which is not what was asked for.
        }

        throw new SpotterException(
            SpotterErrorKind.Usage,
            $"{file}: is no channel model, as spotter train detector --kind channels makes them"
        );
    }
}
