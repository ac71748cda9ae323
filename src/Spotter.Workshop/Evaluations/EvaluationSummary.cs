using System.Globalization;
using Spotter.Networks.Text;
using Spotter.Vision.Evaluation;

namespace Spotter.Workshop.Evaluations;

/// <summary>An evaluation in words and a row of figures a model, for whoever shows it.</summary>
public static class EvaluationSummary
{
    /// <summary>The heads of the columns of <see cref="Row"/>.</summary>
    public static IReadOnlyList<string> Heads { get; } =
    ["model", "recall", "false alarms", "precision", "AP", "recall at 0.1", "recall at 1", "best F1", "ms"];

    /// <summary>The figures of a model.</summary>
    public static IReadOnlyList<string> Row(ModelEvaluation model)
    {
        ArgumentNullException.ThrowIfNull(model);
        OperatingPoint run = model.AsRun;
        return
        [
            model.Model.Name,
            Figure(run.Recall),
            Figure(run.FalseAlarmsPerPicture),
            Figure(run.Precision),
            Figure(model.Curve.AveragePrecision),
            Figure(model.Curve.AtFalseAlarms(0.1).Recall),
            Figure(model.Curve.AtFalseAlarms(1).Recall),
            Figure(model.Curve.BestF1.F1),
            model.MillisecondsPerPicture.ToString("0.0", CultureInfo.InvariantCulture),
        ];
    }

    /// <summary>What was looked for, and when it counted, in one line.</summary>
    public static string Describe(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Objects:N0} of {string.Join(", ", report.Classes)} in {Counted.Pictures(report.Pictures)}; "
                + $"found means {report.Criterion}; false alarms are a picture"
        );
    }

    /// <summary>
    /// The setting of a model with the highest recall at no more than some number of false alarms a picture, in one
    /// line.
    /// </summary>
    public static string Choose(ModelEvaluation model, double falseAlarms)
    {
        ArgumentNullException.ThrowIfNull(model);
        OperatingPoint point = model.Curve.AtFalseAlarms(falseAlarms);
        string setting =
            double.IsInfinity(point.Threshold) ? "no setting but one that finds nothing"
            : model.Model.ScoreIsNeighbors ? $"--min-neighbors {Math.Max(0, (int)point.Threshold - 1)}"
            : string.Create(CultureInfo.InvariantCulture, $"--min-score {RoundDown(point.Threshold):0.######}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Model.Name}: {setting} for at most {falseAlarms:0.###} false alarms a picture: recall "
                + $"{Figure(point.Recall)}, precision {Figure(point.Precision)}, {point.FalseAlarmsPerPicture:0.###} "
                + $"false alarms"
        );
    }

    private static string Figure(double value) =>
        double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);

    // A threshold rounded up would leave out the detection that it is the score of.
    private static double RoundDown(double score) => Math.Floor(score * 1e6) / 1e6;
}
