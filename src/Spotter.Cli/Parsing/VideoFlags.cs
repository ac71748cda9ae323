using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spotter.Media.Video;
using Spotter.Vision.Tracking;

namespace Spotter.Cli.Parsing;

/// <summary>The options that concern videos and cameras.</summary>
internal sealed class VideoFlags
{
    private readonly Option<ViewKind?> _show = Flag.Value<ViewKind?>(
        "--show",
        "WHERE",
        "Watch live: window (q closes it), browser, terminal or none (default: window at a display where nothing else "
            + "is asked for, else none)",
        text => Values.Choice<ViewKind>(text)
    );

    private readonly Option<TimeSpan?> _start = Flag.Value<TimeSpan?>(
        "--start",
        "TIME",
        "Begin a video here: seconds, or 1:30, or 0:01:30 (default: 0)",
        text => Time(text)
    );

    private readonly Option<TimeSpan?> _duration = Flag.Value<TimeSpan?>(
        "--duration",
        "TIME",
        "Read this much of a video (default: to its end)",
        text => Time(text) is var time && time > TimeSpan.Zero ? time : throw new FormatException("must be above zero")
    );

    private readonly Option<int?> _stride = Flag.Value<int?>(
        "--stride",
        "N",
        "Search every Nth frame of a video; tracks carry on between them (default: 1)",
        text => AtLeast(Values.Whole(text), 1)
    );

    private readonly Option<int?> _maxWidth = Flag.Value<int?>(
        "--max-width",
        "PIXELS",
        "Make wider frames smaller, 16 or more; boxes are in pixels of these (default: as they are)",
        text => AtLeast(Values.Whole(text), 16)
    );

    private readonly Option<double?> _fps = Flag.Value<double?>(
        "--fps",
        "N",
        "Bring a video to this even rate of frames a second (default: its own)",
        text =>
            Values.Number(text) is > 0 and <= 1000 and var rate
                ? rate
                : throw new FormatException("must be above 0 and at most 1000")
    );

    private readonly Option<bool> _noTrack = Flag.Switch(
        "--no-track",
        "No identities, no smoothing: each frame of a video for itself"
    );
    private readonly Option<bool> _loop = Flag.Switch("--loop", "Start a video file again when it ends");
    private readonly Option<bool> _print = Flag.Switch(
        "--print",
        "Print where things are, a line a detection, while a video runs"
    );
    private readonly Option<bool> _failClosed = Flag.Switch(
        "--fail-closed",
        "Hide a video frame whole where searching it failed, and go on"
    );

    private readonly Option<string[]?> _lines = Repeated(
        "--line",
        "X,Y,X,Y",
        "Count who crosses this line of a video; may be given several times"
    );
    private readonly Option<string[]?> _zones = Repeated(
        "--zone",
        "X,Y,X,Y,X,Y...",
        "Count who is inside these corners; may be given several times"
    );

    private readonly Option<Uri?> _webhook = Flag.Value<Uri?>(
        "--webhook",
        "URL",
        "Post events of lines and zones there as JSON",
        ReadAddress
    );

    public void AddTo(Command command)
    {
        foreach (
            Option option in (Option[])
                [
                    _show,
                    _start,
                    _duration,
                    _stride,
                    _maxWidth,
                    _fps,
                    _noTrack,
                    _loop,
                    _print,
                    _failClosed,
                    _lines,
                    _zones,
                    _webhook,
                ]
        )
        {
            command.Add(option);
        }
    }

    /// <summary>
    /// What makes no sense without a video or a camera. Pictures fail closed by themselves: no copy is written then.
    /// </summary>
    public IReadOnlyList<Option> ForVideos =>
        [_start, _duration, _stride, _maxWidth, _fps, _noTrack, _loop, _lines, _zones, _webhook];

    /// <summary>Whether the command line can only mean a video, of what comes through standard input.</summary>
    public bool MeansVideo(ParseResult parsed) => OptionUse.FirstGiven(parsed, ForVideos) is not null;

    /// <exception cref="ToolException">One option makes another meaningless.</exception>
    public void Check(ParseResult parsed)
    {
        bool counts = parsed.GetResult(_lines) is not null || parsed.GetResult(_zones) is not null;
        if (counts && !IsTracking(parsed))
        {
            throw new ToolException(
                "--line and --zone count tracks, and with --no-track there are none; leave one of the two out",
                ExitCode.Usage
            );
        }

        if (!counts && Webhook(parsed) is not null)
        {
            throw new ToolException(
                "--webhook posts what happens at a --line or in a --zone; give one",
                ExitCode.Usage
            );
        }
    }

