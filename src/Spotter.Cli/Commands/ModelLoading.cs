using Spotter.Apps.Models;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary>Loads the models that the command line names.</summary>
internal static class ModelLoading
{
    /// <exception cref="ToolException">There is no such model, or it cannot be read.</exception>
    public static IDetector Load(string nameOrFile, string? label)
    {
        try
        {
            return ModelFiles.Load(nameOrFile, label);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException(e.Message, ExitCode.MissingInput);
        }
    }
}
