using System.CommandLine;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Results;
using Spotter.Shards;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter cluster simulate</c>: into how many shards a run is best divided.</summary>
internal static class SimulateCommand
{
    private const int Rounds = 15;
    private const int MostWorkers = 100_000;

    // Times the workers, where no numbers are named.
    private static readonly int[] Usual = [1, 2, 4, 8, 16, 32, 64];

    public static Command Build() =>
        ToolCommand.Create<SimulateChoice>(
            "simulate",
            "Play a run with slow and killed machines, to see into how many shards it is best divided",
            new()
            {
                {
                    Flag.Value(HelpGroup.Batches, "--inputs", "N", "How many pictures, or videos", ReadInputs)
                        .AsRequired(),
                    static (choice, count) => choice with { Inputs = count }
                },
                {
                    Flag.Value(HelpGroup.Batches, "--workers", "N", "How many tasks run at a time", ReadWorkers)
                        .AsRequired(),
                    static (choice, count) => choice with { Workers = count }
                },
                {
                    Flag.Value(
                        HelpGroup.Batches,
                        "--rate",
                        "N",
                        "Inputs a second of one task, as measured on some of them; 100 unless given",
                        AboveZero
                    ),
                    static (choice, rate) => choice with { Rate = rate }
                },
                {
                    Flag.Value(
                        HelpGroup.Batches,
                        "--shards",
                        "N,...",
                        "Into how many parts; 1 to 64 times the workers unless given",
                        ReadShards
                    ),
                    static (choice, counts) => choice with { Shards = counts }
                },
                {
                    Flag.Value(
                        HelpGroup.Machine,
                        "--startup",
                        "SECONDS",
                        "Until a task searches its first input; 20 unless given",
                        NotNegative
                    ),
                    static (choice, seconds) => choice with { Start = seconds }
                },
                {
                    Flag.Value(
                        HelpGroup.Machine,
                        "--slow",
                        "SHARE=TIMES",
                        "Which share of machines is slow, and how many times; 0.02=3 unless given",
                        ReadSlow
                    ),
                    static (choice, slow) => choice with { Slow = slow }
                },
                {
                    Flag.Value(
                        HelpGroup.Machine,
                        "--kills",
                        "N",
                        "How often a task is killed, in times an hour; 0.02 unless given, machines that may be taken "
                            + "away 0.1 to 0.5",
                        NotNegative
                    ),
                    static (choice, kills) => choice with { Kills = kills }
                },
                {
                    Flag.Value(
                        HelpGroup.Machine,
                        "--skew",
                        "N",
                        "How unlike inputs are: their deviation in times of the mean; 0.5 unless given, videos 2",
                        NotNegative
                    ),
                    static (choice, skew) => choice with { Skew = skew }
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
                    ListFlags.All("a number of shards"),
                    static choice => choice.List,
                    static (choice, list) => choice with { List = list }
                },
            },
            Run,
            "spotter cluster simulate --inputs 10000000 --workers 100 --rate 130"
        );

