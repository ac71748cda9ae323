using Spotter.Applications;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Explaining;

/// <summary>A classifier that a user named: the built-in one of smiles, a run, or a file.</summary>
public sealed class ExplainedClassifier
{
    private readonly ImageClassifier _classifier;
    private readonly string _name;
    private readonly bool _isOfSmiles;

    private ExplainedClassifier(ImageClassifier classifier, string name, bool isOfSmiles)
    {
        (_classifier, _name, _isOfSmiles) = (classifier, name, isOfSmiles);
    }

    /// <summary>Tells whether a name is that of a classifier.</summary>
    /// <param name="name">What the user named.</param>
    /// <param name="runs">Where runs are looked for.</param>
    /// <returns>Null where it is something else, or nothing.</returns>
    /// <exception cref="SpotterException">It is a run without a model.</exception>
    public static ExplainedClassifier? Find(string name, RunRepository runs)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(runs);
        if (name.Equals(Smiles.NetworkName, StringComparison.OrdinalIgnoreCase))
        {
            return new ExplainedClassifier(SmileNetwork.Default.Classifier, Smiles.NetworkName, isOfSmiles: true);
        }

        if (ModelCatalog.Resolve(name) is not null)
        {
            return null;
        }

        if (File.Exists(name))
        {
            return TryLoad(name) is { } own
                ? new ExplainedClassifier(own, Path.GetFileNameWithoutExtension(name), isOfSmiles: false)
                : null;
        }

        return runs.FindClassifier(name) is { } run
            ? new ExplainedClassifier(Own(PictureClassifier.Load(name, runs), run.Name), run.Name, isOfSmiles: false)
            : null;
    }

    /// <summary>Writes the page and its pictures.</summary>
    /// <inheritdoc cref="ClassifierExplanation.Write"/>
    /// <param name="folder">Where to; it is made where it is missing.</param>
    /// <param name="options">Settings.</param>
    public void Write(string folder, ExplainOptions options) =>
        new ClassifierExplanation(_classifier, _name, folder, options)
        {
            Cut = _isOfSmiles ? CutFace : null,
            CutText = _isOfSmiles ? "The classifier is asked about each face; here it is about the largest." : "",
        }.Write();

    // What is shown are layers, and only networks of ours tell theirs.
    private static ImageClassifier Own(IImageClassifier classifier, string name) =>
        classifier as ImageClassifier
        ?? throw new SpotterException(
            SpotterErrorKind.Usage,
            $"{name}: rests on somebody else's network, whose layers are not known; explain shows those that Spotter "
                + $"trained whole"
        );

    // A detector's file is none, and says so better itself where it is damaged.
    private static ImageClassifier? TryLoad(string path)
    {
        if (!Path.GetExtension(path.AsSpan()).Equals(ImageClassifier.FileExtension, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return ImageClassifier.Load(path);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private BgrImage CutFace(BgrImage picture)
    {
        Detection[] found =
        [
            .. Detector.WithLandmarks().Detect(new Frame(picture)).OrderByDescending(static face => face.Box.Area),
        ];
        if (found.Length == 0)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "the picture: holds no face, so there is nothing to ask about smiles; name another one"
            );
        }

        int side = _classifier.Network.InputShape.Width;
        var crop = new GrayImage(side, side);
        SmileNetwork.Cut(picture.ToGray(), found[0].Landmarks!, side, crop.Pixels);
        return new Frame(crop).Bgr;
    }
}
