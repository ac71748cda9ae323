namespace Spotter.Learning.Classifiers;

/// <summary>
/// The numbers of a training grew beyond all bounds: a loss, an answer or a weight became infinite or not a number. The
/// network has the weights of the last good epoch again; without one, those that it began with.
/// </summary>
public sealed class TrainingDivergedException : SpotterException
{
    internal TrainingDivergedException(string message, IReadOnlyList<EpochMetrics> history, int bestEpoch)
        : base(SpotterErrorKind.Damaged, message)
    {
        History = history;
        BestEpoch = bestEpoch;
    }

    /// <summary>The figures of the epochs before.</summary>
    public IReadOnlyList<EpochMetrics> History { get; }

    /// <summary>The epoch whose weights the network has; 0 for none.</summary>
    public int BestEpoch { get; }
}
