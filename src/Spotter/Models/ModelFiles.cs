using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Channels;

namespace Spotter.Models;

/// <summary>Makes detectors of whatever models the user names.</summary>
public static class ModelFiles
{
    private const string NetworkExtension = ".onnx";

    /// <summary>Makes a detector of a built-in model or of a file.</summary>
    /// <param name="nameOrFile">As for <see cref="Detector.FromModel"/>, or an ONNX file.</param>
    /// <param name="label">What to call what is found; null means the model's own labels. Networks keep theirs.</param>
    /// <param name="networks">
    /// What reads ONNX files: <c>OnnxDetector.Load</c> of the package Spotter.Onnx, which whoever has no such files
    /// does without.
    /// </param>
    /// <exception cref="FileNotFoundException">There is neither such a model nor such a file.</exception>
    /// <exception cref="NotSupportedException">It is an ONNX file, and nothing to read it was given.</exception>
    /// <exception cref="CascadeFormatException">The file is not a usable cascade.</exception>
    /// <exception cref="ChannelFormatException">The file is not a usable channel model.</exception>
    public static IDetector Load(string nameOrFile, string? label = null, Func<string, IDetector>? networks = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrFile);
        if (!Path.GetExtension(nameOrFile.AsSpan()).Equals(NetworkExtension, StringComparison.OrdinalIgnoreCase))
        {
            return Detector.FromModel(nameOrFile, label);
        }

        return networks is not null
            ? networks(nameOrFile)
            : throw new NotSupportedException(
                $"{nameOrFile}: the network needs the package Spotter.Onnx, whose OnnxDetector.Load reads it"
            );
    }
}
