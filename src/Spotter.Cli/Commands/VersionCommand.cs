using System.CommandLine;
using System.CommandLine.Invocation;
using Spotter.Cli.Parsing;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter version</c>, and what else people type for it.</summary>
internal static class VersionCommand
{
    private static readonly string[] Names = ["version", "--version", "-v", "-V"];

    /// <summary>Whether the command line asks for the version and nothing else.</summary>
    public static bool IsMeant(string[] args) => args is [var only] && Names.Contains(only, StringComparer.Ordinal);

    public static Command Build() =>
        ToolCommand.Create<VersionChoice>(
            "version",
            "Show the version, as do --version and -v",
            new(),
            static _ => Show(),
            "spotter version"
        );

    public static int Show()
    {
        Console.WriteLine($"spotter {typeof(Tool).Assembly.GetName().Version?.ToString(3)}");
        return ExitCode.Done;
    }

    /// <summary>Gives the option of the root command its other names.</summary>
    public static void Equip(RootCommand root)
    {
        VersionOption option = root.Options.OfType<VersionOption>().First();
        option.Description = "Show the version";
        option.Aliases.Add("-v");
        option.Aliases.Add("-V");
        option.Action = new ShowAction();
    }

    private sealed class ShowAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult) => Show();
    }
}

internal sealed record VersionChoice;
