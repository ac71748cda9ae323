using System.CommandLine;
using System.Text;
using Spotter.Cli.Parsing;
using Spotter.Networks.Files;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter man FOLDER</c>, for whoever makes packages: a manual page for each command.</summary>
internal static class ManCommand
{
    public static Command Build(RootCommand root)
    {
        Command command = ToolCommand.Create<ManChoice>(
            "man",
            "Write manual pages of all commands",
            new()
            {
                {
                    new Argument<string>("FOLDER") { Description = "Where they go; made if it is not there" },
                    static (choice, folder) => choice with { Folder = folder }
                },
            },
            choice => Write(root, choice.Folder),
            "spotter man share/man/man1"
        );
        command.Hidden = true;
        return command;
    }

    private static int Write(RootCommand root, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (Command command in HelpContent.Shown(root))
        {
            string path = Path.Combine(folder, ManualPage.NameOf(command) + ".1");
            WholeFile.Write(path, Encoding.UTF8.GetBytes(ManualPage.Of(command)));
        }

        return ExitCode.Done;
    }
}

internal sealed record ManChoice
{
    public string Folder { get; init; } = "";
}
