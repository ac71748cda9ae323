using Spotter.Cli.Presenting;
using Spotter.Networks;
using Spotter.Onnx;
using Spotter.Onnx.Classifiers;
using Spotter.Vision;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Models;

namespace Spotter.Cli.Commands;

/// <summary>Loads the models that the command line names.</summary>
internal static class ModelLoading
{
    /// <summary>Loads a model for a search, and says as what a network was recognised.</summary>
    /// <exception cref="SpotterException">There is no such model, or it cannot be read.</exception>
    public static IDetector Load(string nameOrFile, string? label, OnnxDetectorOptions options, bool isQuiet)
    {
        IDetector detector = AnyModel.Load(nameOrFile, label, options);
        if (!isQuiet && AnyModel.RecognisedAs(detector) is { } text)
        {
            Messages.Note($"{nameOrFile}: {text}");
        }

        return detector;
    }

    /// <summary>Loads a classifier, and says as what somebody else's network was recognised.</summary>
    /// <exception cref="SpotterException">There is no such run or file, or it cannot be read.</exception>
    public static IImageClassifier LoadClassifier(
        string runOrFile,
        RunRepository runs,
        OnnxClassifierOptions options,
        bool isQuiet
    )
    {
        IImageClassifier classifier = PictureClassifier.Load(runOrFile, runs, options);
        if (!isQuiet && AnyClassifier.RecognisedAs(classifier) is { } text)
        {
            Messages.Note($"{runOrFile}: {text}");
        }

        return classifier;
    }
}
