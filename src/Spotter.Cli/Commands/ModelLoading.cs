using Spotter.Cli.Presenting;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Workshop.Detectors;
using Spotter.Workshop.Labels;
using Spotter.Workshop.Models;

namespace Spotter.Cli.Commands;

/// <summary>Loads the models that the command line names, and makes others of them.</summary>
internal static class ModelLoading
{
    /// <exception cref="ToolException">There is no such model, or it cannot be read.</exception>
    public static IDetector Load(string nameOrFile, string? label) => Guard(() => AnyModel.Load(nameOrFile, label));

    /// <summary>Loads a model for a search, and says as what a network was recognised.</summary>
    /// <inheritdoc cref="Load(string, string?)"/>
    public static IDetector Load(string nameOrFile, string? label, bool isQuiet)
    {
        IDetector detector = Load(nameOrFile, label);
        if (!isQuiet && AnyModel.RecognisedAs(detector) is { } text)
        {
            Messages.Note($"{nameOrFile}: {text}");
        }

        return detector;
    }

    /// <exception cref="ToolException">There is no such channel model, or it cannot be read.</exception>
    public static ChannelModel LoadChannels(string nameOrFile) => Guard(() => AnyModel.LoadChannels(nameOrFile));

    /// <summary>Makes a model of models: what is missing or does not fit together is the user's mistake.</summary>
    /// <exception cref="ToolException">Something is missing, or does not fit.</exception>
    public static T Make<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is TrainingDataException or LabelException or FileNotFoundException)
        {
            throw new ToolException(e.Message, ExitCode.MissingInput);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(e.Message.Split(" (Parameter", 2)[0], ExitCode.Usage);
        }
    }

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
