// J. Friedman, T. Hastie, R. Tibshirani: Additive logistic regression: a statistical view of boosting, Annals of
// Statistics 2000 (Gentle AdaBoost): a weak classifier is the least-squares fit to +1 and -1 under the weights.

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>Weight of both classes on one side of a question.</summary>
internal readonly record struct ClassSums(double Positive, double Negative)
{
    private double Total => Positive + Negative;

    /// <summary>The mean of +1 and -1 under the weights: the vote of Gentle AdaBoost, -1 to 1.</summary>
    public double Mean => Total > 0 ? (Positive - Negative) / Total : 0;

    /// <summary>By how much voting the mean lowers the weighted squared error.</summary>
    public double Gain => (Positive - Negative) * Mean;

    public static ClassSums operator +(ClassSums a, ClassSums b) =>
        new(a.Positive + b.Positive, a.Negative + b.Negative);

    public static ClassSums operator -(ClassSums a, ClassSums b) =>
        new(a.Positive - b.Positive, a.Negative - b.Negative);
}
