using System.Globalization;
using Spotter.Learning.Detectors;
using Spotter.Networks.Text;
using Spotter.Results;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Presenting;

/// <summary>
/// What the training of a detector says: a line a stage and a live line on standard error, the figures on standard
/// output.
/// </summary>
internal sealed class DetectorTrainingReport(bool isQuiet, bool isJson) : IProgress<DetectorTrainingProgress>
{
    // So few of the objects kept aside, of so many at least, are a bad sign.
    private const double LowDetection = 0.6;
    private const int FewestToJudgeBy = 10;

    // Of networks: as often as the state is kept.
    private const int StepsALine = 250;

    private readonly Lock _lock = new();
    private readonly ProgressLine _progress = new(!isQuiet);

    public void Note(string text)
    {
        if (!isQuiet)
        {
            lock (_lock)
            {
                Hide();
                Messages.Note(text);
            }
        }
    }

    public void Report(DetectorTrainingProgress value)
    {
        if (value.Finished is { } stage)
        {
            Note(Line(stage));
        }

        if (value.Phase == DetectorTrainingPhase.Learning && value.Stage % StepsALine == 0)
        {
            Note(Text(value));
        }

        lock (_lock)
        {
            _progress.Show(() => Text(value));
        }
    }

    public void Hide() => _progress.Hide();

    public void Finish(DetectorTrainingSummary summary)
    {
        Hide();
        TrainedDetector trained = summary.Trained;
        if (trained.End != DetectorTrainingEnd.Completed)
        {
            Note(Why(trained));
        }

        if (isJson)
        {
            using Stream stdout = StandardOutput.Open();
            JsonLine.Write(stdout, TrainedDetectorLine.Of(summary), ToolJson.Lines.TrainedDetectorLine);
        }
        else if (!isQuiet)
        {
            WriteRoc(trained.Development);
            NoteByHeart(summary);
            Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{summary.Output}: {trained.Size}, {Precision(trained)}{ProgressLine.Left(summary.Elapsed)}"
                )
            );
            if (summary.Report is { } report)
            {
                Note($"report: {report}");
            }
        }
    }

    private static string Precision(TrainedDetector trained) =>
        trained.AveragePrecision is { } precision and not double.NaN
            ? string.Create(CultureInfo.InvariantCulture, $"average precision {precision:0.000}, ")
            : "";

    private static string Why(TrainedDetector trained) =>
        trained.End == DetectorTrainingEnd.NegativesRanOut
            ? $"the negatives ran out after {Stages(trained)}: what the detector still takes for objects is rarer "
                + $"than the scenes show; more pictures with --negatives would make it stricter"
            : $"training ended after {Stages(trained)}: another would bring nothing, for no feature tells the "
                + $"remaining negatives from the objects; more and cleaner crops would make it stricter";

    private static string Stages(TrainedDetector trained) => Counted.Of(trained.Stages.Count, "stage");

    private static string Text(DetectorTrainingProgress now)
    {
        if (now.Phase == DetectorTrainingPhase.Preparing && now.Stage == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"reading pictures {now.Share:0%}");
        }

        string left = now.Remaining is { } remaining ? $", {ProgressLine.Left(remaining)} left" : "";
        string what = now.Phase switch
        {
            DetectorTrainingPhase.Preparing => "preparing the objects",
            DetectorTrainingPhase.Mining => string.Create(
                CultureInfo.InvariantCulture,
                $"mining negatives {now.Share:0%}"
            ),
            DetectorTrainingPhase.Boosting => string.Create(
                CultureInfo.InvariantCulture,
                $"{Counted.Of(now.WeakClassifiers, "weak classifier")}, detection {now.DetectionRate:0.0%}, false "
                    + $"alarms {now.FalseAlarmRate:0.0%}"
            ),
            DetectorTrainingPhase.Learning => string.Create(
                CultureInfo.InvariantCulture,
                $"score loss {now.ScoreLoss:0.000}, box loss {now.BoxLoss:0.000}"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"measuring on what was kept aside {now.Share:0%}"),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(now.Phase == DetectorTrainingPhase.Learning ? "step" : "stage")} {now.Stage:N0} of {now.Stages:N0}: "
                + $"{what}{left}"
        );
    }

    private static string Line(TrainedStage stage)
    {
        string development = stage.DevelopmentDetectionRate is { } rate
            ? string.Create(CultureInfo.InvariantCulture, $" (kept aside {rate:0.0%})")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"stage {stage.Number}: {Counted.Of(stage.WeakClassifiers, "weak classifier")}, detection "
                + $"{stage.DetectionRate:0.0%}{development}, false alarms {stage.FalseAlarmRate:0.0%} of "
                + $"{Counted.Of(stage.Negatives, "negative")}, found as "
                + $"{Rate(stage.WindowsPassed, stage.WindowsSearched)} of "
                + $"{Counted.Of(stage.WindowsSearched, "window")}, {stage.Seconds:0.0} s"
        );
    }

    private static string Rate(long passed, long searched) =>
        passed == 0 ? "0" : ((double)passed / searched).ToString("0.##E+0", CultureInfo.InvariantCulture);

    private static void WriteRoc(DevelopmentMeasure development)
    {
        if (development.Objects == 0 && development.Scenes == 0)
        {
            Messages.Note("too few pictures to keep some aside: nothing says how good the detector is on new ones");
            return;
        }

        var table = new TextTable(
            new TextColumn("setting"),
            new TextColumn("detection"),
            new TextColumn("false alarms a scene"),
            new TextColumn("of windows") { Rank = 1 }
        );
        foreach (DevelopmentPoint point in development.Roc)
        {
            table.Add(
                point.Setting,
                point.DetectionRate?.ToString("0.0%", CultureInfo.InvariantCulture) ?? "-",
                point.FalseAlarmsPerScene?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-",
                point.FalseAlarmRate?.ToString("0.##E+0", CultureInfo.InvariantCulture) ?? "-"
            );
        }

        Messages.Note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"kept aside: {Counted.Of(development.Objects, "object")}, {Counted.Of(development.Scenes, "scene")}"
            )
        );
        table.Write(new TerminalOutput(noColor: true));
    }

    // The others are found for sure: what counts are those that were not learned from.
    private void NoteByHeart(DetectorTrainingSummary summary)
    {
        DevelopmentMeasure development = summary.Trained.Development;
        if (
            summary.Trained.Stages.Count > 0
            && development.Objects >= FewestToJudgeBy
            && development.Roc.Count > 0
            && development.Roc[0].DetectionRate is { } rate and < LowDetection
        )
        {
            Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"of the objects kept aside only {rate:0%} are found: the others were learned by heart; more "
                        + $"crops, cut alike and from one side{OtherKind(summary.Output)} would help"
                )
            );
        }
    }

    // Where it is not one already.
    private static string OtherKind(string output) =>
        DetectorKinds.DefaultFor(new DetectorTrainingOptions { Output = output }) == DetectorKinds.Names[0]
            ? ""
            : $", or --kind {DetectorKinds.Names[0]}";
}
