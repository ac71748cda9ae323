using System.CommandLine;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Learning.Classifiers;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter runs list|show|compare</c></summary>
internal static class RunsCommand
{
    // So many can be told apart.
    private const int MostCurves = 7;

    public static Command Build() =>
        ToolCommand.Group(
            "runs",
            "The training runs that are kept",
            """
            spotter runs list
            spotter runs show fashion-mnist-mlp-1
            spotter runs compare fashion-mnist-mlp-1 fashion-mnist-cnn-small-1
            """,
            ToolCommand.Create<RunsChoice>(
                "list",
                "All runs, the oldest first",
                new() { { Common(), static choice => choice, static (_, choice) => choice } },
                List,
                "spotter runs list --json"
            ),
            ToolCommand.Create<RunsChoice>(
                "show",
                "All about one run",
                new()
                {
                    {
                        new Argument<string>("RUN") { Description = "The name of a run, or its folder" },
                        static (choice, name) => choice with { Names = [name] }
                    },
                    { Common(), static choice => choice, static (_, choice) => choice },
                },
                ShowOne,
                "spotter runs show fashion-mnist-mlp-1"
            ),
            ToolCommand.Create<RunsChoice>(
                "compare",
                "Figures and curves of several runs, side by side and over one another",
                new()
                {
                    {
                        new Argument<string[]>("RUN")
                        {
                            Description = "Names of runs, or their folders, or a pattern such as 'clothes-*'",
                            Arity = ArgumentArity.OneOrMore,
                        },
                        static (choice, names) => choice with { Names = names }
                    },
                    {
                        Flag.Output("FILE", "Where the curves are drawn; a new folder in spotter-out/ unless given"),
                        static (choice, path) => choice with { Output = path }
                    },
                    { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                    { Common(), static choice => choice, static (_, choice) => choice },
                },
                Compare,
                """
                spotter runs compare fashion-mnist-mlp-1 fashion-mnist-cnn-small-1 -o curves.png
                spotter runs compare 'fashion-mnist-seed-*'      all of a sweep, the best first
                """
            )
        );

    private static FlagSet<RunsChoice> Common() =>
        new()
        {
            { RunFlags.Folder(HelpGroup.Data), static (choice, folder) => choice with { Runs = folder } },
            {
                ListFlags.All("a run"),
                static choice => choice.List,
                static (choice, list) => choice with { List = list }
            },
        };

    private static int List(RunsChoice choice)
    {
        var repository = new RunRepository(choice.Runs);
        RunFolder[] runs = [.. repository.List()];
        IReadOnlyList<RunFolder> detectors = repository.ListDetectors();

        // One table is enough where all runs are of one sort.
        int code = runs.Length == 0 && detectors.Count > 0 ? ExitCode.Done : CodeOf(Show(runs, choice.List), runs);
        return DetectorRunsReport.Show(detectors, choice.List) ? code : ExitCode.SomeFailed;
    }

    private static int ShowOne(RunsChoice choice)
    {
        var repository = new RunRepository(choice.Runs);
        if (repository.FindDetector(choice.Names[0]) is { } detector)
        {
            return DetectorRunsReport.ShowOne(detector, choice.List) ? ExitCode.Done : ExitCode.SomeFailed;
        }

        RunFolder run = repository.Find(choice.Names[0]);
        if (choice.List.IsJson)
        {
            return CodeOf(Show([run], choice.List), [run]);
        }

        RunOverview overview = RunOverview.Of(run);
        var output = new TerminalOutput(choice.List.NoColor);
        output.WriteFact("run", run.FullPath);
        output.WriteFact("state", run.State.ToString().ToLowerInvariant());
        output.WriteFact("data", overview.Configuration.Dataset.Source);
        output.WriteFact("network", overview.Configuration.Preset);
        output.WriteFact("test", Test(overview));
        output.WriteFact("report", run.ReportPath);
        output.WriteLine();
        output.WriteLine(overview.Configuration.Network.Build().Summary());
        output.WriteLine();
        Epochs(overview.Epochs).Write(output);
        return ExitCode.Done;
    }

    private static int Compare(RunsChoice choice)
    {
        var repository = new RunRepository(choice.Runs);
        RunFolder[] chosen = Choose(choice.Names, repository);
        List<RunOverview> read = Show(chosen, choice.List, ranks: choice.Names.Any(Glob.HasWildcard));
        RunOverview[] drawn = [.. read.Where(static overview => overview.Epochs.Count > 0).Take(MostCurves)];
        if (drawn.Length > 0)
        {
            using var place = new OutputPlace(choice.Output, "compare");
            string path = place.File("compare.png");
            RunOverview.DrawCurves(drawn, path, new Outputs(overwrite: choice.Overwrites));
            string left = read.Count > drawn.Length ? $", of the first {drawn.Length}" : "";
            Messages.Note($"curves{left}: {path}");
        }

        return CodeOf(read, chosen);
    }

    /// <summary>The runs of some names and patterns.</summary>
    private static RunFolder[] Choose(string[] names, RunRepository repository)
    {
        RunFolder[] chosen =
        [
            .. names
                .SelectMany(name => Glob.HasWildcard(name) ? Matching(name, repository) : [repository.Find(name)])
                .DistinctBy(static run => run.FullPath, StringComparer.Ordinal),
        ];
        return chosen.Length > 1 || names.Length > 1
            ? chosen
            : throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{names[0]}: is one run, and two or more are compared; name another one"
            );
    }

