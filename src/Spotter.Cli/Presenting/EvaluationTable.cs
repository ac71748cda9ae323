using Spectre.Console;
using Spotter.Apps.Evaluations;

namespace Spotter.Cli.Presenting;

/// <summary>An evaluation as a table on standard output.</summary>
internal static class EvaluationTable
{
    public static void Print(EvaluationReport report, double? falseAlarms, IAnsiConsole console)
    {
        Table table = Terminal.Columns([.. EvaluationSummary.Heads]);
        foreach (ModelEvaluation model in report.Models)
        {
            table.AddRow(EvaluationSummary.Row(model).Select(static cell => new Text(Messages.OneLine(cell))));
        }

        console.Write(table);
        IEnumerable<string> chosen = falseAlarms is { } most ? report.Models.Select(model => EvaluationSummary.Choose(model, most)) : [];
        foreach (string line in chosen.Prepend(EvaluationSummary.Describe(report)))
        {
            console.WriteLine(Messages.OneLine(line));
        }
    }
}
