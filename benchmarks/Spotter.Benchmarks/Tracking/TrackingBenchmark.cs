using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spotter.Workshop.Tracks;

namespace Spotter.Benchmarks.Tracking;

/// <summary>
/// Spotter's tracker, with default options, on public detections, beside what its peers reached on exactly these
/// sequences (a table that lies with the data), and how many frames a second it takes.
/// </summary>
internal static class TrackingBenchmark
{
    private const string Peers = "peers.tsv";
    private const string Total = "TOTAL";

    private static readonly (string Set, string Folder, string Label)[] Sets =
    [
        ("mot17", "mot17", "pedestrian"),
        ("mot15", "mot15", "pedestrian"),
        ("kitti-car", "kitti", "car"),
        ("kitti-pedestrian", "kitti", "pedestrian"),
    ];

    private static readonly Argument<string> Folder = new("FOLDER")
    {
        Description =
            "Folder with mot15, mot17, kitti and peers.tsv (default: tracking in SPOTTER_DEV_DATA, or ../shared/data)",
        DefaultValueFactory = static _ =>
            Path.Combine(
                Environment.GetEnvironmentVariable("SPOTTER_DEV_DATA") is { Length: > 0 } given
                    ? given
                    : Path.Combine("..", "shared", "data"),
                "tracking"
            ),
    };

    private static readonly Option<int> Rounds = Arguments.Rounds(5);

    public static Command Build() =>
        Arguments.Benchmark(
            "tracking",
            "HOTA, IDF1, MOTA and identity switches beside SORT, ByteTrack and OC-SORT, and frames a second",
            RunAsync,
            Folder,
            Rounds
        );

    private static Task<int> RunAsync(ParseResult arguments)
    {
        string folder = arguments.GetValue(Folder)!;
        if (!File.Exists(Path.Combine(folder, Peers)))
        {
            throw new FileNotFoundException(
                $"{folder}: has no {Peers}; name the folder of the tracking data, or set SPOTTER_DEV_DATA to the one "
                    + "above it"
            );
        }

        PeerFigures[] peers = [.. PeerFigures.Read(Path.Combine(folder, Peers))];
        bool isJson = arguments.GetValue(Arguments.Json);
        foreach ((string set, string place, string label) in Sets)
        {
            string sequences = Path.Combine(folder, place);
            TrackingEvaluation[] runs =
            [
                .. Enumerable
                    .Range(0, arguments.GetValue(Rounds))
                    .Select(_ => TrackingEvaluation.OfDetections(sequences, sequences, label)),
            ];
            foreach (PeerFigures peer in peers.Where(peer => peer.Set == set && peer.Sequence == Total))
            {
                Print(peer, null, isJson);
            }

            double rate = Medians.Of(runs.Select(static run => run.FramesPerSecond!.Value));
            Print(PeerFigures.Of(set, runs[0].Total), rate, isJson);
        }

        return Task.FromResult(0);
    }

    private static void Print(PeerFigures figures, double? framesPerSecond, bool isJson)
    {
        string speed = framesPerSecond?.ToString("0' frames/s'", CultureInfo.InvariantCulture) ?? "";
        Console.WriteLine(
            isJson
                ? JsonSerializer.Serialize(
                    new
                    {
                        set = figures.Set,
                        tracker = figures.Tracker,
                        hota = Math.Round(figures.Hota, 2),
                        idf1 = Math.Round(figures.Idf1, 2),
                        mota = Math.Round(figures.Mota, 2),
                        idsw = figures.Switches,
                        frames_per_second = framesPerSecond is { } rate ? Math.Round(rate) : (double?)null,
                    }
                )
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{figures.Set, -16} {figures.Tracker, -16} HOTA {figures.Hota, 6:F2} IDF1 {figures.Idf1, 6:F2} "
                        + $"MOTA {figures.Mota, 8:F2} switches {figures.Switches, 4} {speed}"
                )
        );
    }
}
