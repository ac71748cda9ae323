using Spotter.Files;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision.Images;

namespace Spotter.Batches;

/// <summary>Writes a copy of each picture with the detections drawn on it.</summary>
internal sealed class AnnotatedCopies : IPictureSink
{
    private readonly Annotator _annotator;
    private readonly Func<PictureSource, string> _pathOf;
    private readonly Outputs _outputs;

    private AnnotatedCopies(AnnotatorOptions drawing, Func<PictureSource, string> pathOf, Outputs outputs)
    {
        _outputs = outputs;
        _annotator = new Annotator(drawing);
        _pathOf = pathOf;
    }

    /// <summary>Copies below a folder, at the same relative place as the inputs and under the same names.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="sources">All pictures of the run.</param>
    /// <param name="drawing">How to draw.</param>
    /// <param name="outputs">What may be written over.</param>
    /// <param name="share">Those of them that this process works on; null for all.</param>
    /// <exception cref="OutputException">A copy may not be written.</exception>
    public static AnnotatedCopies InFolder(
        string folder,
        IReadOnlyList<PictureSource> sources,
        AnnotatorOptions drawing,
        Outputs outputs,
        RunShare? share = null
    )
    {
        var names = new OutputNames(sources, folder, WritableName, outputs, share);
        return new AnnotatedCopies(drawing, source => names[source], outputs);
    }

    /// <summary>The copy of one picture, under the name that was asked for.</summary>
    /// <param name="path">Ends in .jpg, .jpeg, .png or .webp.</param>
    /// <param name="source">The picture.</param>
    /// <param name="drawing">How to draw.</param>
    /// <param name="outputs">What may be written over.</param>
    /// <exception cref="OutputException">The copy may not be written.</exception>
    public static AnnotatedCopies AsFile(string path, PictureSource source, AnnotatorOptions drawing, Outputs outputs)
    {
        _ = new OutputNames([source], Path.GetDirectoryName(path) ?? "", _ => Path.GetFileName(path), outputs);
        return new AnnotatedCopies(drawing, _ => path, outputs);
    }

    /// <summary>Whether pictures can be written under this name.</summary>
    public static bool IsWritable(string path) => PictureEncoder.Find(path) is not null;

    /// <inheritdoc/>
    public void Accept(PictureSource source, PictureResult result, Frame frame)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(frame);

        // The search is over and nobody else has the frame: drawing on it saves a copy of the picture.
        BgrImage image = frame.Bgr;
        _annotator.Draw(image, result.Detections);
        image.Save(_pathOf(source));
        _outputs.Note(_pathOf(source));
    }

    private static string WritableName(string path) => IsWritable(path) ? path : Path.ChangeExtension(path, ".png");
}
