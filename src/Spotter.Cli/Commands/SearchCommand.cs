using Spotter.Applications;
using Spotter.Batches;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Networks.Text;
using Spotter.Searching;
using Spotter.Shards;
using Spotter.Sources;
using Spotter.Videos;

namespace Spotter.Cli.Commands;

/// <summary>
/// What the commands that search pictures and videos share: the run, and what they say about it.
/// </summary>
internal sealed class SearchCommand
{
    private readonly SearchChoice _choice;
    private readonly OutputPlace _place;
    private readonly SniffedInput _input;
    private readonly Stream _stdout;

    private SearchCommand(SearchChoice choice, OutputPlace place, SniffedInput input, Stream stdout)
    {
        _choice = choice;
        _place = place;
        _input = input;
        _stdout = stdout;
    }

    /// <summary>Searches, and answers the exit code.</summary>
    /// <param name="name">What the command is called, for the run's own folder.</param>
    /// <param name="choice">What to search, and what to write.</param>
    /// <param name="application">Makes the application, once it is known that there is something to search.</param>
    /// <param name="distance">Makes the scale of distances; null for applications that tell none.</param>
    public static async Task<int> RunAsync(
        string name,
        SearchChoice choice,
        Func<Application> application,
        Func<DistanceScale>? distance = null
    )
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        using var input = new SniffedInput();
        using var place = new OutputPlace(choice.Output.Named, name);
        return await new SearchCommand(choice, place, input, stdout).RunAsync(
            application,
            distance,
            interruption.Token
        );
    }

    private async Task<int> RunAsync(
        Func<Application> makeApplication,
        Func<DistanceScale>? distance,
        CancellationToken cancellationToken
    )
    {
        Source found = Find();
        CheckOptions(found);
        var outputs = new Outputs(found.Inputs, _choice.Output.Overwrites);
        outputs.CheckStandardOutput();
        Application application = _choice.Apply(makeApplication());
        ShardRun run = RunOf(application);
        using ShardJournal? journal = _choice.Shards.Open(found, shards => run with { Shards = shards });
        ShardFolder? stitched = OpenStitched(found, run);
        var videos = new VideoCommand(_choice)
        {
            Place = _place,
            Outputs = outputs,
            Distance = found.Videos.Count > 0 ? distance?.Invoke() : null,
            Input = _input.Stream,
            Stitched = stitched,
        };
        if (journal is null)
        {
            videos.Plan(found.Videos);
        }

        int code = ExitCode.Done;
        long count = 0;
        if (found.Pictures.Count > 0 && stitched is null)
        {
            if (journal is not null && _choice.Output.Formats is [var format, ..])
            {
                throw new SpotterException(
                    SpotterErrorKind.Usage,
                    $"--format {format.ToString().ToLowerInvariant()}: is one file of a whole run; leave it out, and "
                        + "make a table of all shards by results merge -o all.parquet"
                );
            }

            BatchSummary summary = await RunPicturesAsync(application, found, outputs, journal, cancellationToken);
            count = summary.Detections;
            code = Answer(summary);

            // An error that is kept in the results is an answer; a scheduler would only try the same again.
            if (journal is not null && code == ExitCode.SomeFailed)
            {
                Messages.Note(
                    $"{Counted.Of(summary.Failed, "error")} kept in {_choice.Shards.Results}; "
                        + "--resume --retry-errors tries again"
                );
                code = ExitCode.Done;
            }
        }

        if (found.Videos.Count > 0 && code != ExitCode.Interrupted)
        {
            (int videoCode, long detections) = journal is null
                ? await videos.RunAsync(application, _stdout, cancellationToken)
                : await videos.KeepAsync(application, found.Videos, journal, cancellationToken);
            count += detections;
            code =
                code == ExitCode.Done || videoCode == ExitCode.Interrupted ? videoCode
                : videoCode == ExitCode.Done || videoCode != code ? ExitCode.SomeFailed
                : code;
        }

        code = TellLeftOut(found.LeftOut, code);
        return code == ExitCode.Done && count == 0 && _choice.TellsByExitCode ? ExitCode.NothingFound : code;
    }

    /// <summary>What the run is to others that share it.</summary>
    private ShardRun RunOf(Application application)
    {
        ShardRun run = _choice.Shards.RunOf(_choice.Sources, _choice.IsRecursive, _choice.Given);
        VideoReadOptions reading = _choice.Video.Reading;
        return run with
        {
            Skipped = Skipped,
            // What is to be hidden is looked for in all sizes.
            Search = application.Drawing.Style.Hides() ? [.. run.Search, "hiding"] : run.Search,
            Start = reading.Start.TotalSeconds,
            Duration = reading.Duration?.TotalSeconds,
        };
    }

    private ShardFolder? OpenStitched(Source found, ShardRun run)
    {
        if (!_choice.Shards.Stitches)
        {
            return null;
        }

        ShardFolder folder = ShardFolder.Open(_choice.Shards.Results!);
        if (found.Videos.Count == 0)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "--stitch: is for videos, and the sources hold none; of pictures results merge makes one file"
            );
        }

        return run.SearchDifferenceFrom(folder.Run) is { } difference
            ? throw new OutputException(
                $"{folder.FullPath}: holds what another search found ({difference}); search with the same options"
            )
            : folder;
    }

    private string[] Skipped =>
        [
            PictureRunOptions.DefaultOutput,
            .. ((string?[])[_choice.Output.Named, _choice.Output.Crops]).OfType<string>(),
        ];

    private Source Find()
    {
        return UserWords.Take(() =>
            Source.Parse(
                _choice.Sources,
                new SourceOptions
                {
                    Recursive = _choice.IsRecursive,
                    IsInputVideo = () => _choice.MeansVideo || VideoFiles.IsVideo(_input.Peek(VideoFiles.HeadLength)),
                    IsWantedAsVideo = path =>
                        _choice.Output.Named is { } named && OutputPlace.IsVideo(named) && VideoFiles.IsAnimation(path),
                    SkippedFolders = Skipped,
                }
            )
        );
    }

    /// <summary>One that is missing is worth its own message, not one about options.</summary>
    private void CheckOptions(Source found)
    {
        int pictures = found.Pictures.Count(static picture => picture.Problem is null);
        int videos = found.Videos.Count;
        _choice.Output.CheckPlace(pictures, videos);
        bool hasFolder = _choice.Sources.Any(static source =>
            Directory.Exists(source)
            || source.StartsWith("s3://", StringComparison.Ordinal)
            || Path.GetExtension(source).Equals(".txt", StringComparison.OrdinalIgnoreCase)
        );
        var notes = new List<string?>
        {
            _choice.CheckUse(SourceKind.Videos, "videos and cameras", videos > 0, pictures > 0),
            _choice.CheckUse(SourceKind.Pictures, "pictures", pictures > 0, videos > 0),
            _choice.CheckUse(SourceKind.Folders, "folders", hasFolder, pictures + videos > 0 && !hasFolder),
        };
        if (videos > 0 && _choice.Output.PictureFormats is [var format, ..])
        {
            string name = format.ToString().ToLowerInvariant();
            notes.Add(
                pictures > 0
                    ? $"--format {name}: of pictures only"
                    : throw new OutputException(
                        $"--format {name}: is for pictures; of a video csv, mot and --json are written"
                    )
            );
        }

        if (pictures > 0 && _choice.Output.WritesTracks)
        {
            notes.Add(
                videos > 0
                    ? "--format mot: of videos only"
                    : throw new OutputException(
                        "--format mot: is tracks of videos; of pictures name csv, coco, yolo or voc"
                    )
            );
        }

        if (pictures > 0 && pictures + videos > 1 && _choice.Video.Show is not (null or ViewKind.None))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--show: is for videos, cameras and a single picture, but there are {pictures} pictures; leave it out"
            );
        }

        foreach (string note in notes.OfType<string>().Where(_ => !_choice.IsQuiet))
        {
            Messages.Note(note);
        }
    }

    private async Task<BatchSummary> RunPicturesAsync(
        Application application,
        Source source,
        Outputs outputs,
        ShardJournal? journal,
        CancellationToken cancellationToken
    )
    {
        OutputChoice output = _choice.Output;
        ViewKind view = _choice.Video.Show ?? ViewKind.None;
        DrawnPicture? shown = view == ViewKind.None ? null : new DrawnPicture(application.Drawing);
        if (journal is not null && !_choice.IsQuiet)
        {
            Messages.Note(ShardChoice.Describe(journal, source));
        }

        // Copies of a million pictures are written where somebody asks for them.
        bool wantsCopies =
            output.WantsCopies(isShown: shown is not null) && (journal is null || output.Named is not null);
        var options = new PictureRunOptions
        {
            Sinks = shown is null ? [] : [shown],
            Output = wantsCopies || output.Formats.Count > 0 ? _place.Path : PictureRunOptions.DefaultOutput,
            Outputs = outputs,
            Note = Messages.Note,
            WritesCopies = wantsCopies,
            Crops = output.Crops,
            Formats = [.. output.Formats.Where(static format => format != ResultFormat.Mot)],
            JsonLines = output.IsJson ? _stdout : null,
            Shard = journal,
            Batch = new BatchOptions
            {
                Detection = _choice.Detection,
                Loading = _choice.Loading,
                Input = _input.Stream,
            },
        };
        var report = new RunReport(application.Detector.Labels, _stdout, _choice.IsQuiet, output.IsJson, output.Prints);
        BatchSummary summary = PictureRun.Run(application, source, options, report.Update, cancellationToken);
        report.Finish(summary, options);
        if (shown?.Picture is { } picture)
        {
            await picture.ShowAsync(view, cancellationToken);
        }

        return summary;
    }

    /// <summary>What was asked to be hidden and was not even looked at is a failure.</summary>
    private int TellLeftOut(LeftOut leftOut, int code)
    {
        if (leftOut.MayShowSomething && _choice.Output.Hides)
        {
            Messages.Error($"not searched: {leftOut}; what they show is not hidden");
            return code == ExitCode.Done ? ExitCode.SomeFailed : code;
        }

        if (!leftOut.IsEmpty && !_choice.IsQuiet)
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
