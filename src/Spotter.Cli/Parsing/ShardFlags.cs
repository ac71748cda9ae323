using System.Globalization;
using Spotter.Media.Video;
using Spotter.Networks.Text;
using Spotter.Shards;
using Spotter.Sources;

namespace Spotter.Cli.Parsing;

/// <summary>What a command line says of a run that is shared among tasks, or may be interrupted.</summary>
internal sealed record ShardChoice
{
    /// <summary>The folder of results; null for a run by itself.</summary>
    public string? Results { get; init; }

    /// <summary>Which part of the inputs; null for what a scheduler says, or all.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Whether results that are there are gone on with.</summary>
    public bool Resumes { get; init; }

    /// <summary>Whether what ended with an error is searched again.</summary>
    public bool RetriesErrors { get; init; }

    /// <summary>Whether what the tasks found in parts of videos is put together.</summary>
    public bool Stitches { get; init; }

    /// <summary>About how long the parts of videos are; null for as many parts as shards.</summary>
    public TimeSpan? PartLength { get; init; }

    public string? Conflict()
    {
        if (RetriesErrors && !Resumes)
        {
            return "--retry-errors is for what a run left behind; say --resume with it";
        }

        if (Results is not null)
        {
            return Stitches && (Shard is not null || Resumes || PartLength is not null)
                ? "--stitch puts together what was found; leave --shard, --resume and --part-length out"
                : null;
        }

        return Shard is not null ? "--shard is a part of the inputs for a folder of results; name it with --results"
            : Resumes ? "--resume goes on with a folder of results; name it with --results"
            : Stitches ? "--stitch puts together what is in a folder of results; name it with --results"
            : PartLength is not null ? "--part-length is about videos in a folder of results; name it with --results"
            : null;
    }

    /// <summary>Begins, or goes on; null where the run is one by itself.</summary>
    /// <param name="found">The sources.</param>
    /// <param name="run">What the user asked for, but for the shard.</param>
    /// <exception cref="SpotterException">It cannot: the message says why.</exception>
    public ShardJournal? Open(Source found, Func<int, ShardRun> run)
    {
        if (Results is null || Stitches)
        {
            return null;
        }

        if (found.Videos.FirstOrDefault(static video => !IsKept(video)) is { } video)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--results: is for pictures and for videos that can be read in parts, which "
                    + $"{video.Source.DisplayName} cannot; leave it out"
            );
        }

        if (found.Pictures.Any(static picture => picture.IsStandardInput))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "--results: is for inputs with names, and standard input has none"
            );
        }

        Shard shard = Shard ?? Shards.Shard.FromEnvironment(Environment.GetEnvironmentVariable) ?? Shards.Shard.Whole;
        return ShardJournal.Open(ShardFolder.Begin(Results, run(shard.Count)), shard, Resumes, RetriesErrors);
    }

    /// <summary>What a run is that is shared among tasks.</summary>
    /// <param name="names">The sources as they were named.</param>
    /// <param name="recursive">Whether subfolders are searched too.</param>
    /// <param name="given">The options.</param>
    public ShardRun RunOf(IReadOnlyList<string> names, bool recursive, IReadOnlyList<GivenFlag> given) =>
        new(
            ShardRun.CurrentFormat,
            $"spotter {Commands.VersionCommand.Number}",
            ShardRun.Common(Environment.GetCommandLineArgs()[1..]),
            names,
            recursive,
            1,
            [],
            [.. given.Where(static flag => flag.ChoosesFinds).Select(static flag => flag.ToString())],
            0,
            null,
            PartLength?.TotalSeconds
        );

    /// <summary>What a task has to do, in words.</summary>
    public static string Describe(ShardJournal journal, Source source)
    {
        int mine = source.Pictures.Count(picture => journal.Shard.Holds(picture.Name));
        string before =
            journal.Done > 0 ? $", {journal.Done.ToString("N0", CultureInfo.InvariantCulture)} answered before" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"shard {journal.Shard}: {mine:N0} of {Counted.Pictures(source.Pictures.Count)}{before}"
        );
    }

    private static bool IsKept(VideoFound video) =>
        video.Source is { IsLive: false, Kind: VideoSourceKind.File or VideoSourceKind.Url };
}

internal static class ShardFlags
{
    private static readonly TimeSpan ShortestPart = TimeSpan.FromSeconds(1);

    /// <summary>For commands that follow what they find in videos.</summary>
    public static FlagSet<ShardChoice> WithVideos() =>
        new()
        {
            { All(), static choice => choice, static (_, all) => all },
            {
                Flag.Value(
                        HelpGroup.Batches,
                        "--part-length",
                        "TIME",
                        "Search videos of a folder of results in parts of about this length, which fall to shards in "
                            + "turn (default: as many parts as shards, each of 1 to 10 minutes)",
                        static text =>
                            VideoFlags.Time(text) is var time && time >= ShortestPart
                                ? time
                                : throw new FormatException("must be a second or more")
                    )
                    .For(SourceKind.Videos),
                static (choice, length) => choice with { PartLength = length }
            },
            {
                Flag.Switch(
                        HelpGroup.Batches,
                        "--stitch",
                        "Follow what the tasks have found in the parts of videos, and write what one run would"
                    )
                    .For(SourceKind.Videos),
                static (choice, on) => choice with { Stitches = on }
            },
            static choice => choice.Conflict(),
        };

    public static FlagSet<ShardChoice> All() =>
        new()
        {
            {
                Flag.Text(
                    HelpGroup.Batches,
                    "--results",
                    "DIR",
                    "Keep results in this folder, a line of JSON a picture or a frame, so that the run can be shared "
                        + "among tasks and gone on with after a kill (default: nothing is kept)"
                ),
                static (choice, folder) => choice with { Results = folder }
            },
            {
                Flag.Value(
                    HelpGroup.Batches,
                    "--shard",
                    "I/N",
                    "Search the I-th of N shares of the inputs, as their names fall to it (default: what Slurm's "
                        + "arrays or Kubernetes' Indexed Jobs say, else all)",
                    static text => Shard.Parse(text)
                ),
                static (choice, shard) => choice with { Shard = shard }
            },
            {
                Flag.Switch(
                    HelpGroup.Batches,
                    "--resume",
                    "Go on with a folder of results: what is answered is not searched again"
                ),
                static (choice, on) => choice with { Resumes = on }
            },
            {
                Flag.Switch(
                    HelpGroup.Batches,
                    "--retry-errors",
                    "With --resume: search again what could not be read or written"
                ),
                static (choice, on) => choice with { RetriesErrors = on }
            },
            static choice => choice.Conflict(),
        };
}
