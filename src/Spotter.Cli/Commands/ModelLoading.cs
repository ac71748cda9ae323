using Spotter.Cli.Presenting;
using Spotter.Vision;
using Spotter.Workshop.Models;

namespace Spotter.Cli.Commands;

/// <summary>Loads the models that the command line names.</summary>
internal static class ModelLoading
{
    /// <summary>Loads a model for a search, and says as what a network was recognised.</summary>
    /// <exception cref="SpotterException">There is no such model, or it cannot be read.</exception>
    public static IDetector Load(string nameOrFile, string? label, bool isQuiet)
    {
        IDetector detector = AnyModel.Load(nameOrFile, label);
        if (!isQuiet && AnyModel.RecognisedAs(detector) is { } text)
        {
            Messages.Note($"{nameOrFile}: {text}");
        }

        return detector;
    }
}
