using System.Globalization;
using System.Text;
using Spotter.Apps.Files;
using Spotter.Apps.Sources;
using Spotter.Media.Pictures;
using Spotter.Vision;

namespace Spotter.Apps.Results;

/// <summary>
/// YOLO's text labels: <c>labels/NAME.txt</c> a picture with a line <c>class cx cy w h</c> a detection, the numbers as parts of
/// the picture's width and height, and <c>classes.txt</c> with a label a line. A picture without detections has an
/// empty file: it is an example of background.
/// </summary>
public sealed class YoloWriter : IResultWriter
{
    private readonly string _folder;
    private readonly IReadOnlyList<string> _labels;
    private readonly OutputNames _names;

    /// <param name="folder">Below it the files go.</param>
    /// <param name="labels">The labels that detections can have, in the order of their class numbers.</param>
    /// <param name="sources">All pictures of the run.</param>
    public YoloWriter(string folder, IReadOnlyList<string> labels, IReadOnlyList<PictureSource> sources)
    {
        _folder = folder;
        _labels = labels;
        _names = new OutputNames(sources, Path.Combine(folder, "labels"), static path => Path.ChangeExtension(path, ".txt"));
    }

    /// <inheritdoc/>
    public void Write(PictureSource source, PictureResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        foreach (Detection detection in result.Detections)
        {
            Box box = detection.Box;
            double x = (box.X + box.Width / 2.0) / result.Width;
            double y = (box.Y + box.Height / 2.0) / result.Height;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{LabelNumbers.Of(_labels, detection.Label)} {x:0.000000} {y:0.000000} {(double)box.Width / result.Width:0.000000} {(double)box.Height / result.Height:0.000000}\n");
        }

        TemporaryFile.Write(_names[source], Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <inheritdoc/>
    public void Complete() =>
        TemporaryFile.Write(Path.Combine(_folder, "classes.txt"), Encoding.UTF8.GetBytes(string.Concat(_labels.Select(label => label + "\n"))));

    /// <inheritdoc/>
    public void Dispose()
    {
        // Each file is whole once it is written.
    }
}
