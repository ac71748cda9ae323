using Spotter.Files;
using Spotter.Learning.Classifiers;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Classifiers;

/// <summary>What a list of runs tells about one of them.</summary>
/// <param name="Run">The run.</param>
/// <param name="Configuration">What was asked for.</param>
/// <param name="Epochs">The figures of its epochs.</param>
/// <param name="Result">What came of it; null while it is not finished.</param>
public sealed record RunOverview(
    RunFolder Run,
    RunConfiguration Configuration,
    IReadOnlyList<EpochMetrics> Epochs,
    RunResult? Result
)
{
    /// <summary>Reads what a run has written so far.</summary>
    /// <exception cref="RunException">A file of the run is damaged.</exception>
    public static RunOverview Of(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunOverview(run, run.ReadConfiguration(), run.ReadMetrics(), run.ReadResult());
    }

    /// <summary>Draws the curves of several runs over one another.</summary>
    /// <param name="runs">At least one with a complete epoch.</param>
    /// <param name="path">The PNG file to write.</param>
    /// <param name="outputs">What may be written over; null for nothing but what an earlier run wrote.</param>
    public static void DrawCurves(IReadOnlyList<RunOverview> runs, string path, Outputs outputs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        outputs.Write(
            path,
            LearningCurves.Draw([.. runs.Select(static overview => (overview.Run.Name, overview.Epochs))])
        );
    }
}
