using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Spotter.Cli.Parsing;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter version</c>, and what else people type for it.</summary>
internal static class VersionCommand
{
    private const int CommitDigits = 12;

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
        Console.WriteLine($"spotter {Text}");
        return ExitCode.Done;
    }

    /// <summary><c>0.1.0</c></summary>
    public static string Number => Built()[0];

    /// <summary><c>0.1.0 (1a2b3c4d5e6f)</c>; without what is in brackets where no commit was built.</summary>
    private static string Text =>
        Built() is [var version, { Length: > 0 } commit]
            ? $"{version} ({commit[..Math.Min(commit.Length, CommitDigits)]})"
            : Number;

    // The build writes VERSION+COMMIT there.
    private static string[] Built() =>
        (
            typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? ""
        ).Split('+', 2);

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
