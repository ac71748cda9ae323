using Spotter.Media;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Applications;

/// <summary>Finds what another detector finds, and asks a classifier what each of it is.</summary>
internal sealed class ClassifiedFinds : IDetector
{
    private readonly IImageClassifier _classifier;
    private readonly bool _inverts;

    /// <param name="detector">What finds.</param>
    /// <param name="classifier">What is asked about each find.</param>
    /// <param name="inverts">Whether finds are turned to their negatives first.</param>
    public ClassifiedFinds(IDetector detector, IImageClassifier classifier, bool inverts) =>
        (Finder, _classifier, _inverts) = (detector, PlannedClassifier.Of(classifier), inverts);

    /// <summary>What finds.</summary>
    public IDetector Finder { get; }

    /// <summary>The same classifier, asked about what another detector finds.</summary>
    public ClassifiedFinds Over(IDetector detector) => new(detector, _classifier, _inverts);

    public IReadOnlyList<string> Labels => _classifier.ClassNames;

    public bool UsesColor => Finder.UsesColor || _classifier.InputShape.Channels > 1;

    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        var named = new List<Detection>();
        foreach (Detection found in Finder.Detect(frame, options, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Of what lies outside the picture there is nothing to classify.
            if (!found.Box.Intersect(new Box(0, 0, frame.Width, frame.Height)).IsEmpty)
            {
                ClassScore best = Classify(frame.Bgr.Crop(found.Box))[0];
                named.Add(found with { Label = best.ClassName, Share = best.Probability });
            }
        }

        named.Sort(Detection.Order);
        return named;
    }

    /// <summary>Brings a picture to the size that a classifier takes, whatever its proportions.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="classifier">What takes it.</param>
    /// <param name="inverts">Whether it is turned to its negative, for dark things on a bright ground.</param>
    internal static BgrImage Fit(BgrImage image, IImageClassifier classifier, bool inverts)
    {
        TensorShape input = classifier.InputShape;
        BgrImage fitted =
            image.Width == input.Width && image.Height == input.Height
                ? image
                : image.Resize(input.Width, input.Height);
        return inverts
            ? new BgrImage([.. fitted.Pixels.Select(static value => (byte)~value)], fitted.Width, fitted.Height)
            : fitted;
    }

    private IReadOnlyList<ClassScore> Classify(BgrImage crop)
    {
        try
        {
            return _classifier.Classify(Fit(crop, _classifier, _inverts));
        }
        catch (ArithmeticException e)
        {
            throw new SpotterException(SpotterErrorKind.Damaged, $"the classifier of finds: {e.Message}", e);
        }
    }
}
