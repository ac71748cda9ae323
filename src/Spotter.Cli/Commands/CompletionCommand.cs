using System.CommandLine;
using Spotter.Cli.Completing;
using Spotter.Cli.Parsing;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter completion bash|zsh|fish|pwsh</c></summary>
internal static class CompletionCommand
{
    public static Command Build() =>
        ToolCommand.Group(
            "completion",
            "Print the script by which a shell completes commands, options, values and files",
            """
            source <(spotter completion bash)         now; to keep it, into ~/.bashrc
            source <(spotter completion zsh)          into ~/.zshrc, after compinit
            spotter completion fish > ~/.config/fish/completions/spotter.fish
            spotter completion pwsh | Out-String | Invoke-Expression    into $PROFILE
            """,
            [.. ShellScripts.Names.Select(Build)]
        );

    private static Command Build(string shell) =>
        ToolCommand.Create<CompletionChoice>(
            shell,
            $"The script for {shell}",
            new(),
            _ =>
            {
                Console.Out.Write(ShellScripts.Of(shell).ReplaceLineEndings("\n"));
                return ExitCode.Done;
            },
            $"spotter completion {shell}"
        );
}

internal sealed record CompletionChoice;
