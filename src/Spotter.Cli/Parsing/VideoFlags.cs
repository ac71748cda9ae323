using System.Globalization;
using Spotter.Media.Video;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Cli.Parsing;

/// <summary>What a command line says of videos and cameras. What is null was not said.</summary>
internal sealed record VideoChoice
{
    /// <summary>Where to watch.</summary>
    public ViewKind? Show { get; init; }

    public TimeSpan? Start { get; init; }

    public TimeSpan? Duration { get; init; }

    public int Stride { get; init; } = 1;

    public int? MaxWidth { get; init; }

    public double? FramesPerSecond { get; init; }

    public bool IsTracking { get; init; } = true;

    public bool Loops { get; init; }

    /// <summary>Whether a frame is hidden whole where searching it failed.</summary>
    public bool FailsClosed { get; init; }

    /// <summary>Two ends each.</summary>
    public IReadOnlyList<Point[]> Lines { get; init; } = [];

    /// <summary>Three corners or more each.</summary>
    public IReadOnlyList<Point[]> Zones { get; init; } = [];

    public Uri? Webhook { get; init; }

    /// <summary>After how long what is cut out is cut out again.</summary>
    public TimeSpan? CropInterval { get; init; }

    public VideoReadOptions Reading =>
        new()
        {
            Start = Start ?? TimeSpan.Zero,
            Duration = Duration,
            MaxWidth = MaxWidth,
            FramesPerSecond = FramesPerSecond,
            Loop = Loops,
        };

    /// <summary>New monitors for one video.</summary>
    public IReadOnlyList<ITrackMonitor> Monitors() =>
        [
            .. Lines.Select(static (ends, i) => new CountingLine(Name("line", i), ends[0], ends[1])),
            .. Zones.Select(static (corners, i) => new Zone(Name("zone", i), corners)),
        ];

    /// <summary>What makes something else meaningless; null where all goes together.</summary>
    public string? Conflict()
    {
        bool counts = Lines.Count + Zones.Count > 0;
        if (counts && !IsTracking)
        {
            return "--line and --zone count tracks, and with --no-track there are none; leave one of the two out";
        }

        return !counts && Webhook is not null
            ? "--webhook posts what happens at a --line or in a --zone; give one"
            : null;
    }

    /// <exception cref="SpotterException">What was chosen does not suit what a video comes from.</exception>
    public void CheckSource(VideoSource source)
    {
        if (Loops && source.Kind != VideoSourceKind.File)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--loop starts a video file again; {source.DisplayName} is none"
            );
        }

        if (Start is not null && source.IsLive)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--start is a place in a video file; {source.DisplayName} is live and has none"
            );
        }
    }

    private static string Name(string kind, int before) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} {before + 1}");
}

/// <summary>
/// The options that concern videos and cameras. Those that are for them alone are refused of pictures, but for what
/// pictures do by themselves: they fail closed, as no copy is written then.
/// </summary>
internal static class VideoFlags
{
    private const int LeastWidth = 16;

    public static FlagSet<VideoChoice> All() =>
        new()
        {
            { Watching(), static choice => choice, static (_, watching) => watching },
            {
                Flag.Switch(HelpGroup.Video, "--loop", "Start a video file again when it ends").For(SourceKind.Videos),
                static (choice, on) => choice with { Loops = on }
            },
            {
                Flag.Value(
                        HelpGroup.Video,
                        "--crops-every",
                        "TIME",
                        "With --crops: cut out each identity again after so many seconds, to train a classifier with "
                            + "(default: the best of each once)",
                        Time
                    )
                    .For(SourceKind.Videos),
                static (choice, time) => choice with { CropInterval = time }
            },
            {
                Flag.Switch(
                    HelpGroup.Video,
                    "--fail-closed",
                    "Hide a video frame whole where searching it failed, and go on"
                ),
                static (choice, on) => choice with { FailsClosed = on }
            },
            {
                Flag.Switch(
                        HelpGroup.Tracking,
                        "--no-track",
                        "No identities, no smoothing: each frame of a video for itself"
                    )
                    .For(SourceKind.Videos),
                static (choice, off) => choice with { IsTracking = !off }
            },
            {
                Flag.Repeated(
                        HelpGroup.Tracking,
                        "--line",
                        "X,Y,X,Y",
                        "Count who crosses this line of a video; may be given several times (default: none)",
                        ReadLine
                    )
                    .For(SourceKind.Videos),
                static (choice, lines) => choice with { Lines = lines }
            },
            {
                Flag.Repeated(
                        HelpGroup.Tracking,
                        "--zone",
                        "X,Y,X,Y,X,Y...",
                        "Count who is inside these corners; may be given several times (default: none)",
                        ReadZone
                    )
                    .For(SourceKind.Videos),
                static (choice, zones) => choice with { Zones = zones }
            },
            {
                Flag.Value(
                        HelpGroup.Tracking,
                        "--webhook",
                        "URL",
                        "Post events of lines and zones there as JSON (default: nowhere)",
                        ReadAddress
                    )
                    .For(SourceKind.Videos),
                static (choice, address) => choice with { Webhook = address }
            },
            static choice => choice.Conflict(),
        };

