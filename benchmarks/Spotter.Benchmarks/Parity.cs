using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCvSharp;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks;

/// <summary>
/// Every box of every cascade against OpenCV's own, over pictures, widths, scale factors and size limits.
/// </summary>
internal static class Parity
{
    private static readonly Option<int[]> Widths = Arguments.Numbers(
        "--widths",
        "Pixels a row",
        100,
        333,
        640,
        641,
        1281
    );
    private static readonly Option<double[]> ScaleFactors = Arguments.Numbers(
        "--scale-factors",
        "Steps from size to size",
        1.05,
        1.1,
        1.3,
        2.5
    );

    public static Command Build() =>
        Arguments.Benchmark(
            "parity",
            "Boxes of every cascade against OpenCV's: raw and grouped, of all widths and scale factors",
            static arguments => Task.FromResult(Run(arguments)),
            Arguments.Paths,
            Arguments.Cascades,
            Widths,
            ScaleFactors
        );

    private static int Run(ParseResult arguments)
    {
        string[] pictures = arguments.Pictures(
            "/usr/share/doc/opencv-doc/examples/data/messi5.jpg",
            "/usr/share/doc/opencv-doc/examples/data/basketball1.png"
        );
        int[] widths = arguments.GetRequiredValue(Widths);
        double[] scaleFactors = arguments.GetRequiredValue(ScaleFactors);
        bool json = arguments.GetValue(Arguments.Json);
        Console.Error.WriteLine(VectorWidths.Describe());
        int cases = 0;
        int different = 0;
        foreach (string file in CascadeFiles.Find(arguments.GetRequiredValue(Arguments.Cascades)))
        {
            if (!TryLoad(file, out CascadeModel? model))
            {
                continue;
            }

            using var peer = new OpenCvPeer(file);
            var detector = new CascadeDetector(model, "object");
            int before = different;
            int start = cases;
            foreach (string picture in pictures)
            {
                foreach (int width in widths)
                {
                    using Mat gray = OpenCvPeer.ReadGray(picture, width);
                    foreach (Settings settings in AllSettings(model.WindowSize, scaleFactors))
                    {
                        bool equal = IsEqual(peer, detector, gray, settings);
                        cases++;
                        different += equal ? 0 : 1;
                        if (json)
                        {
                            var row = new Row(
                                Path.GetFileNameWithoutExtension(file),
                                picture,
                                width,
                                settings.ScaleFactor,
                                settings.MinNeighbors,
                                Text(settings.Min),
                                Text(settings.Max),
                                equal
                            );
                            Console.WriteLine(JsonSerializer.Serialize(row, ParityJson.Default.Row));
                        }
                        else if (!equal)
                        {
                            Console.WriteLine($"DIFFERENT {Path.GetFileName(file)} {picture} {width} {settings}");
                        }
                    }
                }
            }

            if (!json)
            {
                Console.WriteLine(
                    $"{Path.GetFileNameWithoutExtension(file), -45} {cases - start, 7} cases {different - before, 5} "
                        + $"different"
                );
            }
        }

        Console.Error.WriteLine($"{cases} cases, {different} different");
        return different == 0 ? 0 : 1;
    }

    // Folders may hold other XML files than detectors of whole windows; OpenCV loads neither.
    private static bool TryLoad(string file, out CascadeModel model)
    {
        try
        {
            model = CascadeModel.Load(file);
            return true;
        }
        catch (CascadeFormatException e)
        {
            Console.Error.WriteLine($"left out: {e.Message}");
            model = null!;
            return false;
        }
    }

    private static IEnumerable<Settings> AllSettings(BoxSize window, double[] scaleFactors)
    {
        var min = new BoxSize(window.Width * 2, window.Height * 2);
        var max = new BoxSize(window.Width * 6, window.Height * 6);
        (BoxSize?, BoxSize?)[] limits = [(null, null), (min, null), (null, max), (min, max), (min, min)];
        return from scaleFactor in scaleFactors
            from minNeighbors in (int[])[0, 3]
            from limit in limits
            select new Settings(scaleFactor, minNeighbors, limit.Item1, limit.Item2);
    }

    private static bool IsEqual(OpenCvPeer peer, CascadeDetector detector, Mat gray, Settings settings)
    {
        Box[] expected = peer.Detect(gray, settings.ScaleFactor, settings.MinNeighbors, settings.Min, settings.Max);
        var options = new DetectionOptions
        {
            ScaleFactor = settings.ScaleFactor,
            MinNeighbors = settings.MinNeighbors,
            MinSize = settings.Min,
            MaxSize = settings.Max,
        };
        var found = new List<Detection>();
        detector.Detect(
            new ImageView<byte>(OpenCvPeer.Pixels(gray), gray.Width, gray.Height, gray.Width),
            found,
            options
        );
        return Sorted(expected).SequenceEqual(Sorted(found.Select(static detection => detection.Box)));
    }

    private static IEnumerable<Box> Sorted(IEnumerable<Box> boxes) =>
        boxes.OrderBy(static b => b.Y).ThenBy(static b => b.X).ThenBy(static b => b.Width).ThenBy(static b => b.Height);

    private static string? Text(BoxSize? size) => size is { } s ? $"{s.Width}x{s.Height}" : null;

    private readonly record struct Settings(double ScaleFactor, int MinNeighbors, BoxSize? Min, BoxSize? Max);

    internal sealed record Row(
        string Cascade,
        string Picture,
        int Width,
        double ScaleFactor,
        int MinNeighbors,
        string? MinSize,
        string? MaxSize,
        bool Equal
    );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Parity.Row))]
internal sealed partial class ParityJson : JsonSerializerContext;
