using System.Globalization;
using Spotter.Vision.Evaluation;
using Spotter.Workshop.Tracks;

namespace Spotter.Cli.Presenting;

/// <summary>An evaluation of a tracker as a table on standard output; shares are in percent.</summary>
internal static class TrackingTable
{
    public static void Print(TrackingEvaluation evaluation, TerminalOutput output)
    {
        var table = new TextTable(
            new TextColumn("sequence"),
            new TextColumn("HOTA"),
            new TextColumn("DetA") { Rank = 3 },
            new TextColumn("AssA") { Rank = 3 },
            new TextColumn("IDF1"),
            new TextColumn("MOTA"),
            new TextColumn("switches"),
            new TextColumn("FP") { Rank = 1 },
            new TextColumn("FN") { Rank = 1 },
            new TextColumn("frag") { Rank = 4 },
            new TextColumn("MT") { Rank = 5 },
            new TextColumn("ML") { Rank = 5 }
        );
        foreach ((string name, TrackingScore score) in evaluation.Sequences)
        {
            Add(table, name, score);
        }

        if (evaluation.Sequences.Count > 1)
        {
            Add(table, "total", evaluation.Total);
        }

        table.Write(output);
        if (evaluation.FramesPerSecond is { } rate)
        {
            output.WriteWrapped(
                string.Create(CultureInfo.InvariantCulture, $"tracked at {rate:N0} frames a second, on one thread")
            );
        }
    }

    private static void Add(TextTable table, string name, TrackingScore score) =>
        table.Add(
            name,
            Percent(score.Hota.Hota),
            Percent(score.Hota.Detection),
            Percent(score.Hota.Association),
            Percent(score.Identity.F1),
            Percent(score.Clear.Mota),
            Count(score.Clear.IdentitySwitches),
            Count(score.Clear.FalsePositives),
            Count(score.Clear.FalseNegatives),
            Count(score.Clear.Fragments),
            Count(score.Clear.MostlyTracked),
            Count(score.Clear.MostlyLost)
        );

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