    /// <exception cref="ToolException">The options do not suit what a video comes from.</exception>
    public void CheckSource(ParseResult parsed, VideoSource source)
    {
        if (parsed.GetValue(_loop) && source.Kind != VideoSourceKind.File)
        {
            throw new ToolException($"--loop starts a video file again; {source.DisplayName} is none", ExitCode.Usage);
        }

        if (parsed.GetResult(_start) is not null && source.IsLive)
        {
            throw new ToolException(
                $"--start is a place in a video file; {source.DisplayName} is live and has none",
                ExitCode.Usage
            );
        }
    }

    public bool IsLooping(ParseResult parsed) => parsed.GetValue(_loop);

    public ViewKind? Show(ParseResult parsed) => parsed.GetValue(_show);

    public bool IsTracking(ParseResult parsed) => !parsed.GetValue(_noTrack);

    public bool IsPrinting(ParseResult parsed) => parsed.GetValue(_print);

    public bool FailsClosed(ParseResult parsed) => parsed.GetValue(_failClosed);

    public int Stride(ParseResult parsed) => parsed.GetValue(_stride) ?? 1;

    public Uri? Webhook(ParseResult parsed) => parsed.GetValue(_webhook);

    public VideoReadOptions Reading(ParseResult parsed) =>
        new()
        {
            Start = parsed.GetValue(_start) ?? TimeSpan.Zero,
            Duration = parsed.GetValue(_duration),
            MaxWidth = parsed.GetValue(_maxWidth),
            FramesPerSecond = parsed.GetValue(_fps),
            Loop = parsed.GetValue(_loop),
        };

    /// <summary>New monitors for one video.</summary>
    public IReadOnlyList<ITrackMonitor> Monitors(ParseResult parsed)
    {
        var monitors = new List<ITrackMonitor>();
        foreach (string line in parsed.GetValue(_lines) ?? [])
        {
            Point[] ends = ReadPoints(line);
            monitors.Add(
                new CountingLine(
                    Name("line", monitors.Count(static monitor => monitor is CountingLine)),
                    ends[0],
                    ends[1]
                )
            );
        }

        foreach (string zone in parsed.GetValue(_zones) ?? [])
        {
            monitors.Add(new Zone(Name("zone", monitors.Count(static monitor => monitor is Zone)), ReadPoints(zone)));
        }

        return monitors;
    }

    private static string Name(string kind, int before) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} {before + 1}");

    private static Option<string[]?> Repeated(string name, string placeholder, string description)
    {
        var option = new Option<string[]?>(name)
        {
            HelpName = placeholder,
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        option.Validators.Add(result => Check(name, result));
        return option;
    }

    private static void Check(string name, OptionResult result)
    {
        foreach (Token token in result.Tokens)
        {
            try
            {
                Point[] points = ReadPoints(token.Value);
                _ =
                    name == "--line"
                        ? points.Length == 2
                            ? (ITrackMonitor)new CountingLine(name, points[0], points[1])
                            : throw new FormatException("is no line; write it as X,Y,X,Y, like 0,300,640,300")
                        : points.Length >= 3
                            ? new Zone(name, points)
                            : throw new FormatException(
                                "is no zone; it needs three corners or more, like 0,0,200,0,100,300"
                            );
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                result.AddError($"{name} {token.Value}: {e.Message.Split(" (Parameter", 2)[0]}");
            }
        }
    }

    private static Point[] ReadPoints(string text)
    {
        double[] numbers = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Values.Number)];
        return numbers.Length % 2 == 0
            ? [.. numbers.Chunk(2).Select(static pair => new Point(pair[0], pair[1]))]
            : throw new FormatException("has an odd number of coordinates");
    }

    private static Uri ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is ("http" or "https")
            ? address
            : throw new FormatException("is no http or https address");

    private static int AtLeast(int value, int least) =>
        value >= least
            ? value
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"must be {least} or more"));

    private static TimeSpan Time(string text)
    {
        double seconds = 0;
        foreach (string part in text.Split(':'))
        {
            double value = Values.Number(part);
            seconds = value >= 0 ? seconds * 60 + value : throw new FormatException("must not be negative");
        }

        return seconds <= 1e9 ? TimeSpan.FromSeconds(seconds) : throw new FormatException("is too long");
    }
}
