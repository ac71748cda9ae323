using Spotter.Sources;

namespace Spotter.Shards;

/// <summary>What the tasks of one run have in common; two that differ in it do not share a folder of results.</summary>
/// <param name="Format">Of the folder; <see cref="CurrentFormat"/>.</param>
/// <param name="Program">The program and its version: another one may find other things.</param>
/// <param name="Arguments">The command line, without what may differ from task to task.</param>
/// <param name="Sources">What the user named.</param>
/// <param name="Recursive">Whether subfolders are searched too.</param>
/// <param name="Shards">Into how many shards the inputs are divided.</param>
/// <param name="Skipped">Folders that the run writes to, which are no inputs.</param>
/// <param name="Search">Of the options those that decide what is found, not what is made of it.</param>
/// <param name="Start">Where videos begin, in seconds.</param>
/// <param name="Duration">How much of them is read, in seconds; null for all.</param>
/// <param name="PartSeconds">About how long the parts of videos are; null for as many as there are shards.</param>
internal sealed record ShardRun(
    int Format,
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string> Sources,
    bool Recursive,
    int Shards,
    IReadOnlyList<string> Skipped,
    IReadOnlyList<string> Search,
    double Start,
    double? Duration,
    double? PartSeconds
)
{
    public const int CurrentFormat = 2;

    // With a value behind them, and without.
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal) { "--shard", "--results", "--threads" };
    private static readonly HashSet<string> OwnSwitches = new(StringComparer.Ordinal)
    {
        "--resume",
        "--retry-errors",
        "--stitch",
        "--quiet",
        "-q",
        "--no-color",
    };

    /// <summary>A command line without what tasks may differ in.</summary>
    public static IReadOnlyList<string> Common(IReadOnlyList<string> arguments)
    {
        var common = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i].Split('=', 2)[0];
            if (Own.Contains(name))
            {
                i += name.Length == arguments[i].Length ? 1 : 0;
            }
            else if (!OwnSwitches.Contains(name))
            {
                common.Add(arguments[i]);
            }
        }

        return common;
    }

    /// <summary>In which way two runs differ, in one line; null where they do not.</summary>
    public string? DifferenceFrom(ShardRun other)
    {
        if (Format != other.Format)
        {
            return $"format {other.Format} instead of {Format}";
        }

        if (Shards != other.Shards)
        {
            return $"{other.Shards} shards instead of {Shards}";
        }

        if (Program != other.Program)
        {
            return $"{other.Program} instead of {Program}";
        }

        return
            Arguments.SequenceEqual(other.Arguments, StringComparer.Ordinal)
            && Sources.SequenceEqual(other.Sources, StringComparer.Ordinal)
            && Recursive == other.Recursive
            ? null
            : $"'{string.Join(' ', other.Arguments)}' instead of '{string.Join(' ', Arguments)}'";
    }

    /// <summary>
    /// In which way another search would find something else in the same inputs, in one line; null where it would not.
    /// </summary>
    public string? SearchDifferenceFrom(ShardRun other) =>
        !Sources.SequenceEqual(other.Sources, StringComparer.Ordinal) || Recursive != other.Recursive
            ? $"sources '{string.Join(' ', other.Sources)}' instead of '{string.Join(' ', Sources)}'"
        : !Search.SequenceEqual(other.Search, StringComparer.Ordinal)
            ? $"'{string.Join(' ', other.Search)}' instead of '{string.Join(' ', Search)}'"
        : null;

    /// <summary>How the sources are found, by every task and whoever checks them.</summary>
    public SourceOptions Finding() => new() { Recursive = Recursive, SkippedFolders = Skipped };
}
