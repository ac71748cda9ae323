namespace Spotter.Learning.Losses;

/// <summary>
/// Cross-entropy of independent yes-or-no outputs, averaged over the outputs. A class number is the target of a single
/// output.
/// </summary>
/// <param name="FromLogits">Whether the network ends in plain numbers (true) or in sigmoid (false).</param>
/// <param name="LabelSmoothing">Targets move this share of the way to one half, at least 0 and below 1.</param>
/// <param name="ClassWeights">How much a sample of each class counts; null counts all alike.</param>
public sealed record BinaryCrossEntropy(
    bool FromLogits = true,
    float LabelSmoothing = 0,
    IReadOnlyList<float>? ClassWeights = null
) : Loss
{
    internal override bool TakesLogits => FromLogits;

    internal override float EncodeLabel(int label, Span<float> target)
    {
        if (target.Length == 1)
        {
            target[0] = label;
        }
        else
        {
            OneHot(label, target, 0);
        }

        Adjust(target);
        return ClassWeights is null ? 1 : ClassWeights[label];
    }

    internal override void Adjust(Span<float> target)
    {
        foreach (ref float value in target)
        {
            value = value * (1 - LabelSmoothing) + LabelSmoothing / 2;
        }
    }

    internal override void Check(int outputs)
    {
        CheckSmoothing(LabelSmoothing);
        CheckWeights(ClassWeights, Math.Max(2, outputs));
    }
}
