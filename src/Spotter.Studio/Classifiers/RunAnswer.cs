using Spotter.Learning.Classifiers;
using Spotter.Workshop.Classifiers;

namespace Spotter.Studio.Classifiers;

/// <summary>A run as answers tell it.</summary>
internal sealed record RunAnswer
{
    public required string Name { get; init; }

    /// <summary><c>running</c>, <c>finished</c>, <c>interrupted</c> or <c>diverged</c>.</summary>
    public required string State { get; init; }

    public required string Preset { get; init; }

    /// <summary>The id of the data set that it learns from, or the name of a known one.</summary>
    public required string Dataset { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Height, width and channels of the pictures that the network takes.</summary>
    public required IReadOnlyList<int> Input { get; init; }

    /// <summary>Epochs that were asked for.</summary>
    public int Epochs { get; init; }

    /// <summary>The figures of the epochs that are complete.</summary>
    public required IReadOnlyList<EpochAnswer> History { get; init; }

    /// <summary>The epoch whose weights the model has; missing while it is not finished.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Share of right answers on the test pictures.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Counts by true class, then by answer, on the test pictures.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Confusion { get; init; }

    public static RunAnswer Of(RunFolder run, bool isWhole)
    {
        RunConfiguration configuration = run.ReadConfiguration();
        RunResult? result = run.ReadResult();
        return new RunAnswer
        {
            Name = run.Name,
            State = run.State.ToString().ToLowerInvariant(),
            Preset = configuration.Preset,
            Dataset = DatasetOf(configuration.Dataset.Source),
            Created = configuration.Created,
            Classes = configuration.ClassNames,
            Input = [.. configuration.Network.Input],
            Epochs = configuration.Training.Epochs,
            History = [.. run.ReadMetrics().Select(EpochAnswer.Of)],
            BestEpoch = result?.BestEpoch,
            TestAccuracy = result?.Test?.Accuracy,
            Confusion = isWhole ? result?.Test?.Confusion : null,
        };
    }

    // Of a stored one the folder of its pictures is kept: ID/pictures.
    private static string DatasetOf(string source) =>
        Path.GetFileName(Path.GetDirectoryName(source)) is { Length: > 0 } id ? id : source;
}

/// <summary>The figures of an epoch.</summary>
internal sealed record EpochAnswer(
    int Epoch,
    double Loss,
    double Accuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double Seconds
)
{
    public static EpochAnswer Of(EpochMetrics metrics) =>
        new(
            metrics.Epoch,
            metrics.Loss,
            metrics.Accuracy,
            metrics.ValidationLoss,
            metrics.ValidationAccuracy,
            Math.Round(metrics.Seconds, 2)
        );
}

/// <summary>What is being trained now.</summary>
internal sealed record TrainingAnswer
{
    /// <summary>
    /// <c>idle</c>, <c>preparing</c> while data is read, <c>training</c>, <c>ended</c>, <c>stopped</c> or
    /// <c>failed</c>.
    /// </summary>
    public required string State { get; init; }

    public string? Run { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public int Epoch { get; init; }

    public int Epochs { get; init; }

    public int Batch { get; init; }

    public int Batches { get; init; }

    public double Loss { get; init; }

    public double Accuracy { get; init; }

    public double ImagesPerSecond { get; init; }

    public double RemainingSeconds { get; init; }

    public static TrainingAnswer Of(TrainingWork? work)
    {
        if (work is null)
        {
            return new TrainingAnswer { State = "idle" };
        }

        string state =
            work.IsStopped ? "stopped"
            : work.Error is not null ? "failed"
            : work.HasEnded ? "ended"
            : work.Progress is null ? "preparing"
            : "training";
        var answer = new TrainingAnswer
        {
            State = state,
            Run = work.RunName,
            Error = work.Error,
            Notes = work.Notes,
        };
        return work.Progress is not { } progress
            ? answer
            : answer with
            {
                Epoch = progress.Epoch,
                Epochs = progress.Epochs,
                Batch = progress.Batch,
                Batches = progress.Batches,
                Loss = progress.Loss,
                Accuracy = progress.Accuracy,
                ImagesPerSecond = Math.Round(progress.ImagesPerSecond),
                RemainingSeconds = Math.Round(progress.Remaining.TotalSeconds, 1),
            };
    }
}
