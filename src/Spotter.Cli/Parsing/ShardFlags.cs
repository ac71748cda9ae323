using Spotter.Files;
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

    public string? Conflict() =>
        RetriesErrors && !Resumes ? "--retry-errors is for what a run left behind; say --resume with it"
        : Results is not null ? null
        : Shard is not null ? "--shard is a part of the inputs for a folder of results; name it with --results"
        : Resumes ? "--resume goes on with a folder of results; name it with --results"
        : null;

    /// <summary>Begins, or goes on; null where the run is one by itself.</summary>
    /// <param name="found">The sources.</param>
    /// <param name="names">What the user named.</param>
    /// <param name="recursive">Whether subfolders are searched too.</param>
    /// <param name="shard">Which part it is.</param>
    /// <exception cref="SpotterException">It cannot: the message says why.</exception>
    public ShardJournal? Open(Source found, IReadOnlyList<string> names, bool recursive, out Shard shard)
    {
        shard = Shards.Shard.Whole;
        if (Results is null)
        {
            return null;
        }

        if (found.Videos.Count > 0)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"--results: is for pictures, and {found.Videos[0].Source.DisplayName} is none; leave videos out"
            );
        }

        if (found.Pictures.Any(static picture => picture.IsStandardInput))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "--results: is for pictures with names, and standard input has none"
            );
        }

        shard = Shard ?? Shards.Shard.FromEnvironment(Environment.GetEnvironmentVariable) ?? Shards.Shard.Whole;
        var run = new ShardRun(
            ShardRun.CurrentFormat,
            $"spotter {Commands.VersionCommand.Number}",
            ShardRun.Common(Environment.GetCommandLineArgs()[1..]),
            names,
            recursive,
            shard.Count
        );
        return ShardJournal.Open(ShardFolder.Begin(Results, run), shard, Resumes, RetriesErrors);
    }
}

internal static class ShardFlags
{
    public static FlagSet<ShardChoice> All() =>
        new()
        {
            {
                Flag.Text(
                        HelpGroup.Batches,
                        "--results",
                        "DIR",
                        "Keep results in this folder, a line of JSON a picture, so that the run can be shared among "
                            + "tasks and gone on with after a kill (default: nothing is kept)"
                    )
                    .For(SourceKind.Pictures),
                static (choice, folder) => choice with { Results = folder }
            },
            {
                Flag.Value(
                        HelpGroup.Batches,
                        "--shard",
                        "I/N",
                        "Search the I-th of N parts of the pictures, as their names fall to it (default: what Slurm's "
                            + "arrays or Kubernetes' Indexed Jobs say, else all)",
                        static text => Shard.Parse(text)
                    )
                    .For(SourceKind.Pictures),
                static (choice, shard) => choice with { Shard = shard }
            },
            {
                Flag.Switch(
                        HelpGroup.Batches,
                        "--resume",
                        "Go on with a folder of results: what is answered is not searched again"
                    )
                    .For(SourceKind.Pictures),
                static (choice, on) => choice with { Resumes = on }
            },
            {
                Flag.Switch(
                        HelpGroup.Batches,
                        "--retry-errors",
                        "With --resume: search again what could not be read or written"
                    )
                    .For(SourceKind.Pictures),
                static (choice, on) => choice with { RetriesErrors = on }
            },
            static choice => choice.Conflict(),
        };
}
