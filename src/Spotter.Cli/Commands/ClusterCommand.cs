using System.CommandLine;
using System.Globalization;
using System.Text;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Results;
using Spotter.Shards;
using Spotter.Sources;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter cluster slurm|kubernetes|status</c></summary>
internal static class ClusterCommand
{
    // A shard is slow where the others have this much less to go.
    private const double Straggling = 2;

    public static Command Build() =>
        ToolCommand.Group(
            "cluster",
            "Run a search on many machines, by the scheduler that is there",
            """
            spotter cluster slurm --shards 8 --results results/ -- faces photos/ > faces.sbatch
            spotter cluster kubernetes --shards 100 --results /data/results --volume data=/data -- faces /data/p
            spotter cluster status results/
            spotter cluster simulate --inputs 10000000 --workers 100 --rate 130
            """,
            ToolCommand.Create(
                "slurm",
                "Write a batch script: a job array with a task a shard",
                JobFlags(Scheduler.Slurm),
                static choice => Write(choice, choice.Job().ToSlurm()),
                "spotter cluster slurm --shards 8 --results results/ -o faces.sbatch -- faces photos/ --min-score 0.7"
            ),
            ToolCommand.Create(
                "kubernetes",
                "Write an Indexed Job of batch/v1",
                JobFlags(Scheduler.Kubernetes),
                static choice => Write(choice, choice.Job().ToKubernetes()),
                "spotter cluster kubernetes --shards 100 --results /data/results --volume data=/data -- faces /data/p"
            ),
            ToolCommand.Create<ClusterChoice>(
                "status",
                "How far the shards of a folder of results are, and which are slow",
                new()
                {
                    {
                        new Argument<string>("DIR") { Description = "The folder that --results named" },
                        static (choice, folder) => choice with { Results = folder }
                    },
                    {
                        ListFlags.All("a shard"),
                        static choice => choice.List,
                        static (choice, list) => choice with { List = list }
                    },
                },
                StatusAsync,
                "spotter cluster status results/"
            ),
            SimulateCommand.Build()
        );

    private static FlagSet<ClusterChoice> JobFlags(Scheduler scheduler)
    {
        var flags = new FlagSet<ClusterChoice>
        {
            {
                new CommandLineArgument("COMMAND")
                {
                    Description = "What each task does, behind --: a search with its sources and options",
                    Arity = ArgumentArity.OneOrMore,
                },
                static (choice, command) => choice with { Command = command }
            },
            {
                Flag.Value(HelpGroup.Batches, "--shards", "N", "Into how many parts the pictures fall", ReadShards)
                    .AsRequired(),
                static (choice, count) => choice with { Shards = count }
            },
            {
                Flag.Text(
                    HelpGroup.Batches,
                    "--results",
                    "DIR",
                    "The folder of results, which all tasks see so (default: none, as trainings have none)"
                ),
                static (choice, folder) => choice with { Results = folder }
            },
            {
                Flag.Value(HelpGroup.Machine, "--cpus", "N", "Processors a task; 2 unless given", AboveZero),
                static (choice, count) => choice with { Processors = count }
            },
            {
                Flag.Value(HelpGroup.Machine, "--memory", "MB", "Memory a task; 2048 unless given", AboveZero),
                static (choice, megabytes) => choice with { Memory = megabytes }
            },
            {
                Flag.Value(
                    HelpGroup.Machine,
                    "--retries",
                    "N",
                    "How often a task that fails is tried again; 3 unless given",
                    static text => Values.AtLeast(text, 0)
                ),
                static (choice, count) => choice with { Retries = count }
            },
            {
                Flag.Value(
                    HelpGroup.Machine,
                    "--at-a-time",
                    "N",
                    "How many tasks run at a time at most; as many as fit unless given",
                    AboveZero
                ),
                static (choice, count) => choice with { AtATime = count }
            },
            {
                Flag.Output("FILE", "The file to write; standard output unless given"),
                static (choice, path) => choice with { Output = path }
            },
            { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
        };
        if (scheduler == Scheduler.Slurm)
        {
            flags.Add(
                Flag.Value(HelpGroup.Machine, "--hours", "N", "How long a task may take; 4 unless given", ReadHours),
                static (choice, hours) => choice with { Hours = hours }
            );
        }
        else
        {
            flags.Add(
                Flag.Text(HelpGroup.Machine, "--image", "NAME", "The image; spotter:latest unless given"),
                static (choice, image) => choice with { Image = image }
            );
            flags.Add(
                Flag.Repeated(
                    HelpGroup.Machine,
                    "--volume",
                    "CLAIM=PATH",
                    "A volume claim, and the folder where tasks see it; may be given several times (default: none)",
                    ReadVolume
                ),
                static (choice, volumes) => choice with { Volumes = volumes }
            );
        }

        return flags;
    }

    private static int AboveZero(string text) => Values.AtLeast(text, 1);

    private static int ReadShards(string text) =>
        Values.Whole(text) is >= 1 and <= Shard.MostShards and var count
            ? count
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"must be 1 to {Shard.MostShards}")
            );

    private static double ReadHours(string text) =>
        Values.Number(text) is > 0 and <= 8760 and var hours
            ? hours
            : throw new FormatException("must be more than 0, and a year at most");

    private static (string Claim, string Path) ReadVolume(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } claim, ['/', ..] path]
            ? (claim, path)
            : throw new FormatException("must be CLAIM=PATH, such as data=/data");

    private static int Write(ClusterChoice choice, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (choice.Output is { } path)
        {
            var outputs = new Outputs([], choice.Overwrites);
            OutputException.RequireWritable(path, outputs);
            outputs.Write(path, bytes);
        }
        else
        {
            using Stream stdout = StandardOutput.Open();
            stdout.Write(bytes);
        }

        return ExitCode.Done;
    }

    private static async Task<int> StatusAsync(ClusterChoice choice)
    {
        ShardFolder folder = ShardFolder.Open(choice.Results!);
        IReadOnlyList<ShardStatus> shards = ShardStatus.Of(
            folder,
            await ShardUnit.AllOfAsync(Source.Parse(folder.Run.Sources, folder.Run.Finding()), folder.Run)
        );
        double[] toGo = [.. shards.Select(SecondsToGo).OfType<double>().Order()];
        double median = toGo.Length > 0 ? toGo[toGo.Length / 2] : 0;
        using Stream stdout = StandardOutput.Open();
        var table = new TextTable(
            new TextColumn("shard"),
            new TextColumn("done"),
            new TextColumn("errors") { Rank = 2 },
            new TextColumn("a second") { Rank = 3 },
            new TextColumn("to go") { Rank = 1 },
            new TextColumn("state")
        );
        foreach (ShardStatus shard in shards)
        {
            double? left = SecondsToGo(shard);
            string state =
                shard.IsDone ? "done"
                : shard.Began is null ? "not begun"
                : left > Straggling * median && toGo.Length > 2 ? "slow"
                : "begun";
            if (choice.List.IsJson)
            {
                var line = new ShardStatusLine(
                    shard.Shard.ToString(),
                    shard.Inputs,
                    shard.Done,
                    shard.Failed,
                    shard.Rate is { } rate ? Math.Round(rate, 2) : null,
                    left is { } seconds ? Math.Round(seconds) : null,
                    state
                );
                JsonLine.Write(stdout, line, ToolJson.Lines.ShardStatusLine);
            }
            else
            {
                table.Add(
                    shard.Shard.ToString(),
                    string.Create(CultureInfo.InvariantCulture, $"{shard.Done:N0} of {shard.Inputs:N0}"),
                    string.Create(CultureInfo.InvariantCulture, $"{shard.Failed:N0}"),
                    string.Create(CultureInfo.InvariantCulture, $"{shard.Rate:N1}"),
                    left is { } time ? TimeSpan.FromSeconds(Math.Round(time)).ToString("c") : "",
                    state
                );
            }
        }

        if (!choice.List.IsJson)
        {
            table.Write(new TerminalOutput(choice.List.NoColor));
        }

        return ExitCode.Done;
    }

    private static double? SecondsToGo(ShardStatus shard) =>
        !shard.IsDone && shard.Rate is { } rate ? (shard.Inputs - shard.Done) / rate : null;

    private enum Scheduler
    {
        Slurm,
        Kubernetes,
    }
}

