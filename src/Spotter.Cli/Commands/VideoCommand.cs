using Spotter.Applications;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Networks.Text;
using Spotter.Searching;
using Spotter.Shards;
using Spotter.Sources;
using Spotter.Videos;
using Spotter.Vision.Tracking;
using Spotter.Workshop.Tracks;

namespace Spotter.Cli.Commands;

/// <summary>Runs the videos and cameras of a command line, one after the other.</summary>
internal sealed class VideoCommand(SearchChoice choice)
{
    private readonly ViewKind _view = ChooseView(choice);
    private readonly List<VideoPlan> _plans = [];
    private readonly List<TrackJournal> _journals = [];
    private ShardResults? _results;

    /// <summary>Where outputs go.</summary>
    public required OutputPlace Place { get; init; }

    /// <summary>What may be written over.</summary>
    public required Outputs Outputs { get; init; }

    /// <summary>Distances, for applications that tell them.</summary>
    public DistanceScale? Distance { get; init; }

    /// <summary>What replaces standard input, where its first bytes were read already.</summary>
    public Stream? Input { get; init; }

    /// <summary>The folder with what tasks have found in the videos; null where they are searched.</summary>
    public ShardFolder? Stitched { get; init; }

    /// <summary>
    /// Searches the parts of videos that fall to a shard, and keeps what is found. What is written of a video is
    /// written when all its parts are there.
    /// </summary>
    public async Task<(int ExitCode, long Detections)> KeepAsync(
        Application application,
        IReadOnlyList<VideoFound> videos,
        ShardJournal journal,
        CancellationToken cancellationToken
    )
    {
        if (choice.Video is { Loops: true } or { Show: not (null or ViewKind.None) })
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "--loop and --show are for a run by itself; leave them out with --results"
            );
        }

        VideoReadOptions reading = await choice.Video.FindReadingAsync(choice.IsQuiet, cancellationToken);
        long frames = 0;
        foreach (VideoFound video in videos)
        {
            IReadOnlyList<VideoPart> parts = await VideoPart.AllOfAsync(video, journal.Folder.Run);
            foreach (VideoPart part in journal.Left(parts))
            {
                frames += await KeepAsync(application, part, reading, journal, cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                {
                    return (ExitCode.Interrupted, frames);
                }
            }
        }

        return (ExitCode.Done, frames);
    }

    private async Task<long> KeepAsync(
        Application application,
        VideoPart part,
        VideoReadOptions reading,
        ShardJournal journal,
        CancellationToken cancellationToken
    )
    {
        var progress = new ProgressLine(!choice.IsQuiet);
        long before = journal.FramesOf(part);
        var options = new VideoRunOptions
        {
            Reading = reading,
            Detection = choice.Detection,
            Stride = choice.Video.Stride,
            FailsClosed = choice.Video.FailsClosed,
        };
        string? problem = await VideoPartRun.RunAsync(
            application,
            part,
            options,
            journal,
            time => progress.Show(() => $@"{part.Name}: {time:h\:mm\:ss}"),
            cancellationToken
        );
        progress.Hide();
        long frames = journal.FramesOf(part);
        if (problem is not null)
        {
            Messages.Error(problem);
        }
        else if (!choice.IsQuiet)
        {
            Messages.Note($"shard {journal.Shard}: {part.Name}, {Counted.Of(frames, "frame")}");
        }

        return frames - before;
    }

    /// <summary>Finds a place for all outputs, before the first frame is read.</summary>
    /// <exception cref="OutputException">One of them may not be written.</exception>
    public void Plan(IReadOnlyList<VideoFound> videos)
    {
        string? tracks =
            choice.Output.Crops is not null ? "--crops cuts out each identity of a video once"
            : choice.Output.WritesTracks ? "--format mot writes tracks"
            : null;
        if (tracks is not null && choice.Video.WithoutTracks(tracks) is { } problem)
        {
            throw new OutputException(problem);
        }

        var names = new VideoOutputNames(Place, Outputs);
        bool writesTable = choice.Output.Formats.Contains(ResultFormat.Csv);
        foreach (VideoFound video in videos)
        {
            choice.Video.CheckSource(video.Source);
            _plans.Add(
                new VideoPlan(
                    video,
                    WritesVideo() ? names.VideoOf(video) : null,
                    writesTable ? names.TableOf(video) : null,
                    choice.Output.WritesTracks ? names.TracksOf(video) : null,
                    choice.Output.Crops is { } folder ? names.CropsOf(folder, video) : null
                )
            );
        }

        if (videos.Count > 0)
        {
            foreach (string file in ((string?[])[choice.Video.Summary, choice.Video.Report]).OfType<string>())
            {
                Outputs.Claim(file);
            }
        }

        if (choice.Video.Loops && WritesVideo() && !choice.IsQuiet)
        {
            Messages.Note("--loop goes on until it is interrupted, or for --duration; the video has no sound then");
        }
    }

    /// <summary>Answers the exit code, and how many frames had something in them.</summary>
    public async Task<(int ExitCode, long Detections)> RunAsync(
        Application application,
        Stream stdout,
        CancellationToken cancellationToken
    )
    {
        VideoReadOptions reading = await choice.Video.FindReadingAsync(choice.IsQuiet, cancellationToken);
        long detections = 0;
        int failed = 0;
        int code = ExitCode.Done;
        foreach (VideoPlan plan in _plans)
        {
            try
            {
                VideoSummary summary = await RunOneAsync(application, plan, reading, stdout, cancellationToken);
                detections += summary.Detections;
                failed += summary.Problem is null ? 0 : 1;
                if (summary.IsInterrupted)
                {
                    WriteJournals();
                    return (ExitCode.Interrupted, detections);
                }
            }
            catch (VideoException e)
            {
                Messages.Trace(e);
                Messages.Error(e.Message);
                failed++;
                code = ExitCode.Of(e.Kind);
            }
        }

        WriteJournals();

        bool allFailedAlike = failed == _plans.Count && code != ExitCode.Done;
        return (
            failed == 0 ? ExitCode.Done
            : allFailedAlike ? code
            : ExitCode.SomeFailed,
            detections
        );
    }

    private async Task<VideoSummary> RunOneAsync(
        Application application,
        VideoPlan plan,
        VideoReadOptions reading,
        Stream stdout,
        CancellationToken cancellationToken
    )
    {
        VideoSource source = plan.Video.Source;
        bool isJson = choice.Output.IsJson;
        var report = new VideoReport(
            source.DisplayName,
            application.Detector.Labels,
            stdout,
            choice.IsQuiet,
            isJson,
            choice.Output.Prints
        )
        {
            TerminalIsTaken = _view == ViewKind.Terminal,
        };
        SeenFrames? seen = Stitched is { } folder
            ? await SeenFrames.OpenAsync(folder, _results ??= ShardResults.Read(folder), plan.Video)
            : null;
        IReadOnlyList<ITrackMonitor> monitors = choice.Video.Monitors();
        TrackJournal? journal = (choice.Video.Summary ?? choice.Video.Report) is null
            ? null
            : new TrackJournal(keepsPictures: choice.Video.Report is not null);
        if (journal is not null)
        {
            _journals.Add(journal);
        }

        var writers = new List<IFrameWriter>();
        ILiveView? view = await LiveViews.OpenAsync(_view, source.DisplayName);
        VideoSummary summary;
        try
        {
            AddWriters(writers, plan, isJson ? stdout : null);
            summary = await VideoRun.RunAsync(
                application,
                source,
                new VideoRunOptions
                {
                    Reading = reading with { OnState = state => Tell(report, state) },
                    Detection = choice.Detection,
                    Stride = choice.Video.Stride,
                    Monitors = monitors,
                    Distance = Distance,
                    Ground = choice.Video.Ground,
                    Journal = journal,
                    Outputs = Outputs,
                    Output = plan.Output,
                    Crops = plan.Crops,
                    CropInterval = choice.Video.CropInterval,
                    View = view,
                    ShowsTimes = view is not null,
                    FailsClosed = choice.Video.FailsClosed,
                    Seen = seen,
                    Writers = writers,
                    Input = Input,
                },
                report.Update,
                cancellationToken
            );
        }
        finally
        {
            report.Hide();
            foreach (IFrameWriter writer in writers)
            {
                writer.Dispose();
            }

            if (view is not null)
            {
                await view.DisposeAsync();
            }
        }

        // Only now: a view in the terminal has given it back.
        report.Finish(summary, plan.Output, choice.Output.Crops, monitors, journal);
        return summary;
    }

    /// <summary>What is known of who was there, also where a run was interrupted or broke off.</summary>
    private void WriteJournals()
    {
        TrackJournal[] journals = [.. _journals.Where(static journal => journal.Frames > 0)];
        if (choice.Video.Summary is { } table && journals.Length > 0)
        {
            TrackTable.Write(table, journals, Outputs);
        }

        if (choice.Video.Report is { } page && journals.Length > 0)
        {
            TrackPage.Write(page, journals, Outputs);
            if (!choice.IsQuiet)
            {
                Messages.Note($"report: {page}");
            }
        }
    }

    private void AddWriters(List<IFrameWriter> writers, VideoPlan plan, Stream? json)
    {
        if (json is not null)
        {
            writers.Add(new JsonFrameWriter(json, Distance));
        }

        if (plan.Table is { } table)
        {
            writers.Add(new CsvFrameWriter(table, Outputs));
        }

        if (plan.Tracks is { } tracks)
        {
            writers.Add(new MotFrameWriter(tracks, Outputs));
        }

        if (choice.Video.IsOffline && writers.Count > 0)
        {
            IFrameWriter[] held = [.. writers];
            writers.Clear();
            writers.Add(new FinishedFrameWriter(held));
        }

        if (choice.Video.Webhook is { } address)
        {
            writers.Add(new Webhook(address, Messages.Note));
        }
    }

    private void Tell(VideoReport report, VideoState state)
    {
        if (state.Kind is VideoStateKind.Lost or VideoStateKind.Retrying or VideoStateKind.Connected && !choice.IsQuiet)
        {
            report.Hide();
            Messages.Note(state.ToString());
        }
    }

    // As of pictures: where tasks share the work, copies are written where somebody asks for them.
    private bool WritesVideo() =>
        choice.Output.WantsVideo(isWatched: _view != ViewKind.None)
        && (Stitched is null || choice.Output.Named is not null);

    /// <summary>Whoever asks for nothing else, at a display, wants to watch.</summary>
    private static ViewKind ChooseView(SearchChoice choice) =>
        choice.Video.Show
        ?? (
            choice.Shards.Results is null
            && !choice.Output.AsksForAnything
            && !choice.Output.Prints
            && Display.IsAvailable
            && FfmpegPrograms.Find("ffplay") is not null
                ? ViewKind.Window
                : ViewKind.None
        );

    private sealed record VideoPlan(VideoFound Video, string? Output, string? Table, string? Tracks, string? Crops);
}
