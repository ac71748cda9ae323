namespace Spotter.Learning.Losses;

/// <summary>The mean over the outputs of the squared distance to the target.</summary>
public sealed record MeanSquaredError : Loss
{
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

        return 1;
    }

    internal override void Check(int outputs) { }
}
