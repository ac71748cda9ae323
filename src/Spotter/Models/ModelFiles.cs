using Spotter.Vision;

namespace Spotter.Models;

/// <summary>Makes detectors of whatever models the user names.</summary>
public static class ModelFiles
{
    private const string NetworkExtension = ".onnx";

    /// <summary>Whether a name is that of an ONNX file.</summary>
    internal static bool IsOnnx(string name) =>
        Path.GetExtension(name.AsSpan()).Equals(NetworkExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes a detector of a built-in model or of a file.</summary>
    /// <param name="nameOrFile">As for <see cref="Detector.FromModel"/>, an ONNX file, or the name of a model that
    /// <c>spotter models pull</c> fetched.</param>
    /// <param name="label">What to call what is found; null means the model's own labels. Networks keep theirs.</param>
    /// <param name="networks">
    /// What reads ONNX files: <c>OnnxDetector.Load</c> of the package Spotter.Onnx, which whoever has no such files
    /// does without.
    /// </param>
    /// <exception cref="NotSupportedException">It is an ONNX file, and nothing to read it was given.</exception>
    /// <exception cref="SpotterException">There is neither such a model nor such a file, or it is not usable.
    /// </exception>
    public static IDetector Load(string nameOrFile, string? label = null, Func<string, IDetector>? networks = null)
    {
        try
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(nameOrFile);
            nameOrFile = ModelStore.Default.Resolve(nameOrFile);
            if (!IsOnnx(nameOrFile))
            {
                return Detector.FromModel(nameOrFile, label);
            }

            return networks is not null
                ? networks(nameOrFile)
                : throw new NotSupportedException(
                    $"{nameOrFile}: the network needs the package Spotter.Onnx, whose OnnxDetector.Load reads it"
                );
        }
        catch (Exception e) when (SpotterException.IsBare(e) || e is ArgumentException or InvalidDataException)
        {
            throw SpotterException.Of(SpotterErrorKind.Missing, e);
        }
    }
}