internal sealed record ClusterChoice
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    public string[] Command { get; init; } = [];

    public int Shards { get; init; }

    public string? Results { get; init; }

    public int? Processors { get; init; }

    public int? Memory { get; init; }

    public int? Retries { get; init; }

    public int? AtATime { get; init; }

    public double? Hours { get; init; }

    public string? Image { get; init; }

    public (string Claim, string Path)[] Volumes { get; init; } = [];

    public string? Output { get; init; }

    public bool Overwrites { get; init; }

    public ListChoice List { get; init; } = new();

    /// <exception cref="SpotterException">It is no job.</exception>
    public ClusterJob Job()
    {
        // A mistake in it is better told now than by each of the tasks.
        Tool.RequireSense(Tool.Parse(Tool.Build(), Command));
        if (Command.Any(static word => word is "--shard" or "--results" or "--resume" or "--stitch"))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "the command has --shard, --results, --resume or --stitch of its own; they come from the scheduler"
            );
        }

        bool trains = Command is ["train", ..];
        if (trains && !Command.Any(static word => word == "--sweep" || word.StartsWith("--sweep=", Ordinal)))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                "one machine trains one network; name the settings that tasks are to try with --sweep"
            );
        }

        if (trains != Results is null)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                trains
                    ? "--results: a training keeps its runs in --runs; leave it out"
                    : "--results is missing: the folder where tasks keep what they find"
            );
        }

        var usual = new ClusterJob
        {
            Command = Command,
            Results = Results,
            Shards = Shards,
        };
        return usual with
        {
            Processors = Processors ?? usual.Processors,
            MemoryMegabytes = Memory ?? usual.MemoryMegabytes,
            Retries = Retries ?? usual.Retries,
            AtATime = AtATime,
            Time = Hours is { } hours ? TimeSpan.FromHours(hours) : usual.Time,
            Image = Image ?? usual.Image,
            Volumes = Volumes,
        };
    }
}

/// <summary>A line of <c>spotter cluster status --json</c>.</summary>
internal sealed record ShardStatusLine(
    string Shard,
    int Inputs,
    int Done,
    int Failed,
    double? Rate,
    double? SecondsToGo,
    string State
);
