using Spotter.Applications;
using Spotter.Models;
using Spotter.Networks;
using Spotter.Onnx.Classifiers;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Models;

namespace Spotter.Workshop.Explaining;

/// <summary>A classifier that a user named: the built-in one of smiles, a run, or a file, of others too.</summary>
public sealed class ExplainedClassifier
{
    private readonly IImageClassifier _classifier;
    private readonly string _name;
    private readonly bool _isOfSmiles;

    private ExplainedClassifier(IImageClassifier classifier, string name, bool isOfSmiles = false)
    {
        (_classifier, _name, _isOfSmiles) = (classifier, name, isOfSmiles);
    }

    /// <summary>Tells whether a name is that of a classifier.</summary>
    /// <param name="name">What the user named.</param>
    /// <param name="runs">Where runs are looked for.</param>
    /// <param name="options">What is known of somebody else's classifier.</param>
    /// <returns>Null where it is something else, or nothing.</returns>
    /// <exception cref="SpotterException">It is a run without a model.</exception>
    public static ExplainedClassifier? Find(string name, RunRepository runs, OnnxClassifierOptions? options = null)
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
            return TryLoad(name, options) is { } own
                ? new ExplainedClassifier(own, Path.GetFileNameWithoutExtension(name))
                : null;
        }

        return runs.FindClassifier(name) is { } run
                ? new ExplainedClassifier(PictureClassifier.Load(name, runs, options), run.Name)
            : PublicModel.Find(name) is { Kind: "classifier" } fetched
                ? new ExplainedClassifier(PictureClassifier.Load(name, runs, options), fetched.Name)
            : null;
    }

    /// <summary>As what somebody else's network was read, and what was assumed of it; null for classifiers of ours.
    /// </summary>
    public string? RecognisedAs => AnyClassifier.RecognisedAs(_classifier);

    /// <summary>Writes the page and its pictures.</summary>
    /// <param name="folder">Where to; it is made where it is missing.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SpotterException">An option does not suit a classifier, the picture cannot be read, or a file
    /// not be written.</exception>
    public void Write(string folder, ExplainOptions options, CancellationToken cancellationToken = default)
    {
        if (_classifier is not ImageClassifier own)
        {
            new ForeignExplanation(_name, folder, options).Write(_classifier, cancellationToken);
            return;
        }

        new ClassifierExplanation(own, _name, folder, options)
        {
            Cut = _isOfSmiles ? CutFace : null,
            CutText = _isOfSmiles ? "The classifier is asked about each face; here it is about the largest." : "",
        }.Write();
    }

    // A detector's file is none, and says so better itself where it is damaged.
    private static IImageClassifier? TryLoad(string path, OnnxClassifierOptions? options)
    {
        if (AnyModel.IsForeign(path))
        {
            return OnnxClassifier.HasShapeOf(path) ? AnyClassifier.Load(path, options) : null;
        }

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

        int side = _classifier.InputShape.Width;
        var crop = new GrayImage(side, side);
        SmileNetwork.Cut(picture.ToGray(), found[0].Landmarks!, side, crop.Pixels);
        return new Frame(crop).Bgr;
    }
}
