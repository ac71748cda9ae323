using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Networks.Text;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter help [COMMAND...]</c></summary>
internal static class HelpCommand
{
    public static Command Build(RootCommand root)
    {
        var names = new Argument<string[]>("COMMAND")
        {
            Description = "The command, as it is typed; all commands unless given",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("help", "Show what a command does and which options it has") { names };
        command.SetAction(parsed => Help.Show(Find(root, parsed.GetValue(names) ?? [])));
        Help.Decorate(
            command,
            """
            spotter help
            spotter help faces
            spotter help train classifier
            """
        );
        return command;
    }

    private static Command Find(RootCommand root, string[] names)
    {
        Command found = root;
        foreach (string name in names)
        {
            found = found.Subcommands.FirstOrDefault(child => child.Name == name)
                ?? throw new ToolException(
                    $"there is no command "
                        + $"{name}{NearestName.Hint(name, found.Subcommands.Select(static child => child.Name))}; see "
                        + $"{HelpPage.PathOf(found)} --help",
                    ExitCode.Usage
                );
        }

        return found;
    }
}
