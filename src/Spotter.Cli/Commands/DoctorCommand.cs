using System.CommandLine;
using Spectre.Console;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
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
                JsonLine.Write(stdout, json =>
                {
                    json.WriteString("subject"u8, finding.Subject);
                    json.WriteBoolean("fine"u8, finding.IsFine);
                    json.WriteString("detail"u8, finding.Detail);
                    json.WriteString("advice"u8, finding.Advice);
                });
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
