namespace Spotter.Cli;

/// <summary>Ends a command with a line for the user and an exit code.</summary>
internal sealed class ToolException(string message, int exitCode) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
