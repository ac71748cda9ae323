using Spotter.Learning;
using Spotter.Media.Pictures;
using Spotter.Networks;
using Spotter.Networks.Operations;
using Spotter.Sources;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Classifiers;

/// <summary>Classifies picture files with a trained model.</summary>
#pragma warning disable CA1001 // plans of one thread hold nothing but memory
public sealed class PictureClassifier
#pragma warning restore CA1001
{
    private readonly PlanPool _plans;
    private readonly bool _inverts;
    private readonly Stream? _input;

    /// <summary>Puts a classifier to use.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="inverts">Whether pictures are turned to their negatives first, for dark things on a bright
    /// ground.</param>
    /// <param name="input">What is read for <c>-</c>; null reads standard input.</param>
    public PictureClassifier(ImageClassifier classifier, bool inverts = false, Stream? input = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Classifier = classifier;
        _plans = new PlanPool(classifier.Network, batch: 1);
        _inverts = inverts;
        _input = input;
    }

    /// <summary>How to read pictures.</summary>
    public PictureLoadOptions Loading { get; init; } = PictureLoadOptions.Default;

    /// <summary>The classifier.</summary>
    public ImageClassifier Classifier { get; }

    /// <summary>Reads the classifier of a run, or of a file that the library wrote: its own form or ONNX.</summary>
    /// <param name="runOrFile">The name of a run, its folder, or a file.</param>
    /// <param name="runs">Where runs are looked for.</param>
    /// <exception cref="RunException">There is neither such a file nor such a run, or it has no model yet.</exception>
    /// <exception cref="SpotterException">The file is damaged or from elsewhere.</exception>
    public static ImageClassifier Load(string runOrFile, RunRepository runs)
    {
        ArgumentException.ThrowIfNullOrEmpty(runOrFile);
        ArgumentNullException.ThrowIfNull(runs);
        if (File.Exists(runOrFile))
        {
            return Load(runOrFile);
        }

        RunFolder run = runs.Find(runOrFile);
        return File.Exists(run.ModelPath)
            ? Load(run.ModelPath)
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
            return Classifier.Classify(PictureFit.Fit(picture, Classifier, _inverts), _plans);
        }
        catch (ArithmeticException e)
        {
            throw new SpotterException(SpotterErrorKind.Damaged, $"{name}: {e.Message}", e);
        }
    }

    private static ImageClassifier Load(string path)
    {
        try
        {
            return ClassifierFile.Load(path);
        }
        catch (InvalidDataException e)
        {
            throw SpotterException.Of(SpotterErrorKind.Missing, e);
        }
    }
}
