using System.Text.Json.Serialization;
using Spotter.Vision.Evaluation;

namespace Spotter.Workshop.Evaluations;

/// <summary>An evaluation as JSON: what the table shows, and every point of the curves.</summary>
/// <param name="Classes">What was looked for.</param>
/// <param name="Criterion">What counts as found.</param>
/// <param name="Pictures">How many there are.</param>
/// <param name="Objects">What is in them.</param>
/// <param name="Models">The figures of each model.</param>
public sealed record EvaluationLine(
    IReadOnlyList<string> Classes,
    string Criterion,
    int Pictures,
    int Objects,
    IReadOnlyList<EvaluatedModel> Models
)
{
    /// <summary>Says an evaluation in this form.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="falseAlarms">False alarms a picture at which a point was asked for; null where none was.</param>
    public static EvaluationLine Of(EvaluationReport report, double? falseAlarms)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new EvaluationLine(
            report.Classes,
            report.Criterion,
            report.Pictures,
            report.Objects,
            [.. report.Models.Select(model => EvaluatedModel.Of(model, falseAlarms))]
        );
    }
}

/// <summary>The figures of one model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Score">What the thresholds are of: neighbors or score.</param>
/// <param name="AveragePrecision">The area below precision over recall.</param>
/// <param name="Ms">Milliseconds a picture.</param>
/// <param name="AsRun">With the model's own setting.</param>
/// <param name="BestF1">Where F1 is highest.</param>
/// <param name="AtTenthFalseAlarm">At one false alarm in ten pictures.</param>
/// <param name="AtOneFalseAlarm">At one false alarm a picture.</param>
/// <param name="Chosen">At as many as were asked for; null where none were.</param>
/// <param name="Curve">All points.</param>
public sealed record EvaluatedModel(
    string Model,
    string Score,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? AveragePrecision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Ms,
    EvaluatedPoint AsRun,
    EvaluatedPoint BestF1,
    [property: JsonPropertyName("at_0_1_false_alarms")] EvaluatedPoint AtTenthFalseAlarm,
    [property: JsonPropertyName("at_1_false_alarm")] EvaluatedPoint AtOneFalseAlarm,
    EvaluatedPoint? Chosen,
    IReadOnlyList<EvaluatedPoint> Curve
)
{
    internal static EvaluatedModel Of(ModelEvaluation model, double? falseAlarms) =>
        new(
            model.Model.Name,
            model.Model.ScoreIsNeighbors ? "neighbors" : "score",
            EvaluatedPoint.Finite(model.Curve.AveragePrecision),
            EvaluatedPoint.Finite(model.MillisecondsPerPicture),
            EvaluatedPoint.Of(model.AsRun),
            EvaluatedPoint.Of(model.Curve.BestF1),
            EvaluatedPoint.Of(model.Curve.AtFalseAlarms(0.1)),
            EvaluatedPoint.Of(model.Curve.AtFalseAlarms(1)),
            falseAlarms is { } wanted ? EvaluatedPoint.Of(model.Curve.AtFalseAlarms(wanted)) : null,
            [.. model.Curve.Points.Skip(1).Select(EvaluatedPoint.Of)]
        );
}

/// <summary>A point of the curves.</summary>
/// <param name="Threshold">The least score.</param>
/// <param name="Recall">Share of the objects that is found.</param>
/// <param name="Precision">Share of the finds that is right.</param>
/// <param name="FalseAlarmsAPicture">False alarms a picture.</param>
/// <param name="Hits">Objects that are found.</param>
/// <param name="FalseAlarms">Finds that are none.</param>
public sealed record EvaluatedPoint(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Threshold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Recall,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Precision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? FalseAlarmsAPicture,
    int Hits,
    int FalseAlarms
)
{
    private const int Decimals = 6;

    internal static EvaluatedPoint Of(OperatingPoint point) =>
        new(
            Finite(point.Threshold),
            Finite(point.Recall),
            Finite(point.Precision),
            Finite(point.FalseAlarmsPerPicture),
            point.Hits,
            point.FalseAlarms
        );

    // JSON has no word for infinity or for no number.
    internal static double? Finite(double value) => double.IsFinite(value) ? Math.Round(value, Decimals) : null;
}
