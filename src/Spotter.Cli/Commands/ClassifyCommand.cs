using System.CommandLine;
using System.Globalization;
using System.Text;
using Spotter.Apps.Learning;
using Spotter.Apps.Sources;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Pictures;
using Spotter.Networks;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter classify PICTURE... --model RUN|FILE</c></summary>
internal sealed class ClassifyCommand
{
    private const int DefaultTop = 3;

    private readonly Argument<string[]> _sources = new("PICTURE")
    {
        Description =
            "A picture, a folder of pictures, a pattern such as 'photos/*.jpg', a list file (.txt, a source a line), "
            + "or - for standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _model = Flag.Value(
        "--model",
        "RUN|FILE",
        "A training run, or a .network or .onnx file that training wrote",
        static text => text
    );
    private readonly Option<int?> _top = Flag.Value<int?>(
        "--top",
        "NUMBER",
        $"How many classes to name, {DefaultTop} unless given",
        PositiveWhole
    );
    private readonly Option<bool> _invert = Flag.Switch(
        "--invert",
        "Turn pictures to their negatives first, for dark things on a bright ground"
    );
    private readonly Option<bool> _recursive = Flag.Switch(
        "--recursive",
        "Look into the subfolders of folders too",
        "-r"
    );
    private readonly Option<bool> _json = Flag.Switch("--json", "Print a line of JSON a picture");
    private readonly Option<string?> _runs = RunFlags.Folder();

    public static Command Build()
    {
        var classify = new ClassifyCommand();
        classify._model.Required = true;
        var command = new Command("classify", "Say what pictures show, with a trained classifier")
        {
            classify._sources,
        };
        foreach (
            Option option in new Option[]
            {
                classify._model,
                classify._top,
                classify._invert,
                classify._recursive,
                classify._json,
                classify._runs,
            }
        )
        {
            command.Add(option);
        }

        command.SetAction((parsed, _) => Task.FromResult(classify.Run(parsed)));
        Help.Decorate(
            command,
            """
            spotter classify boot.png --model fashion-mnist-mlp-1
            spotter classify photos/ --model clothes.network --top 1 --json
            spotter classify shoe-on-white.jpg --model fashion-mnist-cnn-1 --invert
            """
        );
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        ImageClassifier model = LearningErrors.Run(() =>
            PictureClassifier.Load(parsed.GetValue(_model)!, RunFlags.Repository(parsed, _runs))
        );
        var classifier = new PictureClassifier(model, parsed.GetValue(_invert))
        {
            Loading = PictureLoadOptions.Default with { OnNote = Messages.Note },
        };
        int top = Math.Min(parsed.GetValue(_top) ?? DefaultTop, model.ClassNames.Count);
        IReadOnlyList<PictureSource> sources = PictureSources.Expand(
            parsed.GetValue(_sources)!,
            new SourceOptions { Recursive = parsed.GetValue(_recursive) }
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
                Print(stdout, source, scores.Take(top), parsed.GetValue(_json));
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
            catch (ArithmeticException e)
            {
                problem = $"{source.Name}: {e.Message}";
            }
        }

        Messages.Error(problem);
        return null;
    }

    private static void Print(Stream stdout, PictureSource source, IEnumerable<ClassScore> scores, bool isJson)
    {
        if (isJson)
        {
            JsonLine.Write(stdout, json =>
            {
                json.WriteString("file"u8, source.Name);
                json.WriteStartArray("classes"u8);
                foreach (ClassScore score in scores)
                {
                    json.WriteStartObject();
                    json.WriteString("class"u8, score.ClassName);
                    json.WriteNumber("probability"u8, score.Probability);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        IEnumerable<string> words = scores.Select(static score =>
            string.Create(CultureInfo.InvariantCulture, $"{score.ClassName} {score.Probability * 100:0.0} %")
        );
        stdout.Write(Encoding.UTF8.GetBytes(Messages.OneLine($"{source.Name}: {string.Join(", ", words)}") + "\n"));
        stdout.Flush();
    }

    private static int? PositiveWhole(string text) =>
        Values.Whole(text) is >= 1 and var count ? count : throw new FormatException("must be at least 1");
}
