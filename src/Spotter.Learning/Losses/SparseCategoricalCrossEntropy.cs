namespace Spotter.Learning.Losses;

/// <summary>
/// The negative logarithm of the share that the network gives to the right class; labels are class numbers.
/// </summary>
/// <param name="FromLogits">Whether the network ends in plain numbers (true) or in softmax (false).</param>
/// <param name="LabelSmoothing">This share of the target is spread evenly over all classes, at least 0 and below
/// 1.</param>
/// <param name="ClassWeights">How much a sample of each class counts; null counts all alike. The mean is over samples,
/// not over weights.</param>
public sealed record SparseCategoricalCrossEntropy(
    bool FromLogits = true,
    float LabelSmoothing = 0,
    IReadOnlyList<float>? ClassWeights = null
) : Loss
{
    internal override bool TakesLogits => FromLogits;

    internal override float EncodeLabel(int label, Span<float> target)
    {
        OneHot(label, target, LabelSmoothing);
        return ClassWeights is null ? 1 : ClassWeights[label];
    }

    internal override void Check(int outputs)
    {
        CheckSmoothing(LabelSmoothing);
        if (outputs < 2)
        {
            throw new ArgumentException(
                "categorical cross-entropy needs at least 2 outputs; use BinaryCrossEntropy for one"
            );
        }

        CheckWeights(ClassWeights, outputs);
    }
}
