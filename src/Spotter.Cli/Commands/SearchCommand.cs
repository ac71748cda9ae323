using System.CommandLine;
using Spotter.Apps.Applications;
using Spotter.Apps.Batches;
using Spotter.Apps.Files;
using Spotter.Apps.Searching;
using Spotter.Apps.Sources;
using Spotter.Apps.Videos;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Video;

namespace Spotter.Cli.Commands;

/// <summary>
/// What the commands that search pictures and videos share: their options, the run, and what they say about it.
/// </summary>
internal sealed class SearchCommand
{
    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description =
            "A picture, a folder of pictures, a pattern such as 'photos/*.jpg', a list file (.txt, a source a line), "
            + "a video, a camera (0 or camera:NAME), an address (http, rtsp), or - for standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _recursive = Flag.Switch("--recursive", "Search the subfolders of folders too", "-r");
    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");
    private readonly Option<bool> _noColor = Flag.Switch("--no-color", "No colours in the terminal (as does NO_COLOR)");
    private readonly Option<bool> _exitCode = Flag.Switch(
        "--exit-code",
        "Exit with 0 where something was found and 10 where nothing was"
    );
    private readonly SearchFlags _search = new();
    private readonly OutputFlags _outputs = new();
    private readonly VideoFlags _videos = new();
    private readonly Func<ParseResult, Application> _application;
    private readonly Func<ParseResult, DistanceScale>? _distance;
    private readonly IReadOnlyList<Option> _forVideos;

    private SearchCommand(
        Func<ParseResult, Application> application,
        Func<ParseResult, DistanceScale>? distance,
        IReadOnlyList<Option> forVideos
    )
    {
        _application = application;
        _distance = distance;
        _forVideos = [.. _videos.ForVideos, .. forVideos];
    }

