using System.Globalization;
using Spotter.Vision.Evaluation;

namespace Spotter.Benchmarks.Tracking;

/// <summary>What a tracker reached; shares in percent.</summary>
internal sealed record PeerFigures(
    string Set,
    string Sequence,
    string Tracker,
    double Hota,
    double Idf1,
    double Mota,
    int Switches
)
{
    /// <summary>Reads a table with a header: set, sequence, tracker, HOTA, IDF1, MOTA, IDSW and more.</summary>
    public static IEnumerable<PeerFigures> Read(string path) =>
        File.ReadLines(path)
            .Skip(1)
            .Select(static line => line.Split('\t'))
            .Select(static fields => new PeerFigures(
                fields[0],
                fields[1],
                fields[2],
                Number(fields[3]),
                Number(fields[4]),
                Number(fields[5]),
                int.Parse(fields[6], CultureInfo.InvariantCulture)
            ));

    public static PeerFigures Of(string set, TrackingScore score) =>
        new(
            set,
            "",
            "Spotter",
            100 * score.Hota.Hota,
            100 * score.Identity.F1,
            100 * score.Clear.Mota,
            score.Clear.IdentitySwitches
        );

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
