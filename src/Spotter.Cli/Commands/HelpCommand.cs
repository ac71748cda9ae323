using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Networks.Text;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter help [COMMAND...]</c></summary>
internal static class HelpCommand
{
    public static Command Build(RootCommand root) =>
        ToolCommand.Create<HelpChoice>(
            "help",
            "Show what a command does and which options it has",
            new()
            {
                {
                    new Argument<string[]>("COMMAND")
                    {
                        Description = "The command, as it is typed; all commands unless given",
                        Arity = ArgumentArity.ZeroOrMore,
                    },
                    static (choice, names) => choice with { Names = names }
                },
            },
            choice => Help.Show(Find(root, choice.Names)),
            """
            spotter help
            spotter help faces
            spotter help train classifier
            """
        );

    internal static Command Find(RootCommand root, string[] names)
    {
        Command found = root;
        foreach (string name in names)
        {
            found = found.Subcommands.FirstOrDefault(child => child.Name == name)
                ?? throw new SpotterException(
                    SpotterErrorKind.Usage,
                    $"there is no command {name}"
                        + NearestName.Hint(
                            name,
                            found.Subcommands.Select(static child => child.Name),
                            $"see {HelpPage.PathOf(found)} --help"
                        )
                );
        }

        return found;
    }
}

internal sealed record HelpChoice
{
    public string[] Names { get; init; } = [];
}
