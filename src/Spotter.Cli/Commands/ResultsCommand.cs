using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Networks.Files;
using Spotter.Networks.Text;
using Spotter.Results;
using Spotter.Shards;
using Spotter.Sources;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter results check|merge|summary</c></summary>
internal static class ResultsCommand
{
    // So many names are told of what is missing; who wants all asks for JSON.
    private const int ToldNames = 5;

    public static Command Build() =>
        ToolCommand.Group(
            "results",
            "Results that the tasks of a run have kept",
            """
            spotter results check results/
            spotter results merge results/ -o all.jsonl
            spotter results summary results/
            """,
            ToolCommand.Create<ResultsChoice>(
                "check",
                "Whether every input is answered exactly once",
                new()
                {
                    { Folder(), static (choice, folder) => choice with { Folder = folder } },
                    {
                        new Argument<string[]>("SOURCE")
                        {
                            Description = "What was to be searched; what the run was given unless named",
                            Arity = ArgumentArity.ZeroOrMore,
                        },
                        static (choice, sources) => choice with { Sources = sources }
                    },
                    { Listing(), static choice => choice.List, static (choice, list) => choice with { List = list } },
                },
                CheckAsync,
                """
                spotter results check results/           exit code 0 where it is so, 1 where not
                spotter results check results/ photos/   against other inputs than the run was given
                """
            ),
            ToolCommand.Create<ResultsChoice>(
                "merge",
                "All lines of all shards as one file, in the order of the names; parts of videos followed as one",
                new()
                {
                    { Folder(), static (choice, folder) => choice with { Folder = folder } },
                    {
                        Flag.Output(
                            "FILE",
                            "The file to write: of lines, or a table where it ends in .parquet; lines on standard "
                                + "output unless given"
                        ),
                        static (choice, path) => choice with { Output = path }
                    },
                    { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                },
                MergeAsync,
                """
                spotter results merge results/ -o all.jsonl
                spotter results merge results/ -o all.parquet    a table for DuckDB, Spark, pandas and the like
                """
            ),
            ToolCommand.Create<ResultsChoice>(
                "summary",
                "How far the tasks are, and what they found",
                new()
                {
                    { Folder(), static (choice, folder) => choice with { Folder = folder } },
                    { Listing(), static choice => choice.List, static (choice, list) => choice with { List = list } },
                },
                Summarize,
                "spotter results summary results/ --json"
            )
        );

    private static Argument<string> Folder() => new("DIR") { Description = "The folder that --results named" };

    private static FlagSet<ListChoice> Listing() => ListFlags.All(null);

    private static async Task<int> CheckAsync(ResultsChoice choice)
    {
        ShardFolder folder = ShardFolder.Open(choice.Folder);
        ShardResults results = ShardResults.Read(folder);
        IReadOnlyList<string> sources = choice.Sources.Length > 0 ? choice.Sources : folder.Run.Sources;
        IReadOnlyList<ShardUnit> units = await ShardUnit.AllOfAsync(
            Source.Parse(sources, folder.Run.Finding()),
            folder.Run
        );
        ShardCheck check = results.Check(units.Select(static unit => unit.Name));
        if (choice.List.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            JsonLine.Write(
                stdout,
                new ResultsCheckLine(
                    check.IsExactlyOnce,
                    check.Inputs,
                    check.Missing,
                    check.Doubled,
                    check.Strangers,
                    check.Failed,
                    results.Torn
                ),
                ToolJson.Lines.ResultsCheckLine
            );
        }
        else
        {
            var output = new TerminalOutput(choice.List.NoColor);
            output.WriteFact("inputs", Number(check.Inputs));
            output.WriteFact("missing", Named(check.Missing));
            output.WriteFact("twice", Named(check.Doubled));
            output.WriteFact("strangers", Named(check.Strangers));
            output.WriteFact("with errors", Named(check.Failed));
            output.WriteLine(
                check.IsExactlyOnce ? "every input is answered exactly once" : "not every input is answered once"
            );
        }

        return check.IsExactlyOnce ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private static async Task<int> MergeAsync(ResultsChoice choice)
    {
        ShardFolder folder = ShardFolder.Open(choice.Folder);
        ShardResults results = ShardResults.Read(folder);
        if (choice.Output is { } path)
        {
            var outputs = new Outputs([], choice.Overwrites);
            OutputException.RequireWritable(path, outputs);
            using var file = new WholeFile(path, bufferSize: 1 << 16);
            int code = Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase)
                ? await MergeTableAsync(folder, results, file.Stream)
                : Merge(folder, results, file.Stream);
            if (code is not (ExitCode.Done or ExitCode.SomeFailed))
            {
                return code;
            }

            file.Commit();
            outputs.Note(path);
            return code;
        }

        using Stream stdout = StandardOutput.Open();
        return Merge(folder, results, stdout);
    }

    private static async Task<int> MergeTableAsync(ShardFolder folder, ShardResults results, Stream target)
    {
        await using ParquetTable table = await ParquetTable.BeginAsync(target);
        using var lines = new LineStream(line => table.AddAsync(line).GetAwaiter().GetResult());
        return Merge(folder, results, lines);
    }

    private static int Merge(ShardFolder folder, ShardResults results, Stream target)
    {
        results.Merge(target);
        int code = results.Answers.Any(static answer => answer.IsPart) ? Stitch(folder, target) : ExitCode.Done;
        int missing = folder.Run.Shards - results.Begun;
        if (missing > 0)
        {
            Messages.Note($"{Counted.Of(missing, "shard")} of {folder.Run.Shards} have no results yet");
        }

        return code;
    }

    /// <summary>
    /// What one run of the same command would print of its videos as JSON: the command itself says it, of what the
    /// tasks have found.
    /// </summary>
    private static int Stitch(ShardFolder folder, Stream target)
    {
        ParseResult parsed = Tool.Parse(Tool.Build(), [.. folder.Run.Arguments]);
        Tool.RequireSense(parsed);
        string[] command =
        [
            parsed.CommandResult.Command.Name,
            .. parsed
                .CommandResult.Children.OfType<OptionResult>()
                .Where(static option => option is { Implicit: false, Option: IFlagOption flag } && IsFollowed(flag))
                .SelectMany(static option =>
                    option.Tokens.Count == 0
                        ? [option.Option.Name]
                        : option.Tokens.SelectMany(token => (string[])[option.Option.Name, token.Value])
                ),
            "--results",
            folder.FullPath,
            "--stitch",
            "--json",
            "--quiet",
            "--",
            .. folder.Run.Sources,
        ];
        return StandardOutput.Redirect(target, () => Tool.Run(command));
    }

    // What decides who is followed and what is counted, but nothing that is written elsewhere.
    private static bool IsFollowed(IFlagOption flag) =>
        flag.Name is not ("--summary" or "--report" or "--webhook" or "--show" or "--crops-every")
        && flag.Group is (HelpGroup.Searching or HelpGroup.Looks or HelpGroup.Video or HelpGroup.Tracking);

    private static int Summarize(ResultsChoice choice)
    {
        ShardFolder folder = ShardFolder.Open(choice.Folder);
        ShardResults results = ShardResults.Read(folder);
        int failed = results.Answers.Count(static answer => answer.IsError);
        if (choice.List.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            JsonLine.Write(
                stdout,
                new ResultsSummaryLine(
                    folder.Run.Shards,
                    results.Begun,
                    results.Answers.Count(static answer => !answer.IsPart),
                    results.Frames.Values.Sum(static part => part.Count),
                    failed,
                    results.Torn,
                    new SortedDictionary<string, long>(results.Labels.ToDictionary(), StringComparer.Ordinal)
                ),
                ToolJson.Lines.ResultsSummaryLine
            );
            return ExitCode.Done;
        }

        var output = new TerminalOutput(choice.List.NoColor);
        output.WriteFact("run", string.Join(' ', folder.Run.Arguments));
        output.WriteFact("shards", $"{Number(results.Begun)} of {Number(folder.Run.Shards)} have begun");
        output.WriteFact("pictures", Number(results.Answers.Count(static answer => !answer.IsPart)));
        if (results.Frames.Count > 0)
        {
            output.WriteFact("frames", Number(results.Frames.Values.Sum(static part => part.Count)));
        }

        output.WriteFact("with errors", Number(failed));
        foreach ((string label, long count) in results.Labels.OrderByDescending(static one => one.Value))
        {
            output.WriteFact(label, Number(count));
        }

        return ExitCode.Done;
    }

    private static string Named(IReadOnlyList<string> names) =>
        names.Count == 0 ? "0"
        : names.Count <= ToldNames ? $"{Number(names.Count)}: {string.Join(", ", names)}"
        : $"{Number(names.Count)}: {string.Join(", ", names.Take(ToldNames))} and others";

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

internal sealed record ResultsChoice
{
    public string Folder { get; init; } = "";

    public string[] Sources { get; init; } = [];

    public string? Output { get; init; }

    public bool Overwrites { get; init; }

    public ListChoice List { get; init; } = new();
}

/// <summary>A line of <c>spotter results check --json</c>.</summary>
internal sealed record ResultsCheckLine(
    bool ExactlyOnce,
    int Inputs,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Twice,
    IReadOnlyList<string> Strangers,
    IReadOnlyList<string> Failed,
    int Torn
);

/// <summary>A line of <c>spotter results summary --json</c>.</summary>
internal sealed record ResultsSummaryLine(
    int Shards,
    int Begun,
    int Pictures,
    long Frames,
    int Failed,
    int Torn,
    IReadOnlyDictionary<string, long> Found
);
