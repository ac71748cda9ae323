using System.Globalization;
using Spectre.Console;
using Spotter.Apps.Evaluations;
using Spotter.Vision.Evaluation;

namespace Spotter.Cli.Presenting;

/// <summary>An evaluation as a table on standard output.</summary>
internal static class EvaluationTable
{
    private static readonly string[] Heads =
        ["model", "recall", "false alarms", "precision", "AP", "recall at 0.1", "recall at 1", "best F1", "ms"];

    public static void Print(EvaluationReport report, double? falseAlarms, IAnsiConsole console)
    {
        Table table = Terminal.Columns(Heads);
        foreach (ModelEvaluation model in report.Models)
        {
            OperatingPoint run = model.AsRun;
            string[] cells =
            [
                model.Model.Name, Part(run.Recall), Part(run.FalseAlarmsPerPicture), Part(run.Precision), Part(model.Curve.AveragePrecision),
                Part(model.Curve.AtFalseAlarms(0.1).Recall), Part(model.Curve.AtFalseAlarms(1).Recall), Part(model.Curve.BestF1.F1),
                model.MillisecondsPerPicture.ToString("0.0", CultureInfo.InvariantCulture),
            ];
            table.AddRow(cells.Select(static cell => new Text(Messages.OneLine(cell))));
        }

        console.Write(table);
        console.Write(new Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Objects:N0} of {string.Join(", ", report.Classes)} in {Counted.Pictures(report.Pictures)}; found means {report.Criterion}; false alarms are a picture\n")));
        if (falseAlarms is { } wanted)
        {
            foreach (ModelEvaluation model in report.Models)
            {
                console.Write(new Text(Messages.OneLine(Chosen(model, wanted)) + "\n"));
            }
        }
    }

    private static string Chosen(ModelEvaluation model, double falseAlarms)
    {
        OperatingPoint point = model.Curve.AtFalseAlarms(falseAlarms);
        string setting = double.IsInfinity(point.Threshold) ? "no setting but finding nothing"
            : model.Model.ScoreIsNeighbors ? $"--min-neighbors {Math.Max(0, (int)point.Threshold - 1)}"
            : string.Create(CultureInfo.InvariantCulture, $"--min-score {point.Threshold:0.######}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Model.Name}: {setting} for at most {falseAlarms:0.###} false alarms a picture: recall {Part(point.Recall)}, precision {Part(point.Precision)}, {point.FalseAlarmsPerPicture:0.###} false alarms");
    }

    private static string Part(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
