using System.Globalization;
using Spotter.Files;
using Spotter.Media;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Batches;

/// <summary>
/// Cuts out each detection as a picture of its own: <c>NAME-1.png</c>, <c>NAME-2.png</c>, best first.
/// </summary>
internal sealed class CropFolder : IPictureSink
{
    private readonly OutputNames _names;
    private readonly Outputs _outputs;

    /// <param name="folder">Made where it is missing.</param>
    /// <param name="sources">All pictures of the run.</param>
    /// <param name="outputs">What may be written over.</param>
    /// <param name="share">Those of them that this process works on; null for all.</param>
    /// <exception cref="OutputException">A crop may not be written.</exception>
    public CropFolder(string folder, IReadOnlyList<PictureSource> sources, Outputs outputs, RunShare? share = null)
    {
        _outputs = outputs;

        // The names themselves are not written, only those with a number.
        _names = new OutputNames(
            sources,
            folder,
            static path => Path.ChangeExtension(path, ".png"),
            new Outputs(overwrite: true),
            share
        );
        _outputs.ClaimNumbered(
            sources
                .Where(source =>
                    source.Problem is null && share?.Holds(source) != false && share?.HasBegun(source) != true
                )
                .Select(StemOf),
            ".png"
        );
    }

    /// <inheritdoc/>
    public void Accept(PictureSource source, PictureResult result, Frame frame)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(frame);
        string stem = StemOf(source);
        for (int i = 0; i < result.Detections.Count; i++)
        {
            Box box = result.Detections[i].Box;
            string path = string.Create(CultureInfo.InvariantCulture, $"{stem}-{i + 1}.png");
            frame.Bgr.Crop(box).Save(path);
            _outputs.Note(path);
        }
    }

    private string StemOf(PictureSource source) => Path.ChangeExtension(_names[source], null);
}
