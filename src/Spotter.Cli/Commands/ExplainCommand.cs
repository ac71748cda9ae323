using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Onnx;
using Spotter.Onnx.Classifiers;
using Spotter.Vision;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Explaining;
using Spotter.Workshop.Models;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter explain MODEL [PICTURE] -o DIR</c></summary>
internal static class ExplainCommand
{
    public static Command Build() =>
        ToolCommand.Create<ExplainChoice>(
            "explain",
            "Show what a detector or a classifier has learnt, and how it looks at a picture: a page with pictures",
            new()
            {
                {
                    new Argument<string>("MODEL")
                    {
                        Description =
                            "A built-in model (see spotter models list; smiles too), a cascade (.xml), a .network, a "
                            + "network of others (.onnx), or the run of a classifier",
                    },
                    static (choice, model) => choice with { Model = model }
                },
                { Options(), static choice => choice.Options, static (choice, part) => choice with { Options = part } },
                {
                    Flag.Output(
                        "FOLDER",
                        "Where the page and its pictures go; a new folder in spotter-out/ unless given"
                    ),
                    static (choice, folder) => choice with { Output = folder }
                },
                {
                    ForeignDetectorFlags.All(),
                    static choice => choice.Foreign,
                    static (choice, foreign) => choice with { Foreign = foreign }
                },
                { ForeignClassifierFlags.Normalize(), static (choice, range) => choice with { Pixels = range } },
                { RunFlags.Folder(HelpGroup.Searching), static (choice, folder) => choice with { Runs = folder } },
                { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            },
            RunAsync,
            """
            spotter explain faces photo.jpg            what the network sees, layer by layer
            spotter explain smiles photo.jpg           what the classifier of smiles sees of the largest face
            spotter explain fashion-mnist-mlp-1        a trained run, as nodes and lines with its weights
            spotter explain haarcascade_frontalface_alt2 photo.jpg -o explained/
            spotter explain mine.xml --positives crops/ -o explained/
            spotter explain yolox.onnx street.jpg      what the finds of somebody else's network rest on
            """
        );

    private static FlagSet<ExplainOptions> Options() =>
        new()
        {
            {
                new Argument<string>("PICTURE")
                {
                    Description = "A picture on which to show how the model works",
                    Arity = ArgumentArity.ZeroOrOne,
                },
                static (options, picture) => options with { Picture = picture }
            },
            {
                Flag.Text(
                    HelpGroup.Searching,
                    "--positives",
                    "FOLDER",
                    "Crops of the object, whose mean is drawn below a cascade's features; what is found in the picture "
                        + "unless given"
                ),
                static (options, folder) => options with { Positives = folder }
            },
            {
                SearchFlags.Detection(),
                static options => options.Detection,
                static (options, part) => options with { Detection = part }
            },
            {
                SearchFlags.Loading(),
                static options => options.Loading,
                static (options, part) => options with { Loading = part }
            },
        };

    private static async Task<int> RunAsync(ExplainChoice choice)
    {
        using var interruption = new Interruption();
        string name = choice.Model;
        if (ExplainedClassifier.Find(name, new RunRepository(choice.Runs), choice.ForeignClassifier) is { } classifier)
        {
            return ExplainClassifier(choice, classifier, interruption.Token);
        }

        IDetector detector = ModelLoading.Load(name, label: null, choice.Foreign, choice.IsQuiet);
        Explanation.Require(detector, name);
        ExplainOptions options = choice.Options with { Outputs = new Outputs([name], choice.Overwrites) };
        RequireInputs(options);
        using var place = new OutputPlace(choice.Output, "explain");
        IReadOnlyList<string> problems = await Explanation.WriteAsync(
            detector,
            Path.GetFileNameWithoutExtension(name),
            place.Path,
            options,
            interruption.Token
        );
        foreach (string problem in problems)
        {
            Messages.Error(problem);
        }

        if (!choice.IsQuiet)
        {
            Messages.Note($"look at {Path.Combine(place.Path, Explanation.Page)}");
        }

        return problems.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static int ExplainClassifier(
        ExplainChoice choice,
        ExplainedClassifier classifier,
        CancellationToken cancellationToken
    )
    {
        ExplainOptions options = choice.Options with
        {
            Outputs = new Outputs(
                File.Exists(choice.Model) ? [choice.Model] : Array.Empty<string>(),
                choice.Overwrites
            ),
        };
        RequireInputs(options);
        if (!choice.IsQuiet && classifier.RecognisedAs is { } text)
        {
            Messages.Note($"{choice.Model}: {text}");
        }

        using var place = new OutputPlace(choice.Output, "explain");
        classifier.Write(place.Path, options, cancellationToken);
        if (!choice.IsQuiet)
        {
            Messages.Note($"look at {Path.Combine(place.Path, Explanation.Page)}");
        }

        return ExitCode.Done;
    }

    private static void RequireInputs(ExplainOptions options)
    {
        if (options.Picture is { } picture && !File.Exists(picture))
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{picture}: there is no such picture; check the name"
            );
        }

        if (options.Positives is { } folder && !Directory.Exists(folder))
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{folder}: there is no such folder of crops; check the name"
            );
        }
    }
}

internal sealed record ExplainChoice
{
    public string Model { get; init; } = "";

    public ExplainOptions Options { get; init; } = new();

    /// <summary>What is known of somebody else's network.</summary>
    public OnnxDetectorOptions Foreign { get; init; } = new();

    /// <summary>What pixels are to somebody else's classifier; null for what its file says.</summary>
    public PixelRange? Pixels { get; init; }

    /// <summary>The same, where it is a classifier.</summary>
    public OnnxClassifierOptions ForeignClassifier =>
        new()
        {
            ClassFile = Foreign.ClassFile,
            Pixels = Pixels,
            Network = Foreign.Network,
        };

    /// <summary>Where training runs are.</summary>
    public string Runs { get; init; } = RunRepository.DefaultFolder;

    /// <summary>The folder for the page; null for a new one.</summary>
    public string? Output { get; init; }

    public bool Overwrites { get; init; }

    public bool IsQuiet { get; init; }
}
