using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spotter.Applications;
using Spotter.Batches;
using Spotter.Media;
using Spotter.Results;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks.Batches;

/// <summary>
/// Pictures a second: the detector with all pixels decoded from memory on every thread, and beside it whole runs
/// through a folder, with files read and a line of JSON a picture. Of small pictures a run should come near; of large
/// ones it decodes fewer pixels, and what it finds is compared.
/// </summary>
internal static class BatchBenchmark
{
    private const double SameBox = 0.5;

    private static readonly Option<int> Count = Arguments.Whole("--count", "How many small pictures", 20_000);
    private static readonly Option<int> Side = Arguments.Whole("--side", "Pixels a side of the small ones", 200);
    private static readonly Option<int> Photos = Arguments.Whole("--photos", "How many large pictures", 60);
    private static readonly Option<int> Width = Arguments.Whole("--width", "Pixels a row of the large ones", 4000);
    private static readonly Option<int> Rounds = Arguments.Rounds(3);

    public static Command Build() =>
        Arguments.Benchmark(
            "batch",
            "Pictures a second of runs through folders of small and of large pictures, and the memory they take",
            arguments => Task.FromResult(Run(arguments)),
            Arguments.Paths,
            Count,
            Side,
            Photos,
            Width,
            Rounds
        );