    /// <summary>Which frames of a video there are, and where they are watched.</summary>
    public static FlagSet<VideoChoice> Watching() =>
        new()
        {
            {
                Flag.Value(
                    HelpGroup.Video,
                    "--show",
                    "WHERE",
                    "Look at a picture or watch a video: window (q closes a video's, any key a picture's), browser, "
                        + "terminal or none (default: window of a video at a display where nothing else is asked for, "
                        + "else none)",
                    Values.Choice<ViewKind>
                ),
                static (choice, view) => choice with { Show = view }
            },
            {
                Flag.Value(
                        HelpGroup.Video,
                        "--start",
                        "TIME",
                        "Begin a video here: seconds, or 1:30, or 0:01:30 (default: 0)",
                        Time
                    )
                    .For(SourceKind.Videos),
                static (choice, time) => choice with { Start = time }
            },
            {
                Flag.Value(
                        HelpGroup.Video,
                        "--duration",
                        "TIME",
                        "Read this much of a video (default: to its end)",
                        static text =>
                            Time(text) is var time && time > TimeSpan.Zero
                                ? time
                                : throw new FormatException("must be above zero")
                    )
                    .For(SourceKind.Videos),
                static (choice, time) => choice with { Duration = time }
            },
            {
                Flag.Value(
                        HelpGroup.Video,
                        "--stride",
                        "N",
                        "Search every Nth frame of a video; tracks carry on between them (default: 1)",
                        static text => Values.AtLeast(text, 1)
                    )
                    .For(SourceKind.Videos),
                static (choice, stride) => choice with { Stride = stride }
            },
            {
                Flag.Value(
                        HelpGroup.Video,
                        "--max-width",
                        "PIXELS",
                        "Make wider frames smaller, 16 or more; boxes are in pixels of these (default: as they are)",
                        static text => Values.AtLeast(text, LeastWidth)
                    )
                    .For(SourceKind.Videos),
                static (choice, width) => choice with { MaxWidth = width }
            },
            {
                Flag.Value(
                        HelpGroup.Video,
                        "--fps",
                        "N",
                        "Bring a video to this even rate of frames a second (default: its own)",
                        static text =>
                            Values.Number(text) is > 0 and <= 1000 and var rate
                                ? rate
                                : throw new FormatException("must be above 0 and at most 1000")
                    )
                    .For(SourceKind.Videos),
                static (choice, rate) => choice with { FramesPerSecond = rate }
            },
        };

    // What a line or a zone needs, it says itself.
    private static Point[] ReadLine(string text)
    {
        Point[] ends = ReadPoints(text);
        if (ends.Length != 2)
        {
            throw new FormatException("is no line; write it as X,Y,X,Y, like 0,300,640,300");
        }

        _ = new CountingLine("--line", ends[0], ends[1]);
        return ends;
    }

    private static Point[] ReadZone(string text)
    {
        Point[] corners = ReadPoints(text);
        if (corners.Length < 3)
        {
            throw new FormatException("is no zone; it needs three corners or more, like 0,0,200,0,100,300");
        }

        _ = new Zone("--zone", corners);
        return corners;
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
