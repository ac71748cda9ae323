namespace Spotter.Onnx.Decoders;

/// <summary>What the numbers of scores are.</summary>
internal enum ScoreNumbers
{
    /// <summary>0 to 1.</summary>
    Shares,

    /// <summary>Their sigmoid is 0 to 1, each class for itself.</summary>
    Logits,

    /// <summary>
    /// Their softmax is 0 to 1 over the row, whose last column stands for nothing (the detectors of the DETR kind).
    /// </summary>
    SoftmaxWithNothing,
}

/// <summary>How a score is made of what a network tells of a place: object^a * class^b.</summary>
/// <param name="Scale">What the numbers are.</param>
internal sealed record ScoreForm(ScoreNumbers Scale = ScoreNumbers.Shares)
{
    /// <summary>The power of the score of there being an object.</summary>
    public float ObjectPower { get; init; } = 1;

    /// <summary>The power of the score of the class.</summary>
    public float ClassPower { get; init; } = 1;

    /// <summary>Whether scores of there being an object may lie outside of 0 to 1, as a regression's do.</summary>
    public bool ClampsObjects { get; init; }

    /// <summary>
    /// Whether a softmax over its classes makes their shares, beside a score of there being an object that is a logit.
    /// </summary>
    public bool IsSoftmaxOfClasses { get; init; }

    /// <summary>Whether a place may be an object of more than one class.</summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>A number as the network has it, as 0 to 1.</summary>
    public float Share(float number) =>
        Scale == ScoreNumbers.Logits ? BoxCodings.Sigmoid(number) : Math.Clamp(number, 0, 1);

    /// <summary>The smallest number of a class that reaches a score.</summary>
    /// <param name="score">The score, above 0.</param>
    /// <param name="objects">The share of the object.</param>
    public float LowestClass(float score, float objects = 1) => Lowest(score / Raise(objects, ObjectPower), ClassPower);

    /// <summary>The smallest number of an object that reaches a score, whatever its class.</summary>
    public float LowestObject(float score) => Lowest(score, ObjectPower);

    public float Mix(float objects, float classes) => Raise(objects, ObjectPower) * Raise(classes, ClassPower);

    private float Lowest(float score, float power)
    {
        float share = Raise(score, 1 / power);
        return Scale != ScoreNumbers.Logits ? share
            : share < 1 ? MathF.Log(share / (1 - share))
            : float.PositiveInfinity;
    }

    private static float Raise(float share, float power) =>
        power switch
        {
            1 => share,
            0.5f => MathF.Sqrt(share),
            _ => MathF.Pow(share, power),
        };
}