    private static int Run(ParseResult arguments)
    {
        string[] pictures = arguments.Pictures("/usr/share/doc/opencv-doc", "/usr/share/opencv4");
        bool json = arguments.GetValue(Arguments.Json);
        int rounds = arguments.GetValue(Rounds);
        string folder = Directory.CreateTempSubdirectory("spotter-bench-").FullName;
        Console.Error.WriteLine(
            $"{pictures.Length} pictures, made to sizes and repeated; {Environment.ProcessorCount} threads; "
                + VectorWidths.Describe()
        );
        if (!json)
        {
            Console.WriteLine(
                $"{"pictures", -24} {"count", 7} {"search", -7} {"engine /s", 10} {"run /s", 10} {"ratio", 6} "
                    + $"{"engine ms", 10} {"run ms", 7} {"MB", 6} {"finds", 7} {"kept", 7} {"IoU", 6}"
            );
        }

        try
        {
            PictureSet small = PictureSet.MakeSquare(
                Path.Combine(folder, "small"),
                pictures,
                arguments.GetValue(Side),
                arguments.GetValue(Count)
            );
            PictureSet large = PictureSet.MakeWide(
                Path.Combine(folder, "large"),
                pictures,
                arguments.GetValue(Width),
                arguments.GetValue(Photos)
            );
            foreach (PictureSet set in (PictureSet[])[small, large])
            {
                foreach ((string name, Application application) in Applications())
                {
                    BatchRow row = Measure(set, name, application, rounds);
                    Console.WriteLine(json ? JsonSerializer.Serialize(row, BatchJson.Default.BatchRow) : row.ToLine());
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static IEnumerable<(string Name, Application Application)> Applications()
    {
        yield return ("faces", Faces.Create());
        yield return ("smiles", Smiles.Create(Detector.Faces()));
        yield return ("road", Road.Create());
    }

    private static BatchRow Measure(PictureSet set, string name, Application application, int rounds)
    {
        var engine = new List<Pace>();
        var run = new List<Pace>();
        IReadOnlyList<Detection>[] expected = [];
        IReadOnlyList<Detection>[] found = [];
        long most = 0;
        for (int round = 0; round <= rounds; round++)
        {
            (Pace engineRate, expected) = SearchFromMemory(set, application.Detector);
            (Pace runRate, found, most) = RunThroughFolder(set, application, most);

            // The first round warms up.
            if (round > 0)
            {
                engine.Add(engineRate);
                run.Add(runRate);
            }
        }

        (double kept, double overlap) = Compare(expected, found);
        return new BatchRow(
            set.Name,
            set.Files.Count,
            name,
            Medians.Of(engine.Select(static one => one.Rate)),
            Medians.Of(run.Select(static one => one.Rate)),
            Medians.Of(engine.Select(static one => one.ProcessorMs)),
            Medians.Of(run.Select(static one => one.ProcessorMs)),
            most >> 20,
            expected.Sum(static one => one.Count),
            kept,
            overlap
        );
    }

    private static (Pace Pace, IReadOnlyList<Detection>[] Found) SearchFromMemory(PictureSet set, IDetector detector)
    {
        var found = new IReadOnlyList<Detection>[set.Encoded.Count];
        var options = new DetectionOptions { Threads = 1 };
        int next = -1;
        var watch = PaceWatch.Start();
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(_ => new Thread(() =>
                {
                    while (Interlocked.Increment(ref next) is var index && index < set.Files.Count)
                    {
                        int picture = index % set.Encoded.Count;
                        Frame frame = Picture.Load(set.Encoded[picture]);
                        found[picture] = detector.Detect(frame, options);
                    }
                })),
        ];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        return (watch.Stop(set.Files.Count), found);
    }

    private static (Pace Pace, IReadOnlyList<Detection>[] Found, long Memory) RunThroughFolder(
        PictureSet set,
        Application application,
        long most
    )
    {
        var found = new IReadOnlyList<Detection>[set.Encoded.Count];
        using FileStream lines = File.Create(set.Folder + ".jsonl");
        var watch = PaceWatch.Start();
        BatchSummary summary = PictureRun.Run(
            application,
            Source.Parse(set.Folder),
            new PictureRunOptions { JsonLines = lines },
            progress =>
            {
                if (progress.Latest.Result is { } result)
                {
                    found[set.IndexOf(progress.Latest.Source.Name)] = result.Detections;
                }

                if (progress.Done % 500 == 0)
                {
                    most = Math.Max(most, Environment.WorkingSet);
                }
            }
        );
        Pace pace = watch.Stop(set.Files.Count);
        return summary.Failed > 0 || summary.Done != set.Files.Count
            ? throw new InvalidOperationException($"{summary.Failed} of {summary.Done} pictures failed")
            : (pace, found, Math.Max(most, Environment.WorkingSet));
    }

    /// <summary>Which part of the finds the others have too, and how much those overlap.</summary>
    private static (double Kept, double Overlap) Compare(
        IReadOnlyList<Detection>[] expected,
        IReadOnlyList<Detection>[] found
    )
    {
        var overlaps = new List<double>();
        int count = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            foreach (Detection one in expected[i] ?? [])
            {
                count++;
                double best = (found[i] ?? [])
                    .Where(other => other.Label == one.Label)
                    .Select(other => other.Box.IntersectionOverUnion(one.Box))
                    .DefaultIfEmpty()
                    .Max();
                if (best >= SameBox)
                {
                    overlaps.Add(best);
                }
            }
        }

        return (count == 0 ? 1 : (double)overlaps.Count / count, overlaps.DefaultIfEmpty(1).Average());
    }
}

/// <summary>How fast pictures went by.</summary>
/// <param name="Rate">Pictures a second.</param>
/// <param name="ProcessorMs">Milliseconds of all processors a picture, which other programs disturb less.</param>
internal readonly record struct Pace(double Rate, double ProcessorMs);

/// <summary>Measures it.</summary>
internal readonly record struct PaceWatch(long Began, TimeSpan Used)
{
    public static PaceWatch Start() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

    public Pace Stop(int pictures) =>
        new(
            pictures / Stopwatch.GetElapsedTime(Began).TotalSeconds,
            (Environment.CpuUsage.TotalTime - Used).TotalMilliseconds / pictures
        );
}

/// <summary>A search through a set of pictures.</summary>
internal sealed record BatchRow(
    string Pictures,
    int Count,
    string Search,
    double EngineRate,
    double RunRate,
    double EngineMs,
    double RunMs,
    long Megabytes,
    int Finds,
    double Kept,
    double Overlap
)
{
    public double Ratio => RunRate / EngineRate;

    public string ToLine() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Pictures, -24} {Count, 7} {Search, -7} {EngineRate, 10:F1} {RunRate, 10:F1} {Ratio, 6:F2} "
                + $"{EngineMs, 10:F2} {RunMs, 7:F2} {Megabytes, 6} {Finds, 7} {Kept, 7:P1} {Overlap, 6:F3}"
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BatchRow))]
internal sealed partial class BatchJson : JsonSerializerContext;