    /// <summary>Gives <paramref name="command"/> the options and the action of a search.</summary>
    /// <param name="command">The command, with its own options.</param>
    /// <param name="application">Makes the application that the command line asks for.</param>
    /// <param name="distance">Makes the scale of distances; null for applications that tell none.</param>
    /// <param name="forVideos">Those of the command's own options that make no sense for pictures.</param>
    public static void Equip(
        Command command,
        Func<ParseResult, Application> application,
        Func<ParseResult, DistanceScale>? distance = null,
        params IReadOnlyList<Option> forVideos
    )
    {
        var search = new SearchCommand(application, distance, forVideos);
        command.Add(search._sources);
        command.Add(search._recursive);
        search._outputs.AddTo(command);
        search._search.AddTo(command);
        search._videos.AddTo(command);
        command.Add(search._exitCode);
        command.Add(search._quiet);
        command.Add(search._noColor);
        command.SetAction((parsed, _) => search.RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        using var input = new SniffedInput();
        _outputs.Check(parsed, _videos.IsPrinting(parsed));
        _videos.Check(parsed);
        using OutputPlace place = _outputs.Place(parsed);
        FoundSources found = Find(parsed, place, input);
        CheckOptions(parsed, found);
        var outputs = new Outputs(Inputs(parsed, found), _outputs.Overwrites(parsed));
        outputs.CheckStandardOutput();
        Application application = _application(parsed);
        var videos = new VideoCommand(parsed, _videos, _outputs, _search.ReadDetection(parsed), parsed.GetValue(_quiet))
        {
            Place = place,
            Outputs = outputs,
            Distance = found.Videos.Count > 0 ? _distance?.Invoke(parsed) : null,
            Input = input.Stream,
        };
        videos.Plan(found.Videos);
        int code = ExitCode.Done;
        long count = 0;
        if (found.Pictures.Count > 0)
        {
            BatchSummary summary = await RunPicturesAsync(
                parsed,
                application,
                found.Pictures,
                place,
                outputs,
                input,
                stdout,
                interruption.Token
            );
            count = summary.Detections;
            code = Answer(summary);
        }

        if (found.Videos.Count > 0 && code != ExitCode.Interrupted)
        {
            (int videoCode, long detections) = await videos.RunAsync(application, stdout, interruption.Token);
            count += detections;
            code =
                code == ExitCode.Done || videoCode == ExitCode.Interrupted ? videoCode
                : videoCode == ExitCode.Done || videoCode != code ? ExitCode.SomeFailed
                : code;
        }

        code = TellLeftOut(parsed, found.LeftOut, code);
        return code == ExitCode.Done && count == 0 && parsed.GetValue(_exitCode) ? ExitCode.NothingFound : code;
    }

    private FoundSources Find(ParseResult parsed, OutputPlace place, SniffedInput input)
    {
        string[] written =
        [
            .. ((string?[])[place.IsNamed ? place.Path : null, _outputs.Crops(parsed)]).OfType<string>(),
        ];
        try
        {
            return PictureSources.Find(
                parsed.GetValue(_sources)!,
                new SourceOptions
                {
                    Recursive = parsed.GetValue(_recursive),
                    WithVideos = true,
                    IsInputVideo = () =>
                        _videos.MeansVideo(parsed) || VideoFiles.IsVideo(input.Peek(VideoFiles.HeadLength)),
                    IsWantedAsVideo = path => place.IsNamed && IsVideoName(place.Path) && VideoFiles.IsAnimation(path),
                    SkippedFolders = [PictureSearchOptions.DefaultOutput, .. written],
                }
            );
        }
        catch (ArgumentException e)
        {
            throw new ToolException(e.Message.Split(" (Parameter", 2)[0], ExitCode.Usage);
        }
    }

    private static bool IsVideoName(string path) =>
        Path.GetExtension(path).Equals(".mp4", StringComparison.OrdinalIgnoreCase);

    /// <summary>All that is read, the lists and models among it.</summary>
    private IEnumerable<string> Inputs(ParseResult parsed, FoundSources found) =>
        parsed
            .GetValue(_sources)!
            .Concat(
                found.Pictures.Where(static picture => picture.Problem is null).Select(static picture => picture.Name)
            )
            .Concat(
                found
                    .Videos.Where(static video => video.Source.Kind == VideoSourceKind.File)
                    .Select(static video => video.Source.Location)
            )
            .Select(static source => source == PictureSource.StandardInput ? Outputs.StandardInput : source);

    /// <summary>One that is missing is worth its own message, not one about options.</summary>
    private void CheckOptions(ParseResult parsed, FoundSources found)
    {
        int pictures = found.Pictures.Count(static picture => picture.Problem is null);
        int videos = found.Videos.Count;
        _outputs.CheckPlace(parsed, pictures, videos);
        string[] sources = parsed.GetValue(_sources)!;
        bool hasFolder = sources.Any(static source =>
            Directory.Exists(source) || Path.GetExtension(source).Equals(".txt", StringComparison.OrdinalIgnoreCase)
        );
        var notes = new List<string?>
        {
            OptionUse.Check(parsed, _forVideos, "videos and cameras", videos > 0, pictures > 0),
            OptionUse.Check(parsed, _search.ForPictures, "pictures", pictures > 0, videos > 0),
            OptionUse.Check(parsed, [_recursive], "folders", hasFolder, pictures + videos > 0 && !hasFolder),
        };
        if (videos > 0 && _outputs.PictureFormats(parsed) is [var format, ..])
        {
            string name = format.ToString().ToLowerInvariant();
            notes.Add(
                pictures > 0
                    ? $"--format {name}: of pictures only"
                    : throw new OutputException(
                        $"--format {name}: is for pictures; of a video csv and --json are written"
                    )
            );
        }

        if (pictures > 0 && pictures + videos > 1 && _videos.Show(parsed) is not (null or ViewKind.None))
        {
            throw new ToolException(
                $"--show: is for videos, cameras and a single picture, but there are {pictures} pictures; leave it out",
                ExitCode.Usage
            );
        }

        foreach (string note in notes.OfType<string>().Where(_ => !parsed.GetValue(_quiet)))
        {
            Messages.Note(note);
        }
    }

    private async Task<BatchSummary> RunPicturesAsync(
        ParseResult parsed,
        Application application,
        IReadOnlyList<PictureSource> pictures,
        OutputPlace place,
        Outputs outputs,
        SniffedInput input,
        Stream stdout,
        CancellationToken cancellationToken
    )
    {
        bool isJson = _outputs.IsJson(parsed);
        var shown = _videos.Show(parsed) is { } kind and not ViewKind.None
            ? (View: kind, Picture: new ShownPicture(_outputs.Drawing(parsed, application.Drawing)))
            : ((ViewKind View, ShownPicture Picture)?)null;
        PictureSearchOptions options = _outputs.Read(
            parsed,
            application.Drawing,
            place,
            isShown: shown is not null,
            new PictureSearchOptions
            {
                Sources = [],
                Pictures = pictures,
                Sinks = shown is { } wanted ? [wanted.Picture] : [],
                Outputs = outputs,
                Note = Messages.Note,
                JsonLines = isJson ? stdout : null,
                Batch = new BatchOptions
                {
                    Detection = _search.ReadDetection(parsed),
                    Loading = _search.ReadLoading(parsed),
                    Input = input.Stream,
                },
            }
        );
        var report = new RunReport(
            application.Detector.Labels,
            stdout,
            isQuiet: parsed.GetValue(_quiet),
            isJson,
            _videos.IsPrinting(parsed)
        );
        BatchSummary summary = PictureSearch.Run(application.Detector, options, report.Update, cancellationToken);
        report.Finish(summary, options);
        if (shown is { } view)
        {
            await view.Picture.ShowAsync(view.View, cancellationToken);
        }

        return summary;
    }

    /// <summary>What was asked to be hidden and was not even looked at is a failure.</summary>
    private int TellLeftOut(ParseResult parsed, LeftOut leftOut, int code)
    {
        if (leftOut.MayShowSomething && _outputs.Hides(parsed))
        {
            Messages.Error($"not searched: {leftOut}; what they show is not hidden");
            return code == ExitCode.Done ? ExitCode.SomeFailed : code;
        }

        if (!leftOut.IsEmpty && !parsed.GetValue(_quiet))
        {
            Messages.Note($"not searched: {leftOut}");
        }

        return code;
    }

    private static int Answer(BatchSummary summary)
    {
        if (summary.IsInterrupted)
        {
            return ExitCode.Interrupted;
        }

        return summary.Failed == 0 ? ExitCode.Done
            : summary.Missing == summary.Total ? ExitCode.MissingInput
            : ExitCode.SomeFailed;
    }
}
