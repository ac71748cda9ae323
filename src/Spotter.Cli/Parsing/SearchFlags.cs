using System.CommandLine;
using Spotter.Applications;
using Spotter.Cli.Commands;
using Spotter.Media.Pictures;
using Spotter.Onnx;
using Spotter.Onnx.Classifiers;
using Spotter.Vision;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Parsing;

/// <summary>What a command line says of a search: what is searched and how, and what is written of it.</summary>
internal sealed record SearchChoice
{
    public string[] Sources { get; init; } = [];

    public bool IsRecursive { get; init; }

    public DetectionOptions Detection { get; init; } = new();

    public PictureLoadOptions Loading { get; init; } = PictureLoadOptions.Default;

    public OutputChoice Output { get; init; } = new();

    public VideoChoice Video { get; init; } = new();

    public ShardChoice Shards { get; init; } = new();

    /// <summary>What names each find; null for nobody.</summary>
    public string? Classifier { get; init; }

    /// <summary>What pixels are to somebody else's network that names each find; null for what its file says.</summary>
    public PixelRange? Pixels { get; init; }

    /// <summary>How networks of others are run.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>Where training runs are.</summary>
    public string? Runs { get; init; }

    /// <summary>Whether the exit code tells if something was found.</summary>
    public bool TellsByExitCode { get; init; }

    public bool IsQuiet { get; init; }

    /// <summary>The options that were given.</summary>
    public IReadOnlyList<GivenFlag> Given { get; init; } = [];

    /// <summary>Whether the command line can only mean a video, of what comes through standard input.</summary>
    public bool MeansVideo => Given.Any(static flag => flag.Suits == SourceKind.Videos);

    /// <summary>The application, but for what the command line wants otherwise.</summary>
    /// <exception cref="SpotterException">What was named cannot be read.</exception>
    public Application Apply(Application application)
    {
        if (Classifier is { } named)
        {
            application = application.Classify(
                ModelLoading.LoadClassifier(
                    named,
                    new RunRepository(Runs ?? RunRepository.DefaultFolder),
                    new OnnxClassifierOptions { Pixels = Pixels, Network = Network },
                    IsQuiet
                )
            );
        }

        return application with
        {
            Drawing = Output.Drawing(application.Drawing),
            Tracking = Video.IsTracking ? application.Tracking : null,
        };
    }

    /// <summary>
    /// Looks whether options for one kind of source have a source of that kind: one that nothing among the sources can
    /// follow is refused, and one that only some can follow is said once.
    /// </summary>
    /// <param name="kind">What they are for.</param>
    /// <param name="inWords">The same for people.</param>
    /// <param name="hasKind">Whether the sources have some of it.</param>
    /// <param name="hasOthers">Whether the sources have others.</param>
    /// <returns>What a user should know; null for nothing.</returns>
    /// <exception cref="SpotterException">There are only others.</exception>
    public string? CheckUse(SourceKind kind, string inWords, bool hasKind, bool hasOthers)
    {
        string[] given = [.. Given.Where(flag => flag.Suits == kind).Select(static flag => flag.Name)];
        if (given.Length == 0 || !hasOthers)
        {
            return null;
        }

        return hasKind
            ? $"{string.Join(", ", given)}: of {inWords} only"
            : throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{given[0]}: is for {inWords}, and the sources hold none; leave it out"
            );
    }
}

/// <summary>The options of how to search, and how to read what is searched.</summary>
internal static class SearchFlags
{
    private const double PixelsPerMegapixel = 1_000_000;

