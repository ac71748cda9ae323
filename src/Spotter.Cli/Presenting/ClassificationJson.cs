using System.Text.Json;
using Spotter.Learning.Metrics;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Presenting;

/// <summary>The figures of a classifier as members of a JSON object.</summary>
internal static class ClassificationJson
{
    public static void WriteFigures(Utf8JsonWriter json, ClassificationReport report)
    {
        json.WriteString("dataset"u8, report.Dataset);
        json.WriteNumber("count"u8, report.Count);
        json.WriteNumber("accuracy"u8, report.Accuracy);
        json.WriteNumber("loss"u8, report.Loss);
        json.WriteNumber("macro_f1"u8, report.MacroF1);
        json.WriteNumber("calibration_error"u8, report.Calibration.ExpectedError);
    }

    public static void WriteDetails(Utf8JsonWriter json, ClassificationReport report)
    {
        json.WriteStartArray("classes"u8);
        foreach (ClassMetrics metrics in report.Classes)
        {
            json.WriteStartObject();
            json.WriteString("class"u8, metrics.Name);
            json.WriteNumber("precision"u8, metrics.Precision);
            json.WriteNumber("recall"u8, metrics.Recall);
            json.WriteNumber("f1"u8, metrics.F1);
            json.WriteNumber("support"u8, metrics.Support);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("confusion"u8);
        foreach (IReadOnlyList<int> row in report.Confusion)
        {
            json.WriteStartArray();
            foreach (int count in row)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("calibration"u8);
        foreach (CalibrationBin bin in report.Calibration.Bins)
        {
            json.WriteStartObject();
            json.WriteNumber("from"u8, bin.From);
            json.WriteNumber("to"u8, bin.To);
            json.WriteNumber("count"u8, bin.Count);
            json.WriteNumber("confidence"u8, bin.Confidence);
            json.WriteNumber("accuracy"u8, bin.Accuracy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Which pictures the figures are not of.</summary>
    public static void WriteSelection(Utf8JsonWriter json, EvaluationOutcome outcome)
    {
        json.WriteNumber("left_out"u8, outcome.LeftOut);
        json.WriteStartArray("missing_classes"u8);
        foreach (string name in outcome.MissingClasses)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}
