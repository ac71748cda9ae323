using Spotter.Apps.Models;
using Spotter.Vision;
using Spotter.Vision.Channels;

namespace Spotter.Cli.Commands;

/// <summary>Loads the models that the command line names.</summary>
internal static class ModelLoading
{
    /// <exception cref="ToolException">There is no such model, or it cannot be read.</exception>
    public static IDetector Load(string nameOrFile, string? label) => Guard(() => ModelFiles.Load(nameOrFile, label));

    /// <exception cref="ToolException">There is no such channel model, or it cannot be read.</exception>
    public static ChannelModel LoadChannels(string nameOrFile) => Guard(() => ModelFiles.LoadChannels(nameOrFile));

    private static T Guard<T>(Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException(e.Message.Split(" (Parameter", 2)[0], ExitCode.MissingInput);
        }
    }
}
