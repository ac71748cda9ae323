using System.CommandLine;

namespace Spotter.Cli.Parsing;

/// <summary>
/// Which options suit what is searched: one that nothing among the sources can follow is refused, and one that only
/// some can follow is said once. Nothing is ignored in silence.
/// </summary>
internal static class OptionUse
{
    /// <summary>The first of the options that was given; null for none.</summary>
    public static string? FirstGiven(ParseResult parsed, IEnumerable<Option> options) =>
        options.FirstOrDefault(option => IsGiven(parsed, option))?.Name;

    /// <summary>Whether an option was written on the command line.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Looks whether options for one kind of source have a source of that kind.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options for that kind.</param>
    /// <param name="kind">What they are for, in words.</param>
    /// <param name="hasKind">Whether the sources have some of it.</param>
    /// <param name="hasOthers">Whether the sources have others.</param>
    /// <returns>What a user should know; null for nothing.</returns>
    /// <exception cref="ToolException">There are only others.</exception>
    public static string? Check(
        ParseResult parsed,
        IReadOnlyList<Option> options,
        string kind,
        bool hasKind,
        bool hasOthers
    )
    {
        string[] given = [.. options.Where(option => IsGiven(parsed, option)).Select(static option => option.Name)];
        if (given.Length == 0 || !hasOthers)
        {
            return null;
        }

        return hasKind
            ? $"{string.Join(", ", given)}: of {kind} only"
            : throw new ToolException(
                $"{given[0]}: is for {kind}, and the sources hold none; leave it out",
                ExitCode.Usage
            );
    }
}
