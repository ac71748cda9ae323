using System.CommandLine;
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
                Check,
                """
                spotter results check results/           exit code 0 where it is so, 1 where not
                spotter results check results/ photos/   against other inputs than the run was given
                """
            ),
            ToolCommand.Create<ResultsChoice>(
                "merge",
                "All lines of all shards as one file, in the order of the names",
                new()
                {
                    { Folder(), static (choice, folder) => choice with { Folder = folder } },
                    {
                        Flag.Output("FILE", "The file of lines to write; standard output unless given"),
                        static (choice, path) => choice with { Output = path }
                    },
                    { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                },
                Merge,
                "spotter results merge results/ -o all.jsonl"
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

    private static int Check(ResultsChoice choice)
    {
        ShardFolder folder = ShardFolder.Open(choice.Folder);
        ShardResults results = ShardResults.Read(folder);
        IReadOnlyList<string> sources = choice.Sources.Length > 0 ? choice.Sources : folder.Run.Sources;
        ShardCheck check = results.Check(
            Source
                .PicturesOf(sources, new SourceOptions { Recursive = folder.Run.Recursive })
                .Select(static picture => picture.Name)
        );
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

    private static int Merge(ResultsChoice choice)
    {
        ShardFolder folder = ShardFolder.Open(choice.Folder);
        ShardResults results = ShardResults.Read(folder);
        if (choice.Output is { } path)
        {
            var outputs = new Outputs([], choice.Overwrites);
            OutputException.RequireWritable(path, outputs);
            using var file = new WholeFile(path, bufferSize: 1 << 16);
            results.Merge(file.Stream);
            file.Commit();
            outputs.Note(path);
        }
        else
        {
            using Stream stdout = StandardOutput.Open();
            results.Merge(stdout);
        }

        int missing = folder.Run.Shards - results.Begun;
        if (missing > 0)
        {
            Messages.Note($"{Counted.Of(missing, "shard")} of {folder.Run.Shards} have no results yet");
        }

        return ExitCode.Done;
    }

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
                    results.Answers.Count,
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
        output.WriteFact("pictures", Number(results.Answers.Count));
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
    int Failed,
    int Torn,
    IReadOnlyDictionary<string, long> Found
);
