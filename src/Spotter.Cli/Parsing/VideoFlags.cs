using System.Globalization;
using Spotter.Cli.Presenting;
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

    /// <summary>The method by which hardware decodes, or how to choose one.</summary>
    public string HardwareDecoder { get; init; } = HardwareDecoding.None;

    public bool IsTracking { get; init; } = true;

    /// <summary>Whether results are written when the video is over.</summary>
    public bool IsOffline { get; init; }

    public bool Loops { get; init; }

    /// <summary>Whether a frame is hidden whole where searching it failed.</summary>
    public bool FailsClosed { get; init; }

    /// <summary>Two points or more each.</summary>
    public IReadOnlyList<Point[]> Lines { get; init; } = [];

    /// <summary>Three corners or more each.</summary>
    public IReadOnlyList<Point[]> Zones { get; init; } = [];

    public Uri? Webhook { get; init; }

    /// <summary>Metres a pixel of a camera that looks straight down.</summary>
    public GroundPlane? Scale { get; init; }

    /// <summary>The ground by four points of a rectangle.</summary>
    public GroundPlane? Rectangle { get; init; }

    /// <summary>Where a place of the picture is on the ground; null where that was not said.</summary>
    public GroundPlane? Ground => Rectangle ?? Scale;

    /// <summary>The table of who was there.</summary>
    public string? Summary { get; init; }

    /// <summary>The page about who was there.</summary>
    public string? Report { get; init; }

    /// <summary>Whether there are no lines and no zones, at which things happen.</summary>
    public bool TellsNothing => Lines.Count + Zones.Count == 0;

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

    /// <summary>
    /// How videos are read, where hardware decodes with the method that is there; says so where none is.
    /// </summary>
    /// <exception cref="VideoException">A method was named that is not to be had here.</exception>
    public async Task<VideoReadOptions> FindReadingAsync(bool isQuiet, CancellationToken cancellationToken)
    {
        string? method;
        try
        {
            method = await HardwareDecoding.FindAsync(HardwareDecoder, cancellationToken);
        }
        catch (VideoException e)
        {
            throw new VideoException(e.Kind, $"--hwaccel {HardwareDecoder}: {e.Message}", e);
        }

        if (method is null && HardwareDecoder != HardwareDecoding.None && !isQuiet)
        {
            Messages.Note("--hwaccel auto: there is no hardware here that decodes; the processor does");
        }

        return Reading with
        {
            HardwareDecoder = method,
        };
    }

    /// <summary>New monitors for one video.</summary>
    public IReadOnlyList<ITrackMonitor> Monitors() =>
        [
            .. Lines.Select(static (points, i) => new CountingLine(Name("line", i), points)),
            .. Zones.Select(static (corners, i) => new Zone(Name("zone", i), corners)),
        ];

    /// <summary>What makes something else meaningless; null where all goes together.</summary>
    /// <param name="warns">Whether there may be other events than those of lines and zones.</param>
    public string? Conflict(bool warns)
    {
        string? tracks =
            !TellsNothing ? "--line and --zone count tracks"
            : IsOffline ? "--offline corrects tracks"
            : Ground is not null ? "--ground and --metres-per-pixel give the speed of tracks"
            : (Summary ?? Report) is not null ? "--summary and --report are about tracks"
            : null;
        if (tracks is not null && WithoutTracks(tracks) is { } problem)
        {
            return problem;
        }

        if (Scale is not null && Rectangle is not null)
        {
            return "--metres-per-pixel and --ground both say how long things are; give one of them";
        }

        return TellsNothing && Webhook is not null && !warns
            ? "--webhook posts what happens at a --line or in a --zone; give one"
            : null;
    }

    /// <summary>Why something that needs identities cannot be had; null where there are some.</summary>
    /// <param name="what">What it does with them.</param>
    public string? WithoutTracks(string what) =>
        IsTracking ? null : $"{what}, and with --no-track there are none; leave one of the two out";

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

        if (IsOffline && source.IsLive)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--offline waits for the end of a video; {source.DisplayName} is live and has none"
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

    /// <param name="warns">Whether the command has warnings of its own that a webhook can post.</param>
    public static FlagSet<VideoChoice> All(bool warns = false) =>
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
                Flag.Switch(
                        HelpGroup.Tracking,
                        "--offline",
                        "Write --json, csv and mot when the video is over: each track from its first sight on, and "
                            + "short gaps filled"
                    )
                    .For(SourceKind.Videos),
                static (choice, on) => choice with { IsOffline = on }
            },
            {
                Flag.Repeated(
                        HelpGroup.Tracking,
                        "--line",
                        "X,Y,X,Y...",
                        "Count who crosses this line of a video, of two points or more; may be given several times "
                            + "(default: none)",
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
                        "Post events of lines, zones and warnings there as JSON (default: nowhere)",
                        ReadAddress
                    )
                    .For(SourceKind.Videos),
                static (choice, address) => choice with { Webhook = address }
            },
            {
                Flag.Value(
                        HelpGroup.Tracking,
                        "--metres-per-pixel",
                        "N",
                        "Tell how fast tracks are, where a video's camera looks straight down (default: no speeds)",
                        static text => GroundPlane.FromMetresPerPixel(Values.Number(text))
                    )
                    .For(SourceKind.Videos),
                static (choice, scale) => choice with { Scale = scale }
            },
            {
                Flag.Value(
                        HelpGroup.Tracking,
                        "--ground",
                        "X,Y,X,Y,X,Y,X,Y=AxB",
                        "Tell how fast tracks of a video are, by the corners of a rectangle on the ground in order "
                            + "round it: A metres from the first to the second, B from there to the third (default: "
                            + "no speeds)",
                        ReadGround
                    )
                    .For(SourceKind.Videos),
                static (choice, ground) => choice with { Rectangle = ground }
            },
            {
                Flag.Value(
                        HelpGroup.Tracking,
                        "--summary",
                        "FILE.csv",
                        "Write a table of who was in a video: when, where, lines, zones, speeds (default: none)",
                        static text => Ending(text, ".csv")
                    )
                    .For(SourceKind.Videos),
                static (choice, file) => choice with { Summary = file }
            },
            {
                Flag.Value(
                        HelpGroup.Tracking,
                        "--report",
                        "FILE.html",
                        "Write a page about it: timeline, map of ways, counts over time, pictures (default: none)",
                        static text => Ending(text, ".html")
                    )
                    .For(SourceKind.Videos),
                static (choice, file) => choice with { Report = file }
            },
            choice => choice.Conflict(warns),
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
            {
                Flag.Value(
                        HelpGroup.Video,
                        "--hwaccel",
                        "METHOD",
                        "Decode a video by hardware: auto takes what is there, else a method that ffmpeg -hwaccels "
                            + "lists, such as cuda or vaapi (default: none)",
                        Values.NotBlank
                    )
                    .Offering(HardwareDecoding.None, HardwareDecoding.Auto, "cuda", "vaapi", "videotoolbox", "d3d11va")
                    .For(SourceKind.Videos),
                static (choice, method) => choice with { HardwareDecoder = method }
            },
        };

    // What a line or a zone needs, it says itself.
    private static Point[] ReadLine(string text)
    {
        Point[] points = ReadPoints(text);
        if (points.Length < 2)
        {
            throw new FormatException("is no line; write it as X,Y,X,Y, like 0,300,640,300");
        }

        _ = new CountingLine("--line", points);
        return points;
    }

    private static GroundPlane ReadGround(string text)
    {
        string[] parts = text.Split('=');
        string[] sides = parts[^1].Split('x', 'X');
        return parts.Length == 2 && sides.Length == 2
            ? GroundPlane.FromRectangle(ReadPoints(parts[0]), Values.Number(sides[0]), Values.Number(sides[1]))
            : throw new FormatException(
                "is no ground; write four corners and two lengths in metres, like "
                    + "420,300,620,300,800,470,250,470=7x20"
            );
    }

    private static string Ending(string text, string extension) =>
        Path.GetExtension(text).Equals(extension, StringComparison.OrdinalIgnoreCase)
            ? text
            : throw new FormatException($"must be a file name that ends in {extension}");

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

    internal static TimeSpan Time(string text)
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
