using Spotter.Vision.Channels;

namespace Spotter.Learning.Boosting.Channels;

/// <summary>Where a run is.</summary>
/// <param name="Round">Counted from 1.</param>
/// <param name="Rounds">Of how many.</param>
/// <param name="Activity">What is being done, in a word or two.</param>
/// <param name="Done">Steps of it done.</param>
/// <param name="Total">Of how many.</param>
/// <param name="Negatives">Negatives at hand.</param>
public readonly record struct ChannelTrainingProgress(
    int Round, int Rounds, string Activity, int Done, int Total, int Negatives);

/// <summary>What training made, and how it does on what was kept out of it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Recall">Part of the validation crops whose window alone reaches the operating point.</param>
/// <param name="FalseAlarmsPerScene">Validation scenes' false alarms at the operating point.</param>
/// <param name="ValidationCrops">Validation crops.</param>
/// <param name="ValidationScenes">Validation scenes.</param>
public sealed record ChannelTrainingResult(
    ChannelModel Model, double Recall, double FalseAlarmsPerScene, int ValidationCrops, int ValidationScenes);
