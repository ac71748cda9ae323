using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spotter.Apps.Training;
using Spotter.Learning.Boosting;

namespace Spotter.Cli.Presenting;

/// <summary>What the training of a detector says: a line a stage and a live line on standard error, the figures on standard output.</summary>
internal sealed class DetectorTrainingReport(bool isQuiet, bool isJson) : IProgress<DetectorTrainingProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // So few of the objects kept aside, of so many at least, are a bad sign.
    private const double LowDetection = 0.6;
    private const int FewestToJudgeBy = 10;

    private readonly Lock _lock = new();
    private readonly bool _isLive = !isQuiet && !Console.IsErrorRedirected;
    private long _shownAt;
    private bool _isVisible;

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

        lock (_lock)
        {
            if (_isLive && (_shownAt == 0 || Stopwatch.GetElapsedTime(_shownAt) >= Interval))
            {
                _shownAt = Stopwatch.GetTimestamp();
                _isVisible = true;
                Console.Error.Write($"\r\e[K{Text(value)}");
            }
        }
    }

    public void Hide()
    {
        if (_isVisible)
        {
            _isVisible = false;
            Console.Error.Write("\r\e[K");
        }
    }

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
            WriteJson(summary);
        }
        else if (!isQuiet)
        {
            WriteRoc(trained.Development);
            NoteByHeart(trained.Development);
            Note(string.Create(CultureInfo.InvariantCulture, $"{summary.Output}: {Stages(trained)}, {trained.Stages.Sum(static stage => stage.WeakClassifiers)} weak classifiers, {Span(summary.Elapsed)}"));
        }
    }

    private static string Why(TrainedDetector trained) => trained.End == DetectorTrainingEnd.NegativesRanOut
        ? $"the negatives ran out after {Stages(trained)}: what the detector still takes for objects is rarer than the scenes show; more pictures with --negatives would make it stricter"
        : $"training ended after {Stages(trained)}: another would bring nothing, for no feature tells the remaining negatives from the objects; more and cleaner crops would make it stricter";

    private static string Stages(TrainedDetector trained) => $"{trained.Stages.Count} {(trained.Stages.Count == 1 ? "stage" : "stages")}";

    private static string Text(DetectorTrainingProgress now)
    {
        string left = now.Remaining is { } remaining ? $", {Span(remaining)} left" : "";
        string what = now.Phase switch
        {
            DetectorTrainingPhase.Preparing => "preparing the objects",
            DetectorTrainingPhase.Mining => string.Create(CultureInfo.InvariantCulture, $"mining negatives {now.Share:0%}"),
            DetectorTrainingPhase.Boosting => string.Create(CultureInfo.InvariantCulture, $"{now.WeakClassifiers} weak classifiers, detection {now.DetectionRate:0.0%}, false alarms {now.FalseAlarmRate:0.0%}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"measuring on what was kept aside {now.Share:0%}"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"stage {now.Stage} of {now.Stages}: {what}{left}");
    }

    private static string Line(TrainedStage stage)
    {
        string development = stage.DevelopmentDetectionRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $" (kept aside {rate:0.0%})") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"stage {stage.Number}: {stage.WeakClassifiers} weak classifiers, detection {stage.DetectionRate:0.0%}{development}, false alarms {stage.FalseAlarmRate:0.0%} of {stage.Negatives:N0} negatives, found as {Rate(stage.WindowsPassed, stage.WindowsSearched)} of {stage.WindowsSearched:N0} windows, {stage.Seconds:0.0} s");
    }

    private static string Rate(long passed, long searched) =>
        searched == 0 ? "0" : ((double)passed / searched).ToString("0.##E+0", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span.ToString(span.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    private static void WriteRoc(DevelopmentMeasure development)
    {
        if (development.Objects == 0 && development.Scenes == 0)
        {
            Messages.Note("too few pictures to keep some aside: nothing says how good the detector is on new ones");
            return;
        }

        Table table = Terminal.Columns("setting", "detection", "false alarms a scene", "of windows");
        foreach (DevelopmentPoint point in development.Roc)
        {
            table.AddRow(
                new Text(point.Setting),
                new Text(point.DetectionRate?.ToString("0.0%", CultureInfo.InvariantCulture) ?? "-"),
                new Text(point.FalseAlarmsPerScene?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-"),
                new Text(point.FalseAlarmRate?.ToString("0.##E+0", CultureInfo.InvariantCulture) ?? "-"));
        }

        Messages.Note(string.Create(CultureInfo.InvariantCulture, $"kept aside: {development.Objects:N0} objects, {development.Scenes:N0} scenes"));
        Terminal.Create(noColor: true).Write(table);
    }

    // The others are found for sure: what counts are those that were not learned from.
    private void NoteByHeart(DevelopmentMeasure development)
    {
        if (development.Objects >= FewestToJudgeBy && development.Roc.Count > 0 && development.Roc[0].DetectionRate is { } rate and < LowDetection)
        {
            Note(string.Create(
                CultureInfo.InvariantCulture,
                $"of the objects kept aside only {rate:0%} are found: the others were learned by heart; more crops, cut alike and from one side, or --kind channels would help"));
        }
    }

    private static void WriteJson(DetectorTrainingSummary summary)
    {
        using Stream stdout = StandardOutput.Open();
        TrainedDetector trained = summary.Trained;
        JsonLine.Write(stdout, json =>
        {
            json.WriteString("model"u8, summary.Output);
            json.WriteString("end"u8, trained.End.ToString());
            json.WriteNumber("seconds"u8, Math.Round(summary.Elapsed.TotalSeconds, 1));
            json.WriteStartArray("stages"u8);
            foreach (TrainedStage stage in trained.Stages)
            {
                json.WriteStartObject();
                json.WriteNumber("weakClassifiers"u8, stage.WeakClassifiers);
                json.WriteNumber("positives"u8, stage.Positives);
                json.WriteNumber("negatives"u8, stage.Negatives);
                json.WriteNumber("detectionRate"u8, stage.DetectionRate);
                json.WriteNumber("falseAlarmRate"u8, stage.FalseAlarmRate);
                json.WriteNumber("windowsPassed"u8, stage.WindowsPassed);
                json.WriteNumber("windowsSearched"u8, stage.WindowsSearched);
                WriteOptional(json, "developmentDetectionRate", stage.DevelopmentDetectionRate);
                json.WriteNumber("seconds"u8, Math.Round(stage.Seconds, 2));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("developmentObjects"u8, trained.Development.Objects);
            json.WriteNumber("developmentScenes"u8, trained.Development.Scenes);
            json.WriteStartArray("roc"u8);
            foreach (DevelopmentPoint point in trained.Development.Roc)
            {
                json.WriteStartObject();
                json.WriteString("setting"u8, point.Setting);
                WriteOptional(json, "detectionRate", point.DetectionRate);
                WriteOptional(json, "falseAlarmsPerScene", point.FalseAlarmsPerScene);
                WriteOptional(json, "falseAlarmRate", point.FalseAlarmRate);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void WriteOptional(System.Text.Json.Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
