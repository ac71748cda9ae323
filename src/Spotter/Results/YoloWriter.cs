using System.Globalization;
using System.Text;
using Spotter.Files;
using Spotter.Networks.Files;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Results;

/// <summary>
/// YOLO's text labels: <c>labels/NAME.txt</c> a picture with a line <c>class cx cy w h</c> a detection, the numbers as
/// parts of the picture's width and height, and <c>classes.txt</c> with a label a line. A picture without detections
/// has an empty file: it is an example of background.
/// </summary>
internal sealed class YoloWriter : IResultWriter
{
    /// <summary>Where the labels are, below the folder that is named.</summary>
    internal const string Folder = "labels";

    private const string Classes = "classes.txt";

    private readonly string _folder;
    private readonly IReadOnlyList<string> _labels;
    private readonly OutputNames _names;
    private readonly Outputs _outputs;

    /// <param name="folder">Below it the files go.</param>
    /// <param name="labels">The labels that detections can have, in the order of their class numbers.</param>
    /// <param name="sources">All pictures of the run.</param>
    /// <param name="outputs">What may be written over.</param>
    /// <exception cref="OutputException">A file may not be replaced.</exception>
    public YoloWriter(
        string folder,
        IReadOnlyList<string> labels,
        IReadOnlyList<PictureSource> sources,
        Outputs outputs
    )
    {
        _outputs = outputs;
        outputs.Claim(Path.Combine(folder, Classes));
        _folder = folder;
        _labels = labels;
        _names = new OutputNames(
            sources,
            Path.Combine(folder, Folder),
            static path => Path.ChangeExtension(path, ".txt"),
            outputs
        );
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
                $"{LabelNumbers.Of(_labels, detection.Label)} {x:0.000000} {y:0.000000} "
                    + $"{(double)box.Width / result.Width:0.000000} {(double)box.Height / result.Height:0.000000}\n"
            );
        }

        Save(_names[source], text.ToString());
    }

    /// <inheritdoc/>
    public void Complete() =>
        Save(Path.Combine(_folder, Classes), string.Concat(_labels.Select(static label => label + "\n")));

    /// <inheritdoc/>
    public void Dispose()
    {
        // Each file is whole once it is written.
    }

    /// <summary>Whether the labels that are there already have the same numbers.</summary>
    internal static bool HasClasses(string folder, IReadOnlyList<string> labels)
    {
        string path = Path.Combine(folder, Classes);
        return File.Exists(path) && File.ReadAllLines(path).SequenceEqual(labels, StringComparer.Ordinal);
    }

    private void Save(string path, string text)
    {
        WholeFile.Write(path, Encoding.UTF8.GetBytes(text));
        _outputs.Note(path);
    }
}