    /// <summary>All that the commands which search pictures and videos share.</summary>
    /// <param name="warns">Whether the command has warnings of its own that a webhook can post.</param>
    public static FlagSet<SearchChoice> All(bool warns = false) =>
        new()
        {
            {
                new Argument<string[]>("SOURCE")
                {
                    Description =
                        "A picture, a folder of pictures, a pattern such as 'photos/*.jpg', an archive (.zip, .tar), "
                        + "a list file (.txt, a source a line), a video, a camera (0 or camera:NAME), an address "
                        + "(http, rtsp, s3), or - for standard input",
                    Arity = ArgumentArity.OneOrMore,
                },
                static (choice, sources) => choice with { Sources = sources }
            },
            {
                Flag.Switch(HelpGroup.Searching, "--recursive", "Search the subfolders of folders too", "-r")
                    .For(SourceKind.Folders),
                static (choice, on) => choice with { IsRecursive = on }
            },
            {
                OutputFlags.All(),
                static choice => choice.Output,
                static (choice, part) => choice with { Output = part }
            },
            {
                Detection(),
                static choice => choice.Detection,
                static (choice, part) => choice with { Detection = part }
            },
            { Loading(), static choice => choice.Loading, static (choice, part) => choice with { Loading = part } },
            {
                VideoFlags.All(warns),
                static choice => choice.Video,
                static (choice, part) => choice with { Video = part }
            },
            {
                ShardFlags.WithVideos(),
                static choice => choice.Shards,
                static (choice, part) => choice with { Shards = part }
            },
            {
                Flag.Switch(
                    HelpGroup.Machine,
                    "--exit-code",
                    "Exit with 0 where something was found and 10 where nothing was"
                ),
                static (choice, on) => choice with { TellsByExitCode = on }
            },
            { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            // A search has no colours to leave out; the option is there as everywhere.
            { Flag.NoColor(), static (choice, _) => choice },
            static (choice, given) => choice with { Given = given },
            static choice =>
                choice.Video.CropInterval is not null && choice.Output.Crops is null
                    ? "--crops-every says how often --crops cuts out; name a folder with --crops"
                    : null,
        };

    /// <summary>Who else is asked about finds; for commands whose labels mean nothing by themselves.</summary>
    public static FlagSet<SearchChoice> Classifying() =>
        new()
        {
            {
                Flag.Text(
                    HelpGroup.Searching,
                    "--classify",
                    "RUN|FILE",
                    "Ask a classifier of one's own what each find is: its answer becomes the label (default: nobody is "
                        + "asked)"
                ),
                static (choice, classifier) => choice with { Classifier = classifier }
            },
            { ForeignClassifierFlags.Normalize(), static (choice, range) => choice with { Pixels = range } },
            { RunFlags.Folder(HelpGroup.Searching), static (choice, folder) => choice with { Runs = folder } },
            static choice =>
                choice is { Classifier: null, Runs: not null }
                    ? "--runs is where --classify looks for a run; name one with --classify"
                : choice is { Classifier: null, Pixels: not null }
                    ? "--normalize is about the network of --classify; name one with --classify"
                : null,
        };

    public static FlagSet<DetectionOptions> Detection() =>
        new()
        {
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--scale-factor",
                    "N",
                    "Growth of the search window from scale to scale, 1.001 to 100; smaller finds more and takes "
                        + "longer (default: 1.1 for cascades; other models have scales of their own)",
                    static text => new DetectionOptions { ScaleFactor = Values.Number(text) }.ScaleFactor
                ),
                static (options, factor) => options with { ScaleFactor = factor }
            },
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--min-neighbors",
                    "N",
                    "Overlapping candidates that a find needs; higher gives fewer false alarms and misses more, 0 "
                        + "shows all (default: 3)",
                    static text => new DetectionOptions { MinNeighbors = Values.Whole(text) }.MinNeighbors
                ),
                static (options, neighbors) => options with { MinNeighbors = neighbors }
            },
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--min-score",
                    "N",
                    "Finds of a lower score are left out; the scale is the model's own (default: where the model "
                        + "answers from)",
                    Values.Number
                ),
                static (options, score) => options with { MinScore = score }
            },
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--min-size",
                    "N|WxH",
                    "Nothing smaller is looked for, in pixels (default: what the model is for at least)",
                    Values.Size
                ),
                static (options, size) => options with { MinSize = size }
            },
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--max-size",
                    "N|WxH",
                    "Nothing larger is looked for, in pixels (default: the whole picture)",
                    Values.Size
                ),
                static (options, size) => options with { MaxSize = size }
            },
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--input-size",
                    "N",
                    "Networks: the longer side that a picture is brought to, in pixels; larger finds smaller things "
                        + "and takes longer (default: by --min-size, else the model's own)",
                    static text => new DetectionOptions { InputSize = Values.Whole(text) }.InputSize
                ),
                static (options, size) => options with { InputSize = size }
            },
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--roi",
                    "X,Y,W,H",
                    "Only this part of each picture is searched, in pixels (default: all of it)",
                    Values.Region
                ),
                static (options, region) => options with { RegionOfInterest = region }
            },
            {
                Flag.Threads(static text =>
                    new DetectionOptions { Threads = Values.Whole(text) }
                        .Threads!
                        .Value
                ),
                static (options, threads) => options with { Threads = threads }
            },
        };

    public static FlagSet<PictureLoadOptions> Loading() =>
        new()
        {
            {
                Flag.Value(
                        HelpGroup.Searching,
                        "--max-megapixels",
                        "N",
                        "Larger pictures are refused, 0.000001 to 700; 100 unless given",
                        ReadMegapixels
                    )
                    .For(SourceKind.Pictures),
                static (options, pixels) => options with { MaxPixels = pixels }
            },
        };

    private static long ReadMegapixels(string text)
    {
        double megapixels = Values.Number(text);
        return megapixels is >= 0.000001 and <= 700
            ? (long)(megapixels * PixelsPerMegapixel)
            : throw new FormatException("must be 0.000001 to 700 million pixels");
    }
}
