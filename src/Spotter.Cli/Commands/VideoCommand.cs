using System.CommandLine;
using Spotter.Apps.Applications;
using Spotter.Apps.Files;
using Spotter.Apps.Searching;
using Spotter.Apps.Videos;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Media.Windows;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Cli.Commands;

/// <summary>Runs the videos and cameras of a command line, one after the other.</summary>
internal sealed class VideoCommand(ParseResult parsed, VideoFlags flags, OutputFlags outputs, DetectionOptions detection, bool isQuiet)
{
    private readonly ViewKind _view = ChooseView(parsed, flags, outputs);

    /// <summary>Distances, for applications that tell them.</summary>
    public DistanceScale? Distance { get; init; }

    /// <summary>What replaces standard input, where its first bytes were read already.</summary>
    public Stream? Input { get; init; }

    /// <summary>Answers the exit code, and how many frames had something in them.</summary>
    public async Task<(int ExitCode, long Detections)> RunAsync(
        Application application, IReadOnlyList<string> sources, Stream stdout, CancellationToken cancellationToken)
    {
        long detections = 0;
        int failed = 0;
        int code = ExitCode.Done;
        var names = new VideoOutputNames(outputs.Place(parsed), sources.Count);
        foreach (string text in sources)
        {
            try
            {
                VideoSource source = VideoSource.Parse(text);
                VideoSummary summary = await RunOneAsync(application, source, names, stdout, cancellationToken);
                detections += summary.Detections;
                failed += summary.Problem is null ? 0 : 1;
                if (summary.IsInterrupted)
                {
                    return (ExitCode.Interrupted, detections);
                }
            }
            catch (VideoException e)
            {
                Messages.Trace(e);
                Messages.Error(e.Message);
                failed++;
                code = CodeOf(e.Problem);
            }
        }

        bool allFailedAlike = failed == sources.Count && code != ExitCode.Done;
        return (failed == 0 ? ExitCode.Done : allFailedAlike ? code : ExitCode.SomeFailed, detections);
    }

    public static int CodeOf(VideoProblem problem) => problem switch
    {
        VideoProblem.MissingInput => ExitCode.MissingInput,
        VideoProblem.MissingProgram or VideoProblem.MissingDevice => ExitCode.MissingProgram,
        VideoProblem.BadOutput => ExitCode.Usage,
        _ => ExitCode.SomeFailed,
    };

    private async Task<VideoSummary> RunOneAsync(
        Application application, VideoSource source, VideoOutputNames names, Stream stdout, CancellationToken cancellationToken)
    {
        bool isJson = outputs.IsJson(parsed);
        var report = new VideoReport(source.DisplayName, application.Detector.Labels, stdout, isQuiet, isJson, flags.IsPrinting(parsed))
        {
            TerminalIsTaken = _view == ViewKind.Terminal,
        };
        AnnotatorOptions drawing = outputs.Drawing(parsed, application.Drawing);
        string? crops = CropsOf(names, source);
        string? output = WritesVideo() ? names.VideoOf(source) : null;
        IReadOnlyList<ITrackMonitor> monitors = flags.Monitors(parsed);
        var writers = new List<IFrameWriter>();
        ILiveView? view = OpenView(source);
        VideoSummary summary;
        try
        {
            AddWriters(writers, names, source, isJson ? stdout : null);
            summary = await VideoRun.RunAsync(application.Detector, source, new VideoRunOptions
            {
                Reading = flags.Reading(parsed) with { OnState = state => Tell(report, state) },
                Detection = detection,
                SmallestShare = application.SmallestShare,
                Stride = flags.Stride(parsed),
                Tracking = flags.IsTracking(parsed) ? application.Tracking : null,
                Monitors = monitors,
                Drawing = drawing,
                Distance = Distance,
                Output = output,
                Crops = crops,
                View = view,
                ShowsTimes = view is not null,
                FailsClosed = flags.FailsClosed(parsed),
                Writers = writers,
                Input = Input,
            }, report.Update, cancellationToken);
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
        report.Finish(summary, output, outputs.Crops(parsed), monitors);
        return summary;
    }

    private void AddWriters(List<IFrameWriter> writers, VideoOutputNames names, VideoSource source, Stream? json)
    {
        if (json is not null)
        {
            writers.Add(new JsonFrameWriter(json, Distance));
        }

        foreach (ResultFormat format in outputs.Formats(parsed).Distinct())
        {
            writers.Add(format == ResultFormat.Csv
                ? new CsvFrameWriter(names.TableOf(source))
                : throw new OutputException($"--format {format.ToString().ToLowerInvariant()}: is for pictures; of a video csv and --json are written"));
        }

        if (flags.Webhook(parsed) is { } address)
        {
            writers.Add(new Webhook(address, Messages.Note));
        }
    }

    private string? CropsOf(VideoOutputNames names, VideoSource source)
    {
        if (outputs.Crops(parsed) is not { } folder)
        {
            return null;
        }

        return flags.IsTracking(parsed)
            ? names.CropsOf(folder, source)
            : throw new OutputException("--crops cuts out each identity of a video once, and with --no-track there are none; leave one of the two out");
    }

    private void Tell(VideoReport report, VideoState state)
    {
        if (state.Kind is VideoStateKind.Lost or VideoStateKind.Retrying or VideoStateKind.Connected && !isQuiet)
        {
            report.Hide();
            Messages.Note(state.ToString());
        }
    }

    private ILiveView? OpenView(VideoSource source)
    {
        string title = $"spotter: {source.DisplayName}";
        switch (_view)
        {
            case ViewKind.Window:
                return FfplayWindow.Open(title);
            case ViewKind.Terminal:
                return TerminalView.Open();
            case ViewKind.Browser:
                BrowserView browser = BrowserView.Open(static picture => picture.Encode(PictureFormat.Jpeg), title);
                Messages.Note($"watch at {browser.Address}");
                browser.OpenBrowser();
                return browser;
            default:
                return null;
        }
    }

    private bool WritesVideo() => outputs.WantsVideo(parsed, isWatched: _view != ViewKind.None, isPrinting: flags.IsPrinting(parsed));

    /// <summary>Whoever asks for nothing else, at a display, wants to watch.</summary>
    private static ViewKind ChooseView(ParseResult parsed, VideoFlags flags, OutputFlags outputs)
    {
        if (flags.Show(parsed) is { } asked)
        {
            return asked;
        }

        return !outputs.AsksForAnything(parsed) && !flags.IsPrinting(parsed) && Display.IsAvailable && FfmpegPrograms.Find("ffplay") is not null
            ? ViewKind.Window
            : ViewKind.None;
    }
}
