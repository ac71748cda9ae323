using Spotter.Learning.Classifiers;
using Spotter.Learning.Metrics;

namespace Spotter.Workshop.Classifiers;

/// <summary>What a finished run gave.</summary>
/// <param name="Finished">When.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Epochs">Epochs done.</param>
/// <param name="BestEpoch">The epoch whose weights the model has.</param>
/// <param name="Seconds">Time of all epochs, without loading and testing.</param>
/// <param name="Parameters">Numbers that were trained.</param>
/// <param name="Test">The figures on the test pictures, looked at once; null without test pictures.</param>
public sealed record RunResult(
    DateTimeOffset Finished,
    TrainingEnd End,
    int Epochs,
    int BestEpoch,
    double Seconds,
    long Parameters,
    ClassificationReport? Test
);
