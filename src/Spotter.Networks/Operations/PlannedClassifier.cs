using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>
/// A classifier of ours for a caller who asks again and again: its plans are kept from one picture to the next, with
/// the weights of the moment it was made.
/// </summary>
#pragma warning disable CA1001 // plans of one thread hold nothing but memory
internal sealed class PlannedClassifier : IImageClassifier
#pragma warning restore CA1001
{
    private readonly ImageClassifier _classifier;
    private readonly PlanPool _plans;

    private PlannedClassifier(ImageClassifier classifier)
    {
        _classifier = classifier;
        _plans = new PlanPool(classifier.Network, batch: 1);
    }

    public TensorShape InputShape => _classifier.InputShape;

    public IReadOnlyList<string> ClassNames => _classifier.ClassNames;

    /// <summary>The same classifier with its plans; others keep what they need themselves.</summary>
    public static IImageClassifier Of(IImageClassifier classifier) =>
        classifier is ImageClassifier own ? new PlannedClassifier(own) : classifier;

    public float[] Predict(ReadOnlySpan<byte> pixels, int count = 1, int threads = 1) =>
        _classifier.Predict(pixels, count, _plans);
}
