using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Results;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Presenting;

/// <summary>The run of a detector as a line of JSON.</summary>
internal sealed record DetectorRunLine(
    string Run,
    string Folder,
    string State,
    string Kind,
    string Model,
    IReadOnlyList<string> Labels,
    DateTimeOffset Created,
    int Step,
    int Steps,
    double? ScoreLoss,
    double? BoxLoss,
    double? AveragePrecision
)
{
    /// <exception cref="RunException">A file of the run is damaged.</exception>
    public static DetectorRunLine Of(RunFolder run)
    {
        DetectorRunConfiguration configuration = run.ReadDetector();
        DetectorMeasurement? last = DetectorMeasurement.ReadAll(run) is [.., var end] ? end : null;
        return new DetectorRunLine(
            run.Name,
            run.FullPath,
            run.State.ToString().ToLowerInvariant(),
            configuration.Kind,
            configuration.Output,
            configuration.Labels,
            configuration.Created,
            last?.Step ?? 0,
            configuration.Steps,
            last?.ScoreLoss,
            last?.BoxLoss,
            run.ReadDetectorResult()?.AveragePrecision ?? last?.AveragePrecision
        );
    }
}

/// <summary>Runs of detectors, in a table or as lines of JSON.</summary>
internal static class DetectorRunsReport
{
    /// <summary>Shows those that can be read, says why the others cannot, and answers whether all could.</summary>
    public static bool Show(IReadOnlyList<RunFolder> runs, ListChoice list)
    {
        List<DetectorRunLine> lines = ReadableRuns.Read(runs, DetectorRunLine.Of);
        if (list.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            lines.ForEach(line => JsonLine.Write(stdout, line, ToolJson.Lines.DetectorRunLine));
        }
        else if (lines.Count > 0)
        {
            Table(lines).Write(new TerminalOutput(list.NoColor));
        }

        return lines.Count == runs.Count;
    }

    /// <summary>Shows all about one run.</summary>
    public static bool ShowOne(RunFolder run, ListChoice list)
    {
        if (list.IsJson)
        {
            return Show([run], list);
        }

        DetectorRunConfiguration configuration = run.ReadDetector();
        DetectorRunResult? result = run.ReadDetectorResult();
        var output = new TerminalOutput(list.NoColor);
        output.WriteFact("run", run.FullPath);
        output.WriteFact("state", run.State.ToString().ToLowerInvariant());
        output.WriteFact("data", string.Join(", ", configuration.Sources));
        output.WriteFact("plan", configuration.Plan);
        output.WriteFact("model", configuration.Output);
        output.WriteFact("figures", result?.AveragePrecision is { } known ? $"average precision {Share(known)}" : "");
        output.WriteFact("report", run.ReportPath);
        output.WriteLine();
        Measurements(DetectorMeasurement.ReadAll(run)).Write(output);
        return true;
    }

    private static TextTable Table(IEnumerable<DetectorRunLine> lines)
    {
        var table = new TextTable(
            new TextColumn("run"),
            new TextColumn("state"),
            new TextColumn("detector") { Rank = 3 },
            new TextColumn("steps") { Rank = 2 },
            new TextColumn("average precision"),
            new TextColumn("created") { Rank = 1 }
        );
        foreach (DetectorRunLine line in lines)
        {
            table.Add(
                line.Run,
                line.State,
                string.Join(", ", line.Labels),
                string.Create(CultureInfo.InvariantCulture, $"{line.Step}/{line.Steps}"),
                Share(line.AveragePrecision),
                line.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            );
        }

        return table;
    }

    private static TextTable Measurements(IEnumerable<DetectorMeasurement> measurements)
    {
        var table = new TextTable(
            new TextColumn("step"),
            new TextColumn("score loss"),
            new TextColumn("box loss"),
            new TextColumn("average precision")
        );
        foreach (DetectorMeasurement one in measurements)
        {
            table.Add(
                one.Step.ToString(CultureInfo.InvariantCulture),
                Share(one.ScoreLoss),
                Share(one.BoxLoss),
                Share(one.AveragePrecision)
            );
        }

        return table;
    }

    private static string Share(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
