using Spotter.Learning.Execution;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>The two parts of a detector's loss, a mean over the objects of a batch each.</summary>
internal readonly record struct DetectionLossParts(double Scores, double Boxes)
{
    public double Total => Scores + (DetectionLoss.BoxWeight * Boxes);
}

/// <summary>The loss of detectors, whose networks end in maps of cells at several strides.</summary>
/// <param name="classes">How many classes a cell tells apart.</param>
/// <param name="strides">Pixels a cell, of each output.</param>
internal sealed class DetectionLoss(int classes, IReadOnlyList<int> strides) : ILossFactory
{
    /// <summary>How much boxes count beside scores.</summary>
    public const double BoxWeight = 2;

    private readonly List<DetectionLossOperation> _made = [];

    /// <summary>The parts of the last step of a plan.</summary>
    /// <param name="plan">Which one, in the order in which they were made.</param>
    public DetectionLossParts PartsOf(int plan) => _made[plan].Parts;

    public ILossOperation Create<TRow>(IReadOnlyList<Tensor> outputs, int batch, int threads)
        where TRow : struct, IRow<TRow>
    {
        _made.Add(new DetectionLossOperation(outputs, classes, strides, batch));
        return _made[^1];
    }
}
