using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Cli.Settings;
using Spotter.Results;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter config show [COMMAND...]</c></summary>
internal static class ConfigCommand
{
    public static Command Build(RootCommand root) =>
        ToolCommand.Group(
            "config",
            "Options that are set by files or the environment",
            """
            spotter config show
            spotter config show faces
            """,
            ToolCommand.Create<ConfigChoice>(
                "show",
                $"Show which options are set by {SettingsFile.Name} or variables, and where",
                new()
                {
                    {
                        new Argument<string[]>("COMMAND")
                        {
                            Description = "What holds for this command alone; all that is set unless given",
                            Arity = ArgumentArity.ZeroOrMore,
                        },
                        static (choice, names) => choice with { Command = names }
                    },
                    {
                        ListFlags.All("a setting"),
                        static choice => choice.Listing,
                        static (choice, listing) => choice with { Listing = listing }
                    },
                },
                choice => Show(root, choice),
                """
                spotter config show
                spotter config show train classifier
                spotter config show faces --json
                """
            )
        );

    private static int Show(RootCommand root, ConfigChoice choice)
    {
        Command? command = choice.Command.Length > 0 ? HelpCommand.Find(root, choice.Command) : null;
        IReadOnlyList<Setting> all = SettingPlaces.Read(root);
        SettingLine[] lines =
        [
            .. (command is null ? all : EffectiveSettings.Of(command, all).Values).Select(setting => new SettingLine(
                string.Join(' ', choice.Command.Length > 0 ? choice.Command : setting.Command),
                setting.Name[2..],
                setting.Values is null ? "false"
                    : setting.Values.Count == 0 ? "true"
                    : string.Join(", ", setting.Values),
                setting.Place,
                IsOverridden(setting, all)
            )),
        ];
        if (choice.Listing.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            foreach (SettingLine line in lines)
            {
                JsonLine.Write(stdout, line, ToolJson.Lines.SettingLine);
            }

            return ExitCode.Done;
        }

        if (lines.Length == 0)
        {
            string scope = command is null ? "" : $" for {string.Join(' ', choice.Command)}";
            string files = string.Join(
                ", ",
                ((string?[])[SettingPlaces.UserFile, SettingPlaces.FolderFile]).OfType<string>()
            );
            Messages.Note(
                $"nothing is set{scope}; settings come from {files} and variables {SettingPlaces.VariablePrefix}NAME"
            );
            return ExitCode.Done;
        }

        var table = new TextTable(
            new TextColumn("command"),
            new TextColumn("option"),
            new TextColumn("value"),
            new TextColumn("set by") { Wraps = true }
        );
        foreach (SettingLine line in lines)
        {
            table.Add(
                line.Command.Length == 0 ? "all" : line.Command,
                line.Option,
                Messages.OneLine(line.Value),
                line.From + (line.IsOverridden ? " (overridden)" : "")
            );
        }

        table.Write(new TerminalOutput(choice.Listing.NoColor));
        return ExitCode.Done;
    }

    // By one that is as specific and stands in a stronger place.
    private static bool IsOverridden(Setting setting, IReadOnlyList<Setting> all) =>
        all.Any(other => other.Level > setting.Level && other.Name == setting.Name && other.IsFor(setting.Command));
}

/// <param name="Command">The command that it is for; empty for all.</param>
/// <param name="Option">The option, without dashes.</param>
/// <param name="Value">As it is typed; <c>true</c> or <c>false</c> of a switch.</param>
/// <param name="From">The path of the file, or the name of the variable.</param>
/// <param name="IsOverridden">Whether a stronger place says something else for all that this one is for.</param>
internal sealed record SettingLine(string Command, string Option, string Value, string From, bool IsOverridden);

internal sealed record ConfigChoice
{
    public string[] Command { get; init; } = [];

    public ListChoice Listing { get; init; } = new();
}
