using System.Diagnostics;
using System.Globalization;
using System.Text;
using Spotter.Fuzzing.Loop;

namespace Spotter.Fuzzing;

/// <summary>
/// Runs the loops of targets, each in a process of its own, which may die, and says what came of them.
/// </summary>
/// <param name="folder">Where runs keep what they found.</param>
/// <param name="budget">Its time is for all targets together.</param>
/// <param name="jobs">Targets at a time.</param>
internal sealed class Campaign(string folder, LoopBudget budget, int jobs)
{
    private const int MostDeaths = 20;

    // What no input may need: where more is asked for, .NET says so by an exception, which is a finding.
    private const string HeapLimit = "0x80000000";

    public bool IsFresh { get; init; }

    public bool IsPlain { get; init; }

    /// <summary>Fuzzes targets and prints the table.</summary>
    /// <returns>Whether there was no finding.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<FuzzTarget> targets, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        string program = IsPlain ? typeof(Campaign).Assembly.Location : Instrumented.Prepare(folder);
        TimeSpan each = budget.Time * jobs / targets.Count;
        var reports = new LoopReport[targets.Count];
        var findings = new int[targets.Count];
        await Parallel.ForAsync(
            0,
            targets.Count,
            new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = stop },
            async (i, cancellationToken) =>
            {
                (reports[i], findings[i]) = await RunAsync(program, targets[i], each, cancellationToken);
                Console.Error.WriteLine(Row(targets[i], reports[i], findings[i]));
            }
        );
        Print(targets, reports, findings);
        return findings.Sum() == 0;
    }

    private async Task<(LoopReport Report, int Findings)> RunAsync(
        string program,
        FuzzTarget target,
        TimeSpan time,
        CancellationToken cancellationToken
    )
    {
        string own = Path.Combine(folder, target.Name);
        if (IsFresh && Directory.Exists(own))
        {
            Directory.Delete(own, recursive: true);
        }

        var places = new TargetFolder(folder, target.Name);
        int before = places.FindingCount;
        LoopReport report = LoopReport.None;
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        for (int run = 0; run < MostDeaths; run++)
        {
            var left = TimeSpan.FromSeconds((end - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency);
            if (left <= TimeSpan.Zero || report.Executions >= budget.Executions)
            {
                break;
            }

            File.Delete(places.Report);
            int known = places.FindingCount;
            var share = new LoopBudget(left, budget.Executions - report.Executions, budget.Seed + run);
            int code = await StartAsync(program, target, share, cancellationToken);
            report = report.Then(LoopReport.Read(places.Report));
            if (code == 0)
            {
                break;
            }

            // What killed it is a finding unless it said so itself.
            if (places.FindingCount == known)
            {
                places.Add($"the process died ({code})", CurrentInput.Read(places.Current), "its output is above");
            }
        }

        return (report, places.FindingCount - before);
    }

    private async Task<int> StartAsync(
        string program,
        FuzzTarget target,
        LoopBudget share,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet"
        )
        {
            UseShellExecute = false,
            // A crash is told by its input; a dump of each would fill the disk.
            Environment =
            {
                ["DOTNET_GCHeapHardLimit"] = HeapLimit,
                ["DOTNET_DbgEnableMiniDump"] = "0",
                [Corpus.Variable] = Corpus.Repository,
            },
        };
        string[] arguments =
        [
            program,
            target.Name,
            "--child",
            "--state",
            folder,
            "--minutes",
            share.Time.TotalMinutes.ToString(CultureInfo.InvariantCulture),
            "--executions",
            share.Executions.ToString(CultureInfo.InvariantCulture),
            "--seed",
            share.Seed.ToString(CultureInfo.InvariantCulture),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static void Print(IReadOnlyList<FuzzTarget> targets, LoopReport[] reports, int[] findings)
    {
        Console.WriteLine(
            Row("target", "executions", "a second", "refused", "edges", "inputs", "slowest", "most memory", "findings")
        );
        for (int i = 0; i < targets.Count; i++)
        {
            Console.WriteLine(Row(targets[i], reports[i], findings[i]));
        }

        long sum = reports.Sum(static report => report.Executions);
        Console.WriteLine($"{sum:N0} executions of {targets.Count} targets, {findings.Sum()} findings");
    }

    private static string Row(FuzzTarget target, LoopReport report, int findings) =>
        Row(
            target.Name,
            $"{report.Executions:N0}",
            $"{report.Executions / Math.Max(report.Seconds, 0.001):N0}",
            $"{(double)report.Refused / Math.Max(report.Executions, 1):P0}",
            $"{report.Edges}",
            $"{report.Inputs}",
            $"{report.SlowestMilliseconds:N0} ms",
            $"{report.MostBytes / 1024.0 / 1024:N1} MB",
            $"{findings}"
        );

    private static string Row(string name, params ReadOnlySpan<string> cells)
    {
        var row = new StringBuilder(name.PadRight(22));
        for (int i = 0; i < cells.Length; i++)
        {
            row.Append(' ').Append(cells[i].PadLeft(i == 0 ? 12 : 11));
        }

        return row.ToString();
    }
}
