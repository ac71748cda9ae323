using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCvSharp;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks;

/// <summary>Milliseconds a picture: OpenCV and Spotter in turn, in one process, on the same pixels.</summary>
internal static class Cascades
{
    private static readonly Option<int[]> Widths = Arguments.Numbers("--widths", "Pixels a row", 640, 1280, 1920);
    private static readonly Option<int[]> ThreadCounts = Arguments.Numbers("--threads", "Threads of a call", 1, 2);
    private static readonly Option<int> Rounds = Arguments.Rounds(15);

    public static Command Build() =>
        Arguments.Benchmark(
            "cascades",
            "Milliseconds a picture, OpenCV and Spotter alternating in one process",
            static arguments => Task.FromResult(Run(arguments)),
            Arguments.Paths,
            Arguments.Cascades,
            Widths,
            ThreadCounts,
            Rounds
        );

    private static int Run(ParseResult arguments)
    {
        string[] pictures = arguments.Pictures(
            "/usr/share/doc/opencv-doc/examples/data/messi5.jpg",
            "/usr/share/doc/opencv-doc/examples/data/basketball1.png"
        );
        int[] widths = arguments.GetRequiredValue(Widths);
        int[] threadCounts = arguments.GetRequiredValue(ThreadCounts);
        int rounds = arguments.GetValue(Rounds);
        bool json = arguments.GetValue(Arguments.Json);
        Console.Error.WriteLine(VectorWidths.Describe());
        if (!json)
        {
            Console.WriteLine(
                $"{"cascade", -42} {"picture", -18} {"width", 5} {"threads", 7} {"OpenCV ms", 10} {"Spotter ms", 10} "
                    + $"{"ratio", 6} {"threads gain", 12} {"KB a call", 9}  boxes"
            );
        }

        bool allEqual = true;
        foreach (string file in CascadeFiles.Find(arguments.GetRequiredValue(Arguments.Cascades)))
        {
            using var peer = new OpenCvPeer(file);
            var detector = new CascadeDetector(CascadeModel.Load(file), "object");
            foreach (string picture in pictures)
            {
                foreach (int width in widths)
                {
                    using Mat gray = OpenCvPeer.ReadGray(picture, width);
                    double oneThread = double.NaN;
                    foreach (int threads in threadCounts)
                    {
                        Row row = Measure(peer, detector, gray, threads, rounds) with
                        {
                            Cascade = Path.GetFileNameWithoutExtension(file),
                            Picture = Path.GetFileName(picture),
                        };
                        allEqual &= row.Equal;
                        oneThread = threads == 1 ? row.SpotterMs : oneThread;
                        Console.WriteLine(
                            json
                                ? JsonSerializer.Serialize(row, CascadesJson.Default.Row)
                                : $"{row.Cascade, -42} {row.Picture, -18} {width, 5} {threads, 7} "
                                    + $"{row.OpencvMs, 10:F2} {row.SpotterMs, 10:F2} {row.Ratio, 6:F1} "
                                    + $"{Gain(oneThread, row), 12} {row.AllocatedBytes / 1024.0, 9:F1}  "
                                    + $"{(row.Equal ? "equal" : "DIFFERENT")}"
                        );
                    }
                }
            }
        }

        return allEqual ? 0 : 1;
    }

    // How many times as fast as one thread, where that was measured before.
    private static string Gain(double oneThread, Row row) =>
        row.Threads == 1 || double.IsNaN(oneThread) ? "" : $"{oneThread / row.SpotterMs:F2}";

    private static Row Measure(OpenCvPeer peer, CascadeDetector detector, Mat gray, int threads, int rounds)
    {
        byte[] pixels = OpenCvPeer.Pixels(gray);
        var options = new DetectionOptions
        {
            ScaleFactor = 1.1,
            MinNeighbors = 3,
            Threads = threads,
        };
        var found = new List<Detection>();
        OpenCvPeer.UseThreads(threads);
        var opencv = new double[rounds];
        var spotter = new double[rounds];
        Box[] expected = peer.Detect(gray, 1.1, 3);
        detector.Detect(new ImageView<byte>(pixels, gray.Width, gray.Height, gray.Width), found, options);
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            expected = peer.Detect(gray, 1.1, 3);
            opencv[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            detector.Detect(new ImageView<byte>(pixels, gray.Width, gray.Height, gray.Width), found, options);
            spotter[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        detector.Detect(new ImageView<byte>(pixels, gray.Width, gray.Height, gray.Width), found, options);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        bool equal = expected.Order(BoxOrder).SequenceEqual(found.Select(static d => d.Box).Order(BoxOrder));
        double opencvMedian = Medians.Of(opencv);
        double spotterMedian = Medians.Of(spotter);
        return new Row(
            "",
            "",
            gray.Width,
            threads,
            Math.Round(opencvMedian, 3),
            Math.Round(spotterMedian, 3),
            Math.Round(opencvMedian / spotterMedian, 2),
            equal
        )
        {
            AllocatedBytes = allocated,
        };
    }

    private static readonly IComparer<Box> BoxOrder = Comparer<Box>.Create(
        static (a, b) => (a.Y, a.X, a.Width, a.Height).CompareTo((b.Y, b.X, b.Width, b.Height))
    );

    internal sealed record Row(
        string Cascade,
        string Picture,
        int Width,
        int Threads,
        double OpencvMs,
        double SpotterMs,
        double Ratio,
        bool Equal
    )
    {
        [JsonIgnore]
        public long AllocatedBytes { get; init; }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Cascades.Row))]
internal sealed partial class CascadesJson : JsonSerializerContext;
