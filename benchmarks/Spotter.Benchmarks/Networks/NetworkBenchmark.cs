using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spotter.Learning.Onnx;
using Spotter.Media;
using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;
using Spotter.Vision.Images;
using Spotter.Vision.Models;

namespace Spotter.Benchmarks.Networks;

/// <summary>
/// Milliseconds a picture of the built-in detectors' networks, and of other makers' networks from the picture to its
/// finds: Spotter and ONNX Runtime in turn in one process, on the same weights and the same picture. With one thread it
/// is the thread's processor time, with more the time that passes.
/// </summary>
internal static class NetworkBenchmark
{
    private const double Tolerance = 1e-4;
    private const int WarmUp = 30;

    // The second is that of cars and people.
    private static readonly string[] Networks = ["faces", "people"];
    private static readonly string[] Others = ["FastestDet", "nanodet", "yunet"];

    private static readonly Option<int> Rounds = Arguments.Rounds(101);
    private static readonly Option<int[]> ThreadCounts = Arguments.Numbers("--threads", "Threads of a call", 1, 2);
    private static readonly Option<string[]> Models = Arguments.Names("--models", "Folders of other makers' models");
    private static readonly Option<string> PictureFile = new("--picture")
    {
        HelpName = "PATH",
        Description = "What other makers' detectors search, brought to 640x480 and to 1280x720",
        DefaultValueFactory = static _ => "docs/pictures/party.png",
    };

    private static readonly Option<(int Width, int Height)[]> Sizes = Arguments.List(
        "--sizes",
        "WIDTHxHEIGHT,...",
        "Sizes of the picture",
        ParseSize,
        (320, 320),
        (640, 512)
    );

    public static Command Build() =>
        Arguments.Benchmark(
            "networks",
            "Milliseconds a picture of the detectors' networks, ONNX Runtime and Spotter in turn",
            static arguments => Task.FromResult(Run(arguments)),
            Sizes,
            ThreadCounts,
            Rounds,
            Models,
            PictureFile
        );

    private static int Run(ParseResult arguments)
    {
        int rounds = arguments.GetValue(Rounds);
        bool json = arguments.GetValue(Arguments.Json);
        if (!json)
        {
            Console.WriteLine($"{VectorWidths.Describe()}; ONNX Runtime {OnnxPeer.Version}");
        }

        bool agree = true;
        foreach (string name in Networks)
        {
            foreach ((int width, int height) in arguments.GetRequiredValue(Sizes))
            {
                foreach (int threads in arguments.GetRequiredValue(ThreadCounts))
                {
                    Row row = Measure(name, width, height, threads, rounds);
                    agree &= row.OutputsAgree;
                    Print(row, json);
                }
            }
        }

        foreach (string folder in arguments.GetRequiredValue(Models))
        {
            CompareOthers(folder, rounds, json);
            agree &= SearchWithOthers(folder, arguments, json);
        }

        return agree ? 0 : 1;
    }

    private static Row Measure(string name, int width, int height, int threads, int rounds)
    {
        NetworkGraph network = Resized(name, width, height);
        float[] sample = Sample(network.InputShape);
        float[][] ours = [.. network.OutputShapes.Select(static shape => new float[shape.Length])];
        using var runner = new NetworkRunner(network, PixelNormalization.ZeroToOne(3), threads);
        using var peer = new OnnxPeer(OnnxFile.ToBytes(network), threads, ToPlanes(sample, network.InputShape));
        runner.Run(sample, width, height, ours);
        double difference = ours.Zip(peer.Outputs(), network.OutputShapes)
            .Max(static output => Difference(output.First, output.Second, output.Third));
        byte[] bytes = [.. sample.Select(static value => (byte)(255 * value))];
        double[] times = Alternate(
            [
                () => runner.Run(sample, width, height, ours),
                peer.Run,
                () => runner.Run(bytes, width, height, 3 * width, PixelOrder.Bgr, ours),
            ],
            rounds,
            threads == 1 ? Clock.Thread : Clock.Wall
        );
        return new Row(
            name,
            $"{width}x{height}",
            Math.Round(WorkOf(network) / 1e6),
            threads,
            Math.Round(times[0], 3),
            Math.Round(times[2], 3),
            Math.Round(times[1], 3),
            $"ONNX Runtime {OnnxPeer.Version}",
            Math.Round(times[1] / times[0], 2),
            difference,
            difference <= Tolerance
        );
    }

