namespace Spotter.Learning.Losses;

/// <summary>Cross-entropy between the shares that a sample should have and those that the network gives.</summary>
/// <param name="FromLogits">Whether the network ends in plain numbers (true) or in softmax (false).</param>
/// <param name="LabelSmoothing">This share of the target is spread evenly over all classes, at least 0 and below
/// 1.</param>
public sealed record CategoricalCrossEntropy(bool FromLogits = true, float LabelSmoothing = 0) : Loss
{
    internal override bool TakesLogits => FromLogits;

    internal override float EncodeLabel(int label, Span<float> target)
    {
        OneHot(label, target, LabelSmoothing);
        return 1;
    }

    internal override void Adjust(Span<float> target)
    {
        foreach (ref float value in target)
        {
            value = value * (1 - LabelSmoothing) + LabelSmoothing / target.Length;
        }
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
    }
}