    private static RunFolder[] Matching(string pattern, RunRepository repository)
    {
        var glob = Glob.Parse(pattern);
        RunFolder[] matching = [.. repository.List().Where(run => glob.Matches(run.Name))];
        return matching.Length > 0
            ? matching
            : throw new RunException($"{pattern}: no run in {repository.Folder} matches; spotter runs list shows all");
    }

    /// <summary>Shows those that can be read, and says why the others cannot.</summary>
    private static List<RunOverview> Show(RunFolder[] runs, ListChoice list, bool ranks = false)
    {
        List<RunOverview> overviews = ReadableRuns.Read(runs, RunOverview.Of);
        if (ranks)
        {
            // By what chooses among them: the test pictures are for the one that is chosen.
            overviews =
            [
                .. overviews.OrderByDescending(static one =>
                    one.Epochs.Max(static epoch => epoch.ValidationAccuracy) ?? double.NegativeInfinity
                ),
            ];
        }

        if (list.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            overviews.ForEach(overview => PrintJson(stdout, overview));
        }
        else
        {
            Overviews(overviews).Write(new TerminalOutput(list.NoColor));
        }

        return overviews;
    }

    private static int CodeOf(List<RunOverview> read, RunFolder[] runs) =>
        read.Count == runs.Length ? ExitCode.Done : ExitCode.SomeFailed;

    private static TextTable Overviews(IEnumerable<RunOverview> overviews)
    {
        var table = new TextTable(
            new TextColumn("run"),
            new TextColumn("state"),
            new TextColumn("data") { Rank = 5 },
            new TextColumn("network") { Rank = 4 },
            new TextColumn("epochs") { Rank = 3 },
            new TextColumn("loss") { Rank = 6 },
            new TextColumn("validation") { Rank = 2 },
            new TextColumn("test"),
            new TextColumn("seconds") { Rank = 7 },
            new TextColumn("created") { Rank = 1 }
        );
        foreach (RunOverview overview in overviews)
        {
            EpochMetrics? last = overview.Epochs is [.., var end] ? end : null;
            table.Add(
                overview.Run.Name,
                overview.Run.State.ToString().ToLowerInvariant(),
                overview.Configuration.Dataset.Source,
                overview.Configuration.Preset,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{overview.Epochs.Count}/{overview.Configuration.Training.Epochs}"
                ),
                last is null ? "" : last.Loss.ToString("0.0000", CultureInfo.InvariantCulture),
                Percent(last?.ValidationAccuracy),
                Test(overview),
                overview.Epochs.Sum(static epoch => epoch.Seconds).ToString("0.0", CultureInfo.InvariantCulture),
                overview.Configuration.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            );
        }

        return table;
    }

    private static TextTable Epochs(IEnumerable<EpochMetrics> epochs)
    {
        var table = new TextTable(
            new TextColumn("epoch"),
            new TextColumn("loss"),
            new TextColumn("right"),
            new TextColumn("validation loss") { Rank = 2 },
            new TextColumn("validation right") { Rank = 1 },
            new TextColumn("seconds") { Rank = 3 }
        );
        foreach (EpochMetrics epoch in epochs)
        {
            table.Add(
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                epoch.Loss.ToString("0.0000", CultureInfo.InvariantCulture),
                Percent(epoch.Accuracy),
                epoch.ValidationLoss?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "",
                Percent(epoch.ValidationAccuracy),
                epoch.Seconds.ToString("0.0", CultureInfo.InvariantCulture)
            );
        }

        return table;
    }

    private static void PrintJson(Stream stdout, RunOverview overview) =>
        JsonLine.Write(stdout, RunLine.Of(overview), ToolJson.Lines.RunLine);

    private static string Test(RunOverview overview) => Percent(overview.Result?.Test?.Accuracy);

    private static string Percent(double? share) =>
        share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.00} %") : "";
}

internal sealed record RunsChoice
{
    public string[] Names { get; init; } = [];

    public string Runs { get; init; } = RunRepository.DefaultFolder;

    /// <summary>The file for curves; null for one in a new folder.</summary>
    public string? Output { get; init; }

    public bool Overwrites { get; init; }

    public ListChoice List { get; init; } = new();
}
