namespace Spotter.Learning.Optimizers;

/// <summary>Steps scaled by running averages of the gradient and of its square (Kingma and Ba, 2015).</summary>
/// <param name="LearningRate">The length of a step, above 0.</param>
/// <param name="Beta1">Share of the average of gradients that a step keeps, at least 0 and below 1.</param>
/// <param name="Beta2">Share of the average of squares that a step keeps, at least 0 and below 1.</param>
/// <param name="Epsilon">Added to the root of the average of squares, above 1e-12.</param>
public sealed record Adam(double LearningRate = 0.001, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8)
    : Optimizer(LearningRate)
{
    internal const double SmallestEpsilon = 1e-12;

    internal override void Check()
    {
        base.Check();
        RequireShare(Beta1, "beta 1");
        RequireShare(Beta2, "beta 2");
        if (!(Epsilon >= SmallestEpsilon && double.IsFinite(Epsilon)))
        {
            throw new ArgumentException($"epsilon must be at least {SmallestEpsilon}, got {Epsilon}");
        }
    }
}
