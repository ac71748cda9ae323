using System.CommandLine;

namespace Spotter.Cli.Parsing;

/// <summary>What the help of a command says, before it is put into lines, pages or manuals.</summary>
/// <param name="Description">What the command does.</param>
/// <param name="Usage">How it is typed.</param>
/// <param name="Sections">Commands below it, arguments and options under their headings; none is empty.</param>
/// <param name="Examples">A command line each.</param>
internal sealed record HelpContent(
    string Description,
    string Usage,
    IReadOnlyList<HelpSection> Sections,
    IReadOnlyList<HelpExample> Examples
)
{
    public static HelpContent Of(Command command, string examples) =>
        new(
            command.Description ?? "",
            UsageOf(command),
            [.. SectionsOf(command).Where(static section => section.Entries.Count > 0)],
            [.. examples.ReplaceLineEndings("\n").Split('\n').Select(static line => new HelpExample(line))]
        );

    /// <summary>A command and all below it that are shown.</summary>
    public static IEnumerable<Command> Shown(Command command) =>
        command.Hidden ? [] : command.Subcommands.SelectMany(Shown).Prepend(command);

    private static IEnumerable<HelpSection> SectionsOf(Command command) =>
        [
            new(
                "Commands",
                [
                    .. command
                        .Subcommands.Where(static child => !child.Hidden)
                        .Select(static child => new HelpEntry(child.Name, child.Description)),
                ]
            ),
            new(
                "Arguments",
                [.. command.Arguments.Select(static argument => new HelpEntry(NameOf(argument), argument.Description))]
            ),
            .. command
                .Options.Where(static option => !option.Hidden)
                .GroupBy(HelpPage.GroupOf)
                .OrderBy(static group => group.Key)
                .Select(static group => new HelpSection(
                    group.Key.Title(),
                    [.. group.Select(static option => new HelpEntry(NamesOf(option), option.Description))]
                )),
        ];

    private static string UsageOf(Command command) =>
        string.Join(
            ' ',
            [
                HelpPage.PathOf(command),
                .. command.Subcommands.Count > 0 ? ["COMMAND"] : command.Arguments.Select(UsageOf),
                .. command.Options.Where(static option => option.Required).Select(NameAndValue),
                "[options]",
            ]
        );

    private static string UsageOf(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? $"{NameOf(argument)}..." : NameOf(argument);
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string NameOf(Argument argument) => argument.HelpName ?? argument.Name;

    private static string NameAndValue(Option option) =>
        option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;

    // The short name first, as it is looked for.
    private static string NamesOf(Option option)
    {
        string names = string.Join(
            ", ",
            option.Aliases.Where(static alias => alias is ['-', not '-' and not '?']).Append(option.Name)
        );
        string value =
            option.HelpName is not { } name ? ""
            : option.Arity.MinimumNumberOfValues == 0 ? $" [{name}]"
            : $" {name}";
        return names + value;
    }
}

/// <summary>What stands under one heading.</summary>
internal sealed record HelpSection(string Title, IReadOnlyList<HelpEntry> Entries);

/// <summary>A command line; what stands behind two blanks or more explains it.</summary>
internal readonly record struct HelpExample(string Line)
{
    private int Gap => Line.IndexOf("  ", StringComparison.Ordinal);

    /// <summary>What is typed.</summary>
    public string Command => Gap is >= 0 and var at ? Line[..at] : Line;

    /// <summary>What explains it; null where nothing does.</summary>
    public string? About => Gap is >= 0 and var at ? Line[at..].Trim() : null;
}

/// <summary>A command, an argument or an option, and what it is for.</summary>
internal sealed record HelpEntry(string Names, string? Text);
