using System.CommandLine;
using System.Globalization;
using System.Text;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Networks;
using Spotter.Onnx.Classifiers;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter classify SOURCE... --model RUN|FILE</c></summary>
internal static class ClassifyCommand
{
    public static Command Build() =>
        ToolCommand.Create<ClassifyChoice>(
            "classify",
            "Say what pictures, videos and cameras show, with a trained classifier",
            new()
            {
                {
                    new Argument<string[]>("SOURCE")
                    {
                        Description =
                            "A picture, a folder of pictures, a pattern such as 'photos/*.jpg', a list file (.txt, a "
                            + "source a line), a video, a camera (0 or camera:NAME), an address (http, rtsp), or - for "
                            + "a picture from standard input",
                        Arity = ArgumentArity.OneOrMore,
                    },
                    static (choice, sources) => choice with { Sources = sources }
                },
                {
                    Flag.Text(
                            HelpGroup.Searching,
                            "--model",
                            "RUN|FILE",
                            "A training run, a .network file, or an .onnx file of whatever origin"
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
                {
                    ForeignClassifierFlags.All(),
                    static choice => choice.Foreign,
                    static (choice, options) => choice with { Foreign = options }
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
                {
                    Flag.Json("Print a line of JSON a picture or a frame"),
                    static (choice, on) => choice with { IsJson = on }
                },
                {
                    VideoFlags.Watching(),
                    static choice => choice.Video,
                    static (choice, part) => choice with { Video = part }
                },
                static (choice, given) => choice with { Given = given },
            },
            RunAsync,
            """
            spotter classify boot.png --model fashion-mnist-mlp-1
            spotter classify photos/ --model clothes.network --top 1 --json
            spotter classify shoe-on-white.jpg --model fashion-mnist-cnn-1 --invert
            spotter classify photos/ --model mobilenet.onnx --classes imagenet.txt --top 5
            spotter classify 0 --model moods-cnn-1        the first camera, in a window that closes on q
            """
        );

    private static async Task<int> RunAsync(ClassifyChoice choice)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        IImageClassifier model = ModelLoading.LoadClassifier(
            choice.Model,
            new RunRepository(choice.Runs),
            choice.Foreign,
            isQuiet: false
        );
        var classifier = new PictureClassifier(model, choice.Inverts)
        {
            Loading = PictureLoadOptions.Default with { OnNote = Messages.Note },
        };
        int top = Math.Min(choice.Top, model.ClassNames.Count);
        Source found = UserWords.Take(() =>
            Source.Parse(choice.Sources, new SourceOptions { Recursive = choice.IsRecursive })
        );
        CheckUse(choice, found);
        int failed = 0;
        foreach (PictureSource source in found.Pictures)
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

        foreach (VideoFound video in found.Videos)
        {
            try
            {
                await new ClassifiedVideo(classifier, choice, top, stdout).RunAsync(video.Source, interruption.Token);
            }
            catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
            catch (VideoException e)
            {
                Messages.Error(e.Message);
                failed++;
            }
        }

        bool isAllMissing =
            failed == found.Pictures.Count
            && found.Videos.Count == 0
            && found.Pictures.All(static source => source.Problem is not null);
        return failed == 0 ? ExitCode.Done
            : isAllMissing ? ExitCode.MissingInput
            : ExitCode.SomeFailed;
    }

    private static void CheckUse(ClassifyChoice choice, Source found)
    {
        int pictures = found.Pictures.Count(static picture => picture.Problem is null);
        bool hasVideos = found.Videos.Count > 0;
        string? note = new SearchChoice { Given = choice.Given }.CheckUse(
            SourceKind.Videos,
            "videos and cameras",
            hasVideos,
            pictures > 0
        );
        if (choice.Video.Show is not (null or ViewKind.None) && !hasVideos && pictures > 0)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "--show: is for videos and cameras here, and the sources hold none; leave it out"
            );
        }

        if (note is not null)
        {
            Messages.Note(note);
        }
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

        stdout.Write(Encoding.UTF8.GetBytes(Messages.OneLine($"{source.Name}: {InWords(scores)}") + "\n"));
        stdout.Flush();
    }

    /// <summary><c>boot 93.0 %, bag 4.1 %</c>.</summary>
    public static string InWords(IEnumerable<ClassScore> scores) =>
        string.Join(
            ", ",
            scores.Select(static score =>
                string.Create(CultureInfo.InvariantCulture, $"{score.ClassName} {score.Probability * 100:0.0} %")
            )
        );
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

    public OnnxClassifierOptions Foreign { get; init; } = new();

    public VideoChoice Video { get; init; } = new();

    /// <summary>The options that were given.</summary>
    public IReadOnlyList<GivenFlag> Given { get; init; } = [];
}
