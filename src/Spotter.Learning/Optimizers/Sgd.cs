namespace Spotter.Learning.Optimizers;

/// <summary>
/// Stochastic gradient descent: m = momentum m + g, then w -= rate m, or with Nesterov w -= rate (g + momentum m).
/// </summary>
/// <param name="LearningRate">The length of a step, above 0.</param>
/// <param name="Momentum">Share of the last direction that a step keeps, at least 0 and below 1.</param>
/// <param name="Nesterov">Look ahead along the momentum (Sutskever and others, 2013).</param>
/// <param name="WeightDecay">Every step first shrinks all trained numbers by rate x this; 0 or more.</param>
public sealed record Sgd(double LearningRate = 0.01, double Momentum = 0, bool Nesterov = false, double WeightDecay = 0)
    : Optimizer(LearningRate)
{
    internal override void Check()
    {
        base.Check();
        RequireShare(Momentum, "momentum");
        RequireNotNegative(WeightDecay, "weight decay");
    }
}
