using Spotter.Workshop.Evaluations;

namespace Spotter.Cli.Presenting;

/// <summary>An evaluation as a table on standard output.</summary>
internal static class EvaluationTable
{
    // In the order of EvaluationSummary.Heads: model, recall, false alarms, precision, AP, recall at 0.1, recall at 1,
    // best F1, ms.
    private static readonly int[] Ranks = [0, 0, 0, 4, 0, 1, 2, 3, 5];

    public static void Print(EvaluationReport report, double? falseAlarms, TerminalOutput output)
    {
        var table = new TextTable([
            .. EvaluationSummary.Heads.Zip(Ranks, static (head, rank) => new TextColumn(head) { Rank = rank }),
        ]);
        foreach (ModelEvaluation model in report.Models)
        {
            table.Add([.. EvaluationSummary.Row(model)]);
        }

        table.Write(output);
        IEnumerable<string> chosen = falseAlarms is { } most
            ? report.Models.Select(model => EvaluationSummary.Choose(model, most))
            : [];
        foreach (string line in chosen.Prepend(EvaluationSummary.Describe(report)))
        {
            output.WriteWrapped(Messages.OneLine(line));
        }
    }
}
