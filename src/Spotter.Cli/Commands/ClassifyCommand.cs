using System.CommandLine;
using System.Globalization;
using System.Text;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Networks;
using Spotter.Networks.Text;
using Spotter.Onnx.Classifiers;
using Spotter.Results;
using Spotter.Shards;
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
                            "A picture, a folder of pictures, a pattern such as 'photos/*.jpg', an archive (.zip, "
                            + ".tar), a list file (.txt, a source a line), a video, a camera (0 or camera:NAME), an "
                            + "address (http, rtsp, s3), or - for a picture from standard input",
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
                {
                    ShardFlags.All(),
                    static choice => choice.Shards,
                    static (choice, part) => choice with { Shards = part }
                },
                {
                    Flag.Threads(static text => Values.AtLeast(text, 1)),
                    static (choice, threads) => choice with { Threads = threads }
                },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
                static (choice, given) => choice with { Given = given },
            },
            RunAsync,
            """
            spotter classify boot.png --model fashion-mnist-mlp-1
            spotter classify photos/ --model clothes.network --top 1 --json
            spotter classify photos/ --model clothes.network --results results/ --shard 1/8
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
            choice.IsQuiet
        );
        var classifier = new PictureClassifier(model, choice.Inverts)
        {
            Loading = PictureLoadOptions.Default with { OnNote = choice.IsQuiet ? static _ => { } : Messages.Note },
        };
        int top = Math.Min(choice.Top, model.ClassNames.Count);
        Source found = UserWords.Take(() =>
            Source.Parse(choice.Sources, new SourceOptions { Recursive = choice.IsRecursive })
        );
        CheckUse(choice, found);
        if (choice.Shards.Results is not null && found.Videos is [var kept, ..])
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--results: of classify is for pictures, and {kept.Source.DisplayName} is none; leave videos out"
            );
        }

        using ShardJournal? journal = choice.Shards.Open(found, shards =>
            choice.Shards.RunOf(choice.Sources, choice.IsRecursive, choice.Given) with
            {
                Shards = shards,
            }
        );
        if (journal is not null && !choice.IsQuiet)
        {
            Messages.Note(ShardChoice.Describe(journal, found));
        }

        int failed = 0;
        foreach (ClassifiedPicture picture in Classify(classifier, choice, found, journal, interruption.Token))
        {
            if (picture.Problem is { } problem)
            {
                Messages.Error(problem);
                journal?.Fail(picture.Source.Name, problem);
                failed++;
                continue;
            }

            ClassScore[] best = [.. picture.Scores!.Take(top)];
            journal?.Answer(
                picture.Source.Name,
                ClassifiedLine.Of(picture.Source.Name, best),
                ToolJson.Lines.ClassifiedLine
            );
            if (!choice.IsQuiet || choice.IsJson)
            {
                Print(stdout, picture.Source, best, choice.IsJson);
            }
        }

        if (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
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
        if (journal is not null && failed > 0 && !isAllMissing)
        {
            Messages.Note($"{Counted.Of(failed, "error")} kept in {choice.Shards.Results}");
            return ExitCode.Done;
        }

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

    /// <summary>In the order of the pictures; several are worked on at a time.</summary>
    private static IEnumerable<ClassifiedPicture> Classify(
        PictureClassifier classifier,
        ClassifyChoice choice,
        Source found,
        ShardJournal? journal,
        CancellationToken cancellationToken
    )
    {
        (IReadOnlyList<PictureSource> pictures, int alone) = journal?.Left(found.Pictures) ?? (found.Pictures, 0);
        int threads = choice.Threads ?? Environment.ProcessorCount;
        var waiting = new Queue<Task<ClassifiedPicture?>>();
        for (int i = 0; i < pictures.Count || waiting.Count > 0; i++)
        {
            if (i < pictures.Count)
            {
                PictureSource source = pictures[i];
                waiting.Enqueue(Task.Run(() => Of(source), CancellationToken.None));
            }

            if (i >= pictures.Count || waiting.Count >= (i < alone ? 1 : threads))
            {
                if (waiting.Dequeue().GetAwaiter().GetResult() is not { } done)
                {
                    yield break;
                }

                yield return done;
            }
        }

        // Null for those that are not begun when the run is interrupted.
        ClassifiedPicture? Of(PictureSource source)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            journal?.Begin(source);
            try
            {
                return source.Problem is { } missing
                    ? new ClassifiedPicture(source, null, missing)
                    : new ClassifiedPicture(source, classifier.Classify(source), null);
            }
            catch (IOException e)
            {
                return new ClassifiedPicture(source, null, e.Message);
            }
        }
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

/// <summary>What a picture shows, or why that is not known.</summary>
internal sealed record ClassifiedPicture(PictureSource Source, IReadOnlyList<ClassScore>? Scores, string? Problem);

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

    public ShardChoice Shards { get; init; } = new();

    public int? Threads { get; init; }

    public bool IsQuiet { get; init; }

    /// <summary>The options that were given.</summary>
    public IReadOnlyList<GivenFlag> Given { get; init; } = [];
}
