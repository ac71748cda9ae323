using System.Text.Json.Serialization;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Metrics;
using Spotter.Networks;
using Spotter.Networks.Text;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Presenting;

/// <summary>What a picture shows: a line of <c>spotter classify</c>.</summary>
internal sealed record ClassifiedLine(string File, long? Frame, double? Time, ScoreEntry[] Classes)
{
    public static ClassifiedLine Of(string file, IEnumerable<ClassScore> scores) =>
        new(file, null, null, [.. scores.Select(static score => new ScoreEntry(score.ClassName, score.Probability))]);
}

internal sealed record ScoreEntry(string Class, float Probability);

/// <summary>A training run.</summary>
internal sealed record RunLine(
    string Run,
    string Folder,
    string State,
    string Dataset,
    string Network,
    DateTimeOffset Created,
    int Epochs,
    double? Loss,
    double? Accuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    FiguresEntry? Test
)
{
    public static RunLine Of(RunOverview overview)
    {
        EpochMetrics? last = overview.Epochs is [.., var end] ? end : null;
        (double? loss, double? accuracy) = EpochLine.Validation(last);
        return new RunLine(
            overview.Run.Name,
            overview.Run.FullPath,
            overview.Run.State.ToString().ToLowerInvariant(),
            overview.Configuration.Dataset.Source,
            overview.Configuration.Preset,
            overview.Configuration.Created,
            overview.Epochs.Count,
            last?.Loss,
            last?.Accuracy,
            loss,
            accuracy,
            FiguresEntry.Of(overview.Result?.Test)
        );
    }
}

/// <summary>An epoch of a training.</summary>
internal sealed record EpochLine(
    int Epoch,
    double Loss,
    double Accuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double LearningRate,
    double Seconds,
    double ImagesPerSecond
)
{
    public static EpochLine Of(EpochMetrics epoch, double imagesPerSecond)
    {
        (double? loss, double? accuracy) = Validation(epoch);
        return new EpochLine(
            epoch.Epoch,
            epoch.Loss,
            epoch.Accuracy,
            loss,
            accuracy,
            epoch.LearningRate,
            Math.Round(epoch.Seconds, 3),
            Math.Round(imagesPerSecond)
        );
    }

    /// <summary>Both or neither.</summary>
    public static (double? Loss, double? Accuracy) Validation(EpochMetrics? epoch) =>
        epoch is { ValidationLoss: { } loss, ValidationAccuracy: { } accuracy } ? (loss, accuracy) : (null, null);
}

/// <summary>The end of a training.</summary>
internal sealed record TrainedClassifierLine(
    string Run,
    string End,
    int BestEpoch,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Model,
    FiguresEntry? Test
)
{
    public static TrainedClassifierLine Of(RunFolder run, TrainingEnd end, int bestEpoch, ClassificationReport? test) =>
        new(
            run.Name,
            JsonRules.Name(end),
            bestEpoch,
            File.Exists(run.ModelPath) ? run.ModelPath : null,
            FiguresEntry.Of(test)
        );
}

internal sealed record FiguresEntry(
    string Dataset,
    int Count,
    double Accuracy,
    double Loss,
    double MacroF1,
    double CalibrationError
)
{
    public static FiguresEntry? Of(ClassificationReport? report) =>
        report is null
            ? null
            : new FiguresEntry(
                report.Dataset,
                report.Count,
                report.Accuracy,
                report.Loss,
                report.MacroF1,
                report.Calibration.ExpectedError
            );
}

/// <summary>How good a classifier is, and which pictures the figures are not of.</summary>
internal sealed record EvaluatedClassifierLine(
    string Model,
    string Dataset,
    int Count,
    double Accuracy,
    double Loss,
    double MacroF1,
    double CalibrationError,
    ClassEntry[] Classes,
    IReadOnlyList<IReadOnlyList<int>> Confusion,
    IReadOnlyList<CalibrationBin> Calibration,
    int LeftOut,
    IReadOnlyList<string> MissingClasses
)
{
    public static EvaluatedClassifierLine Of(string model, EvaluationOutcome outcome)
    {
        ClassificationReport report = outcome.Report;
        return new EvaluatedClassifierLine(
            model,
            report.Dataset,
            report.Count,
            report.Accuracy,
            report.Loss,
            report.MacroF1,
            report.Calibration.ExpectedError,
            [
                .. report.Classes.Select(static metrics => new ClassEntry(
                    metrics.Name,
                    metrics.Precision,
                    metrics.Recall,
                    metrics.F1,
                    metrics.Support
                )),
            ],
            report.Confusion,
            report.Calibration.Bins,
            outcome.LeftOut,
            outcome.MissingClasses
        );
    }
}

internal sealed record ClassEntry(string Class, double Precision, double Recall, double F1, int Support);
