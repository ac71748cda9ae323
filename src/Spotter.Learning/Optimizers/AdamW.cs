namespace Spotter.Learning.Optimizers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
/// <param name="LearningRate">The length of a step, above 0.</param>
/// <param name="WeightDecay">Every step first shrinks all trained numbers by rate x this; 0 or more.</param>
/// <param name="Beta1">Share of the average of gradients that a step keeps, at least 0 and below 1.</param>
/// <param name="Beta2">Share of the average of squares that a step keeps, at least 0 and below 1.</param>
/// <param name="Epsilon">Added to the root of the average of squares, above 1e-12.</param>
public sealed record AdamW(
    double LearningRate = 0.001,
    double WeightDecay = 0.01,
    double Beta1 = 0.9,
    double Beta2 = 0.999,
    double Epsilon = 1e-8
) : Optimizer(LearningRate)
{
    internal override void Check()
    {
        new Adam(LearningRate, Beta1, Beta2, Epsilon).Check();
        RequireNotNegative(WeightDecay, "weight decay");
    }
}
