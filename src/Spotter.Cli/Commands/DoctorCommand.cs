using System.CommandLine;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Results;
using Spotter.Workshop.Machine;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter doctor</c></summary>
internal static class DoctorCommand
{
    private const string Fine = "ok";

    public static Command Build() =>
        ToolCommand.Create<ListChoice>(
            "doctor",
            "Check whether this machine has what spotter needs",
            ListFlags.All("a finding"),
            Run,
            "spotter doctor"
        );

    private static int Run(ListChoice choice)
    {
        IReadOnlyList<Finding> findings = [.. Doctor.Examine()];
        if (choice.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            foreach (Finding finding in findings)
            {
                JsonLine.Write(
                    stdout,
                    new FindingLine(finding.Subject, finding.IsFine, finding.Detail, finding.Advice),
                    ToolJson.Lines.FindingLine
                );
            }
        }
        else
        {
            Print(findings, choice.NoColor);
        }

        return findings.All(static finding => finding.IsFine) ? ExitCode.Done : ExitCode.MissingProgram;
    }

    private static void Print(IReadOnlyList<Finding> findings, bool noColor)
    {
        var table = new TextTable(
            new TextColumn("state"),
            new TextColumn("subject"),
            new TextColumn("detail") { Wraps = true }
        )
        {
            ShowsHeads = false,
            Styling = static (column, text) =>
                column == 0 ? new Style(text == Fine ? Color.Green : Color.Red) : (Style?)null,
        };
        foreach (Finding finding in findings)
        {
            string detail = finding.Advice is { } advice ? $"{finding.Detail}: {advice}" : finding.Detail;
            table.Add(finding.IsFine ? Fine : "missing", finding.Subject, detail);
        }

        table.Write(new TerminalOutput(noColor));
    }
}

/// <summary>What was found on the machine, as JSON.</summary>
internal sealed record FindingLine(
    string Subject,
    bool Fine,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Advice
);