    private static int Run(SimulateChoice choice)
    {
        using Stream stdout = StandardOutput.Open();
        int[] counts = choice.Shards
            ??
            [
                .. Usual
                    .Select(times => Math.Min((long)times * choice.Workers, Shard.MostShards))
                    .Where(count => count <= choice.Inputs)
                    .Select(static count => (int)count)
                    .Distinct(),
            ];
        var table = new TextTable(
            new TextColumn("shards"),
            new TextColumn("inputs each") { Rank = 4 },
            new TextColumn("hours"),
            new TextColumn("of ideal"),
            new TextColumn("idle") { Rank = 1 },
            new TextColumn("lost") { Rank = 2 },
            new TextColumn("kills") { Rank = 3 },
            new TextColumn("failed")
        );
        foreach (int count in counts)
        {
            ShardSimulation plan = choice.Plan(count);
            SimulatedRun run = plan.PlayUsual(Rounds);
            double ideal = plan.IdealHours / run.Hours;
            if (choice.List.IsJson)
            {
                var line = new SimulationLine(
                    count,
                    Math.Round(run.Hours, 4),
                    Math.Round(ideal, 4),
                    Math.Round(run.Idle, 4),
                    Math.Round(run.Wasted, 4),
                    run.Kills,
                    run.Failed
                );
                JsonLine.Write(stdout, line, ToolJson.Lines.SimulationLine);
            }
            else
            {
                table.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{count:N0}"),
                    string.Create(CultureInfo.InvariantCulture, $"{(double)choice.Inputs / count:N0}"),
                    string.Create(CultureInfo.InvariantCulture, $"{run.Hours:N2}"),
                    Percent(ideal),
                    Percent(run.Idle),
                    Percent(run.Wasted),
                    string.Create(CultureInfo.InvariantCulture, $"{run.Kills:N0}"),
                    string.Create(CultureInfo.InvariantCulture, $"{run.Failed:N0}")
                );
            }
        }

        if (!choice.List.IsJson)
        {
            table.Write(new TerminalOutput(choice.List.NoColor));
        }

        return ExitCode.Done;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share:P1}");

    private static long ReadInputs(string text) =>
        Values.Number(text) is >= 1 and <= 1e12 and var count && count == Math.Floor(count)
            ? (long)count
            : throw new FormatException("must be a whole number from 1 on");

    private static int ReadWorkers(string text) =>
        Values.Whole(text) is >= 1 and <= MostWorkers and var count
            ? count
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostWorkers}"));

    private static int[] ReadShards(string text) =>
        [
            .. Values
                .Names(text)
                .Select(static word =>
                    Values.Whole(word) is >= 1 and <= Shard.MostShards and var count
                        ? count
                        : throw new FormatException(
                            string.Create(CultureInfo.InvariantCulture, $"must be 1 to {Shard.MostShards}")
                        )
                ),
        ];

    private static double AboveZero(string text) =>
        Values.Number(text) is > 0 and <= 1e6 and var number
            ? number
            : throw new FormatException("must be above 0, and 1000000 at most");

    private static double NotNegative(string text) =>
        Values.Number(text) is >= 0 and <= 1e6 and var number
            ? number
            : throw new FormatException("must be 0 or more, and 1000000 at most");

    private static (double Share, double Factor) ReadSlow(string text) =>
        text.Split('=') is [var share, var factor]
        && Values.Share(share) is var part
        && Values.Number(factor) is >= 1 and <= 1000 and var times
            ? (part, times)
            : throw new FormatException("must be SHARE=TIMES, such as 0.02=3");
}

internal sealed record SimulateChoice
{
    public long Inputs { get; init; }

    public int Workers { get; init; }

    public double? Rate { get; init; }

    public int[]? Shards { get; init; }

    public double? Start { get; init; }

    public (double Share, double Factor)? Slow { get; init; }

    public double? Kills { get; init; }

    public double? Skew { get; init; }

    public int? Retries { get; init; }

    public ListChoice List { get; init; } = new();

    public ShardSimulation Plan(int shards)
    {
        var usual = new ShardSimulation
        {
            Inputs = Inputs,
            Workers = Workers,
            Shards = shards,
        };
        return usual with
        {
            Rate = Rate ?? usual.Rate,
            Start = Start is { } start ? TimeSpan.FromSeconds(start) : usual.Start,
            SlowShare = Slow?.Share ?? usual.SlowShare,
            SlowFactor = Slow?.Factor ?? usual.SlowFactor,
            KillsAnHour = Kills ?? usual.KillsAnHour,
            Skew = Skew ?? usual.Skew,
            Retries = Retries ?? usual.Retries,
        };
    }
}

/// <summary>A line of <c>spotter cluster simulate --json</c>.</summary>
internal sealed record SimulationLine(
    int Shards,
    double Hours,
    double OfIdeal,
    double Idle,
    double Lost,
    int Kills,
    int Failed
);
