namespace Spotter.Learning.Classifiers;

/// <summary>Tells about complete epochs only, on the thread that trains.</summary>
/// <param name="report">Called with the figures of each epoch.</param>
/// <example>
/// <code>
/// trainer.Fit(classifier, train, progress: new EpochProgress(epoch => Console.WriteLine(epoch.Loss)));
/// </code>
/// </example>
public sealed class EpochProgress(Action<EpochMetrics> report) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Finished is { } epoch)
        {
            report(epoch);
        }
    }
}