    // The network as it is for one size, which the other side needs; its weights are the model's own.
    private static NetworkGraph Resized(string name, int width, int height)
    {
        NetworkGraph model = ModelCatalog.Get(name).LoadNetwork().Content.Network;
        var network = new NetworkGraph(TensorShape.Image(height, width, 3), model.Layers, model.OutputNames);
        foreach ((Parameter ours, Parameter its) in network.Parameters.Zip(model.Parameters))
        {
            ours.SetValues(its.ToArray());
        }

        return network;
    }

    // Multiply-adds of a picture, as a direct convolution counts them.
    private static double WorkOf(NetworkGraph network) =>
        network.Built.Sum(static built =>
            built.Layer is Conv2D layer
                ? (double)built.Output.Length * layer.Kernel.Height * layer.Kernel.Width * built.Input.Channels
                : 0
        );

    // Networks of other makers, beside ours of cars and people on one thread, on as many pixels as FastestDet sees.
    private static void CompareOthers(string folder, int rounds, bool json)
    {
        const int Width = 384;
        const int Height = 320;
        NetworkGraph network = Resized(Networks[1], Width, Height);
        float[] sample = Sample(network.InputShape);
        float[][] ours = [.. network.OutputShapes.Select(static shape => new float[shape.Length])];
        using var runner = new NetworkRunner(network, PixelNormalization.ZeroToOne(3));
        string[] files =
        [
            .. Directory
                .EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories)
                .Where(static file =>
                    Others.Any(name => Path.GetFileName(file).Contains(name, StringComparison.OrdinalIgnoreCase))
                )
                .Order(StringComparer.Ordinal),
        ];
        foreach (string file in files)
        {
            using var peer = new OnnxPeer(File.ReadAllBytes(file), threads: 1);
            double[] times = Alternate([() => runner.Run(sample, Width, Height, ours), peer.Run], rounds, Clock.Thread);
            Print(
                new OtherRow(
                    Path.GetFileNameWithoutExtension(file),
                    string.Join("x", peer.Extents.Skip(2).Reverse()),
                    Math.Round(times[1], 3),
                    Math.Round(times[0], 3),
                    Math.Round(times[1] / times[0], 2)
                ),
                json
            );
        }
    }

    private static bool SearchWithOthers(string folder, ParseResult arguments, bool json)
    {
        int rounds = arguments.GetValue(Rounds);
        BgrImage photo = Picture.Load(arguments.GetRequiredValue(PictureFile)).Bgr;
        bool agree = true;
        foreach (
            string file in Directory
                .EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
        )
        {
            foreach ((int width, int height) in ((int, int)[])[(640, 480), (1280, 720)])
            {
                foreach (int threads in arguments.GetRequiredValue(ThreadCounts))
                {
                    Func<double> clock = threads == 1 ? Clock.Thread : Clock.Wall;
                    if (
                        WholePictures.Measure(file, photo.Resize(width, height), threads, actions =>
                            Alternate(actions, rounds, clock)
                        ) is
                        { } row
                    )
                    {
                        agree &= row.InputsAgree;
                        Print(row, json);
                    }
                }
            }
        }

        return agree;
    }

    // Each runs twice in a row: the second run, which counts, finds its own data in the cache.
    private static double[] Alternate(Action[] actions, int rounds, Func<double> clock)
    {
        double[][] times = [.. actions.Select(_ => new double[rounds])];
        for (int round = -WarmUp; round < rounds; round++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                actions[i]();
                double start = clock();
                actions[i]();
                if (round >= 0)
                {
                    times[i][round] = clock() - start;
                }
            }
        }

        return [.. times.Select(Medians.Of)];
    }

    private static float[] Sample(TensorShape shape)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, shape.Length).Select(_ => random.NextSingle())];
    }

    private static float[] ToPlanes(float[] pixels, TensorShape shape)
    {
        var planes = new float[pixels.Length];
        int area = shape.Height * shape.Width;
        for (int i = 0; i < pixels.Length; i++)
        {
            planes[i % shape.Channels * area + i / shape.Channels] = pixels[i];
        }

        return planes;
    }

    private static double Difference(float[] pixels, float[] planes, TensorShape shape) =>
        ToPlanes(pixels, shape).Zip(planes, static (a, b) => Math.Abs((double)a - b)).Max();

    private static (int Width, int Height) ParseSize(string text) =>
        text.Split('x') is [var width, var height]
        && int.TryParse(width, CultureInfo.InvariantCulture, out int w)
        && int.TryParse(height, CultureInfo.InvariantCulture, out int h)
        && w > 0
        && h > 0
        && w % 64 == 0
        && h % 64 == 0
            ? (w, h)
            : throw new FormatException($"WIDTHxHEIGHT, multiples of 64, got \"{text}\"");

    private static void Print(Row row, bool json) =>
        Console.WriteLine(
            json
                ? JsonSerializer.Serialize(row, NetworkBenchmarkJson.Default.Row)
                : $"{row.Network, -6} {row.Size, 7} ({row.MillionMultiplyAdds} M), {row.Threads} "
                    + $"{(row.Threads == 1 ? "thread: " : "threads:")} Spotter {row.SpotterMs:F2} ms "
                    + $"(from bytes {row.FromBytesMs:F2}), {row.Peer} {row.PeerMs:F2} ms: {row.Ratio:F2} times; "
                    + $"outputs differ by {row.LargestDifference:E1}: {(row.OutputsAgree ? "equal" : "DIFFERENT")}"
        );

    private static void Print(OtherRow row, bool json) =>
        Console.WriteLine(
            json
                ? JsonSerializer.Serialize(row, NetworkBenchmarkJson.Default.OtherRow)
                : $"{row.Network} {row.Input} in ONNX Runtime {row.PeerMs:F2} ms; "
                    + $"beside it Spotter's cars and people on 384x320 "
                    + $"{row.SpotterMs:F2} ms: {row.Ratio:F2} times"
        );

    private static void Print(WholeRow row, bool json) =>
        Console.WriteLine(
            json
                ? JsonSerializer.Serialize(row, NetworkBenchmarkJson.Default.WholeRow)
                : $"{row.Network} ({row.Kind}) on {row.Picture}, input {row.Input}, {row.Threads} "
                    + $"{(row.Threads == 1 ? "thread: " : "threads:")} Spotter {row.SpotterMs:F2} ms (input "
                    + $"{row.InputMs:F2}), {row.Peer} alone {row.PeerMs:F2} ms, with OpenCV before it "
                    + $"{row.OpenCvMs:F2} ms: Spotter adds {row.Share:P1}; {row.Finds} finds; inputs differ by "
                    + $"{row.InputDifference:F2} levels: {(row.InputsAgree ? "equal" : "DIFFERENT")}"
        );

    internal sealed record Row(
        string Network,
        string Size,
        double MillionMultiplyAdds,
        int Threads,
        double SpotterMs,
        double FromBytesMs,
        double PeerMs,
        string Peer,
        double Ratio,
        double LargestDifference,
        bool OutputsAgree
    );

    internal sealed record OtherRow(string Network, string Input, double PeerMs, double SpotterMs, double Ratio);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NetworkBenchmark.Row))]
[JsonSerializable(typeof(NetworkBenchmark.OtherRow))]
[JsonSerializable(typeof(WholeRow))]
internal sealed partial class NetworkBenchmarkJson : JsonSerializerContext;
