using System.Text.Json;
using Spotter.Vision.Evaluation;

namespace Spotter.Workshop.Evaluations;

/// <summary>An evaluation as JSON: what the table shows, and every point of the curves.</summary>
public static class EvaluationJson
{
    private const int Decimals = 6;

    /// <summary>
    /// Writes an object with <c>classes</c>, <c>criterion</c>, <c>pictures</c>, <c>objects</c> and <c>models</c>.
    /// </summary>
    /// <param name="json">Where to; the members go into an object that is open.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="falseAlarms">False alarms a picture at which a point was asked for; null where none was.</param>
    public static void WriteMembers(Utf8JsonWriter json, EvaluationReport report, double? falseAlarms)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteStartArray("classes"u8);
        foreach (string name in report.Classes)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteString("criterion"u8, report.Criterion);
        json.WriteNumber("pictures"u8, report.Pictures);
        json.WriteNumber("objects"u8, report.Objects);
        json.WriteStartArray("models"u8);
        foreach (ModelEvaluation model in report.Models)
        {
            WriteModel(json, model, falseAlarms);
        }

        json.WriteEndArray();
    }

    private static void WriteModel(Utf8JsonWriter json, ModelEvaluation model, double? falseAlarms)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model.Model.Name);
        json.WriteString("score"u8, model.Model.ScoreIsNeighbors ? "neighbors"u8 : "score"u8);
        Number(json, "average_precision", model.Curve.AveragePrecision);
        Number(json, "ms", model.MillisecondsPerPicture);
        Point(json, "as_run", model.AsRun);
        Point(json, "best_f1", model.Curve.BestF1);
        Point(json, "at_0_1_false_alarms", model.Curve.AtFalseAlarms(0.1));
        Point(json, "at_1_false_alarm", model.Curve.AtFalseAlarms(1));
        if (falseAlarms is { } wanted)
        {
            Point(json, "chosen", model.Curve.AtFalseAlarms(wanted));
        }

        json.WriteStartArray("curve"u8);
        foreach (OperatingPoint point in model.Curve.Points.Skip(1))
        {
            json.WriteStartObject();
            WritePoint(json, point);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Point(Utf8JsonWriter json, string name, OperatingPoint point)
    {
        json.WriteStartObject(name);
        WritePoint(json, point);
        json.WriteEndObject();
    }

    private static void WritePoint(Utf8JsonWriter json, OperatingPoint point)
    {
        Number(json, "threshold", point.Threshold);
        Number(json, "recall", point.Recall);
        Number(json, "precision", point.Precision);
        Number(json, "false_alarms_a_picture", point.FalseAlarmsPerPicture);
        json.WriteNumber("hits"u8, point.Hits);
        json.WriteNumber("false_alarms"u8, point.FalseAlarms);
    }

    // JSON has no word for infinity or for no number.
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, Math.Round(value, Decimals));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
