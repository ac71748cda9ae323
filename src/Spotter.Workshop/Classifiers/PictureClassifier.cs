using Spotter.Media.Pictures;
using Spotter.Models;
using Spotter.Networks;
using Spotter.Networks.Operations;
using Spotter.Onnx.Classifiers;
using Spotter.Sources;
using Spotter.Vision.Images;
using Spotter.Workshop.Models;

namespace Spotter.Workshop.Classifiers;

/// <summary>Classifies picture files with a trained model.</summary>
public sealed class PictureClassifier
{
    private readonly IImageClassifier _kept;
    private readonly bool _inverts;
    private readonly Stream? _input;

    /// <summary>Puts a classifier to use.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="inverts">Whether pictures are turned to their negatives first, for dark things on a bright
    /// ground.</param>
    /// <param name="input">What is read for <c>-</c>; null reads standard input.</param>
    public PictureClassifier(IImageClassifier classifier, bool inverts = false, Stream? input = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Classifier = classifier;
        _kept = PlannedClassifier.Of(classifier);
        _inverts = inverts;
        _input = input;
    }

    /// <summary>How to read pictures.</summary>
    public PictureLoadOptions Loading { get; init; } = PictureLoadOptions.Default;

    /// <summary>The classifier.</summary>
    public IImageClassifier Classifier { get; }

    /// <summary>Reads the classifier of a run, or of a file: of this library, or somebody else's network.</summary>
    /// <param name="runOrFile">The name of a run, its folder, or a file.</param>
    /// <param name="runs">Where runs are looked for.</param>
    /// <param name="options">What is known of somebody else's network; null for nothing.</param>
    /// <exception cref="RunException">There is neither such a file nor such a run, or it has no model yet.</exception>
    /// <exception cref="SpotterException">The file is damaged or from elsewhere.</exception>
    public static IImageClassifier Load(string runOrFile, RunRepository runs, OnnxClassifierOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(runOrFile);
        ArgumentNullException.ThrowIfNull(runs);
        if (File.Exists(runOrFile))
        {
            return AnyClassifier.Load(runOrFile, options);
        }

        // A run of one's own has its name before a model that could be fetched.
        if (PublicModel.Find(runOrFile) is not null && runs.FindClassifier(runOrFile) is null)
        {
            return AnyClassifier.Load(ModelStore.Default.Resolve(runOrFile), options);
        }

        RunFolder run = runs.Find(runOrFile);
        return File.Exists(run.ModelPath)
            ? AnyClassifier.Load(run.ModelPath, options)
            : throw new RunException(
                run.State == RunState.Diverged
                    ? $"{run.Name}: has no model; it diverged in its first epoch"
                    : $"{run.Name}: has no model yet; its first epoch is not complete"
            );
    }

    /// <summary>Classifies one picture, brought to the network's size.</summary>
    /// <returns>All classes, the most probable first.</returns>
    /// <exception cref="SpotterException">The picture cannot be read, or the network answers no numbers for it; the
    /// message names it.</exception>
    public IReadOnlyList<ClassScore> Classify(PictureSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Classify(source.Load(Loading, _input).Bgr, source.Name);
    }

    /// <summary>Classifies a picture in memory, brought to the network's size.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>All classes, the most probable first.</returns>
    /// <exception cref="SpotterException">The network answers no numbers for it.</exception>
    public IReadOnlyList<ClassScore> Classify(BgrImage picture, string name)
    {
        ArgumentNullException.ThrowIfNull(picture);
        try
        {
            return _kept.Classify(PictureFit.Fit(picture, Classifier, _inverts));
        }
        catch (ArithmeticException e)
        {
            throw new SpotterException(SpotterErrorKind.Damaged, $"{name}: {e.Message}", e);
        }
    }
}
