using System.Globalization;
using Spotter.Apps.Files;
using Spotter.Apps.Results;
using Spotter.Apps.Sources;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Apps.Batches;

/// <summary>Cuts out each detection as a picture of its own: <c>NAME-1.png</c>, <c>NAME-2.png</c>, best first.</summary>
public sealed class CropFolder : IPictureSink
{
    private readonly OutputNames _names;

    /// <param name="folder">Made where it is missing.</param>
    /// <param name="sources">All pictures of the run.</param>
    /// <exception cref="OutputException">A crop would replace an input.</exception>
    public CropFolder(string folder, IReadOnlyList<PictureSource> sources) =>
        _names = new OutputNames(sources, folder, static path => Path.ChangeExtension(path, ".png"));

    /// <inheritdoc/>
    public void Accept(PictureSource source, PictureResult result, Frame frame)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(frame);
        string stem = Path.ChangeExtension(_names[source], null);
        for (int i = 0; i < result.Detections.Count; i++)
        {
            Box box = result.Detections[i].Box;
            frame.Bgr.Crop(box).Save(string.Create(CultureInfo.InvariantCulture, $"{stem}-{i + 1}.png"));
        }
    }
}
