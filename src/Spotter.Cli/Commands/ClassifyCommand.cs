using System.CommandLine;
using System.Globalization;
using System.Text;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Pictures;
using Spotter.Networks;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter classify PICTURE... --model RUN|FILE</c></summary>
internal static class ClassifyCommand
{
    public static Command Build() =>
        ToolCommand.Create<ClassifyChoice>(
            "classify",
            "Say what pictures show, with a trained classifier",
            new()
            {
                {
                    new Argument<string[]>("PICTURE")
                    {
                        Description =
                            "A picture, a folder of pictures, a pattern such as 'photos/*.jpg', a list file (.txt, a "
                            + "source a line), or - for standard input",
                        Arity = ArgumentArity.OneOrMore,
                    },
                    static (choice, sources) => choice with { Sources = sources }
                },
                {
                    Flag.Text(
                            HelpGroup.Searching,
                            "--model",
                            "RUN|FILE",
                            "A training run, or a .network or .onnx file that training wrote"
                        )
                        .AsRequired(),
                    static (choice, model) => choice with { Model = model }
                },
                {
                    Flag.Switch(
                        HelpGroup.Searching,
                        "--invert",
                        "Turn pictures to their negatives first, for dark things on a bright ground"
                    ),
                    static (choice, on) => choice with { Inverts = on }
                },
                {
                    Flag.Switch(HelpGroup.Searching, "--recursive", "Look into the subfolders of folders too", "-r"),
                    static (choice, on) => choice with { IsRecursive = on }
                },
                { RunFlags.Folder(HelpGroup.Searching), static (choice, folder) => choice with { Runs = folder } },
                {
                    Flag.Value(
                        HelpGroup.Writing,
                        "--top",
                        "NUMBER",
                        $"How many classes to name, {ClassifyChoice.DefaultTop} unless given",
                        static text => Values.AtLeast(text, 1)
                    ),
                    static (choice, top) => choice with { Top = top }
                },
                { Flag.Json("Print a line of JSON a picture"), static (choice, on) => choice with { IsJson = on } },
            },
            Run,
            """
            spotter classify boot.png --model fashion-mnist-mlp-1
            spotter classify photos/ --model clothes.network --top 1 --json
            spotter classify shoe-on-white.jpg --model fashion-mnist-cnn-1 --invert
            """
        );

    private static int Run(ClassifyChoice choice)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        ImageClassifier model = PictureClassifier.Load(choice.Model, new RunRepository(choice.Runs));
        var classifier = new PictureClassifier(model, choice.Inverts)
        {
            Loading = PictureLoadOptions.Default with { OnNote = Messages.Note },
        };
        int top = Math.Min(choice.Top, model.ClassNames.Count);
        IReadOnlyList<PictureSource> sources = Source.PicturesOf(
            choice.Sources,
            new SourceOptions { Recursive = choice.IsRecursive }
        );
        int failed = 0;
        foreach (PictureSource source in sources)
        {
            if (interruption.Token.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }

            if (TryClassify(classifier, source) is { } scores)
            {
                Print(stdout, source, scores.Take(top), choice.IsJson);
            }
            else
            {
                failed++;
            }
        }

        bool isAllMissing = failed == sources.Count && sources.All(static source => source.Problem is not null);
        return failed == 0 ? ExitCode.Done
            : isAllMissing ? ExitCode.MissingInput
            : ExitCode.SomeFailed;
    }

    private static IReadOnlyList<ClassScore>? TryClassify(PictureClassifier classifier, PictureSource source)
    {
        string problem;
        if (source.Problem is { } missing)
        {
            problem = missing;
        }
        else
        {
            try
            {
                return classifier.Classify(source);
            }
            catch (IOException e)
            {
                problem = e.Message;
            }
        }

        Messages.Error(problem);
        return null;
    }

    private static void Print(Stream stdout, PictureSource source, IEnumerable<ClassScore> scores, bool isJson)
    {
        if (isJson)
        {
            JsonLine.Write(stdout, ClassifiedLine.Of(source.Name, scores), ToolJson.Lines.ClassifiedLine);
            return;
        }

        IEnumerable<string> words = scores.Select(static score =>
            string.Create(CultureInfo.InvariantCulture, $"{score.ClassName} {score.Probability * 100:0.0} %")
        );
        stdout.Write(Encoding.UTF8.GetBytes(Messages.OneLine($"{source.Name}: {string.Join(", ", words)}") + "\n"));
        stdout.Flush();
    }
}

internal sealed record ClassifyChoice
{
    public const int DefaultTop = 3;

    public string[] Sources { get; init; } = [];

    public string Model { get; init; } = "";

    public int Top { get; init; } = DefaultTop;

    public bool Inverts { get; init; }

    public bool IsRecursive { get; init; }

    public bool IsJson { get; init; }

    public string Runs { get; init; } = RunRepository.DefaultFolder;
}
