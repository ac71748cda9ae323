using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Onnx;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Networks;

namespace Spotter.Workshop.Explaining;

/// <summary>Shows what a detector has learnt, and how it comes to its answers on a picture.</summary>
public static class Explanation
{
    /// <summary>The page's file name.</summary>
    public const string Page = "explain.html";

    // Larger pictures show nothing that this width does not.
    internal const int MaxWidth = 960;

    /// <summary>Whether there is an explanation for detectors of this kind: cascades and networks.</summary>
    public static bool Takes(IDetector detector) => detector is CascadeDetector or NetworkDetector or OnnxDetector;

    /// <summary>Refuses detectors of other kinds.</summary>
    /// <exception cref="SpotterException">The detector is one.</exception>
    public static void Require(IDetector detector, string name)
    {
        if (!Takes(detector))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{name}: is neither a cascade nor a network; explain shows how those work"
            );
        }
    }

    /// <summary>Writes <c>explain.html</c>, and its pictures and its video by themselves.</summary>
    /// <param name="detector">What to explain.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="folder">Where to; it is made where it is missing.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A line for each thing that had to be left out.</returns>
    /// <exception cref="SpotterException">The detector is of another kind, or an option does not suit it.</exception>
    /// <exception cref="PictureException">The picture cannot be read.</exception>
    /// <exception cref="OutputException">The folder cannot be written to.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        IDetector detector,
        string name,
        string folder,
        ExplainOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        Require(detector, name);
        try
        {
            if (detector is CascadeDetector cascade)
            {
                return await new CascadeExplanation(cascade, name, folder, options).WriteAsync(cancellationToken);
            }

            if (detector is OnnxDetector foreign)
            {
                new ForeignExplanation(name, folder, options).Write(foreign, cancellationToken);
                return [];
            }

            new NetworkExplanation((NetworkDetector)detector, name, folder, options).Write(cancellationToken);
            return [];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not SpotterException)
        {
            throw OutputException.About(folder, e);
        }
    }
}
