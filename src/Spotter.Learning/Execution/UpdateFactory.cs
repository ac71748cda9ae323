using Spotter.Learning.Kernels;
using Spotter.Learning.Optimizers;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Execution;

/// <summary>The numbers that a step of an optimizer needs, computed once a step in double precision.</summary>
internal static class UpdateFactory
{
    /// <param name="adam">Rates of decay and epsilon.</param>
    /// <param name="weightDecay">Decoupled decay, 0 for plain Adam.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="step">1 for the first step.</param>
    public static AdamUpdate<TRow> Adam<TRow>(Adam adam, double weightDecay, double rate, long step)
        where TRow : struct, IRow<TRow>
    {
        double first = 1 - Math.Pow(adam.Beta1, step);
        double root = Math.Sqrt(1 - Math.Pow(adam.Beta2, step));
        return new(
            (float)(1 - adam.Beta1),
            (float)adam.Beta2,
            (float)(1 - adam.Beta2),
            (float)(rate * root / first),
            (float)(adam.Epsilon * root),
            (float)(1 - rate * weightDecay)
        );
    }

    public static MomentumUpdate<TRow> Momentum<TRow>(Sgd sgd, double rate)
        where TRow : struct, IRow<TRow> =>
        new((float)rate, (float)sgd.Momentum, sgd.Nesterov, (float)(1 - rate * sgd.WeightDecay));
}
