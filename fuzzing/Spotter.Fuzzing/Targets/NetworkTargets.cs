using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Spotter.Fuzzing.Loop;
using Spotter.Learning.Onnx;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Onnx;
using Spotter.Onnx.Engines;
using Spotter.Onnx.Graphs;
using Spotter.Vision.Networks;

namespace Spotter.Fuzzing.Targets;

/// <summary>Networks: our own format, ONNX, and what is written down of networks.</summary>
internal static class NetworkTargets
{
    private const int LargestPicture = 64 * 64 * 3;

    private const string Description = """
        { "family": "yolox", "width": 320, "height": 320, "layout": "nchw", "colors": "bgr", "mean": [0, 0, 0], "scale": 1,
          "fit": "top-left", "padding": 114, "classes": ["face", "person"], "min_score": 0.25, "max_overlap": 0.45 }
        """;

    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("network-file", "networks in our own format", LoadNetwork)
        {
            Seeds = static () => [.. Classifiers().Select(static one => Unwrap(one.ToBytes()))],
            Words = LayerWords,
            Refusals = [typeof(InvalidDataException)],
        },
        new("network-json", "layers as JSON", ReadNetworkJson)
        {
            Seeds = static () =>
                [.. Classifiers().Select(static one => Scratch.Text(NetworkDescription.Of(one.Network).ToJson()))],
            Words = LayerWords,
            Refusals = [typeof(InvalidDataException), typeof(FormatException), typeof(ArgumentException)],
        },
        new("onnx-graph", "networks of others, for Spotter's engine", LoadGraph)
        {
            Seeds = static () =>
                [.. Classifiers().Select(static one => OnnxFile.ToBytes(one)), .. RandomGraphs.Samples(24)],
            Words = ["Conv", "Gemm", "Reshape", "axis", "pads", "kernel_shape", "strides", "perm", "Loop", "If"],
            Refusals = [typeof(GraphException), typeof(EngineException)],
            Memory = 128 << 20,
        },
        new("onnx-classifier", "classifiers that Spotter wrote as ONNX", LoadClassifier)
        {
            Seeds = static () => [.. Classifiers().Select(static one => OnnxFile.ToBytes(one))],
            Words = [.. LayerWords, "spotter.network", "spotter.class_names"],
            Refusals = [typeof(InvalidDataException)],
        },
        new("network-description", "what is written down of a network", ReadNetworkDescription)
        {
            Seeds = static () => [Scratch.Text(Description), Scratch.Text("{\"classes\":\"names.txt\"}")],
            Words =
            [
                "\"family\":",
                "\"classes\":[",
                "\"\\ud800\"",
                "null",
                "1e99",
                "\"mean\":[1,2,3]",
                "/*",
                "*/",
                "//",
            ],
        },
        new("class-names", "names of classes: text, JSON, Python's literals, YAML", LoadNames)
        {
            Seeds = static () =>
                [
                    Scratch.Text("face\nperson\n"),
                    Scratch.Text("{0: 'person', 1: \"bicycle\"}"),
                    Scratch.Text("['a', 'b']"),
                    Scratch.Text("names:\n  0: person\n  1: car\n"),
                    Scratch.Text("names: [person, car]\n"),
                    Scratch.Text("[\"a\",\"b\"]"),
                    Scratch.Text("{\"0\":[\"n01\",\"tench\"]}"),
                ],
            Words = ["{", "}", "[", "]", ":", ",", "'", "\"", "\\", "\\u00e9", "\\x41", "0:", "names:", "\n  1: "],
        },
    ];

    private static void ReadNetworkJson(byte[] input)
    {
        NetworkDescription network = NetworkDescription.Parse(Encoding.UTF8.GetString(input));
        _ = network.ToJson();
    }

    private static void ReadNetworkDescription(byte[] input)
    {
        string path = Scratch.File("description.json", input);
        _ = DetectorDescription.Read(path).NamesOf(path);
    }

    private static string[] LayerWords =>
        [
            "\"type\":",
            "\"dense\"",
            "\"conv2d\"",
            "\"filters\":",
            "\"units\":",
            "\"kernel\":",
            "\"padding\":",
            "\"activation\":",
            "\"inputs\":",
            "2147483647",
            "[",
            "]",
            "{",
            "}",
            "null",
        ];

    /// <summary>Small classifiers of all kinds of layers, with weights.</summary>
    public static IEnumerable<ImageClassifier> Classifiers()
    {
        foreach (string layers in (string[])["none", "8,dropout0.2", "conv4,batchnorm,pool,8", "conv3x5,avgpool,gap"])
        {
            var network = new Sequential(TensorShape.Image(8, 8, 1), LayerNotation.Parse(layers, 3), seed: 1);
            yield return new ImageClassifier(network, PixelNormalization.ZeroToOne(1), ["a", "b", "c"]);
        }
    }

    // Behind a NUL come the weights; header and checksum are made to fit, so that what they guard is reached.
    private static void LoadNetwork(byte[] input)
    {
        byte[] file = input.AsSpan().StartsWith("SPNN"u8) ? input : Wrap(input);
        Read(() => ImageClassifier.Load(file, "file.network"));
        Read(() => NetworkDetectorModel.Load(file, "file.network"));
    }

    private static void Read<T>(Func<T> load)
    {
        try
        {
            if (load() is ImageClassifier { InputShape: { Length: <= LargestPicture } shape } classifier)
            {
                _ = classifier.Predict(new byte[shape.Length], 1);
            }
        }
        catch (InvalidDataException e)
            when (Verdict.Of(new FuzzTarget("", "", static _ => { }) { Refusals = [typeof(InvalidDataException)] }, e)
                    is null
            )
        {
            // The other reader may take it.
        }
    }

    private static byte[] Wrap(byte[] input)
    {
        byte[][] parts = Scratch.Parts(input, 2);
        int floats = parts[1].Length / sizeof(float);
        byte[] head = [.. "SPNN"u8, 1, sizeof(float), .. new byte[8]];
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(6), parts[0].Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(10), floats);
        byte[] all = [.. head, .. parts[0], .. parts[1].AsSpan(0, floats * sizeof(float))];
        return [.. all, .. SHA256.HashData(all)];
    }

    private static byte[] Unwrap(byte[] file)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(6));
        return [.. file.AsSpan(14, length), 0, .. file.AsSpan((14 + length)..^32)];
    }

    private static void LoadGraph(byte[] input)
    {
        OnnxFileContent content = OnnxReader.Read(new MemoryStream(input));
        string path = Scratch.File("network.onnx", input);
        GraphChecks.Check(content, path);
        using var engine = new SpotterEngine(content, path);
        NetworkValue[] values = RandomGraphs.ValuesFor(engine.Shape, 4096);
        if (values.Length > 0)
        {
            engine.Run(values, threads: 1, static _ => { });
        }
    }

    private static void LoadClassifier(byte[] input)
    {
        try
        {
            _ = OnnxTransfer.Read(input, "network.onnx", layer: null);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            // Whether a trunk can be taken of it is another question.
        }

        _ = OnnxFile.Load(input, "network.onnx");
    }

    private static void LoadNames(byte[] input)
    {
        _ = NetworkClassNames.TryParseLiteral(Encoding.UTF8.GetString(input));
        _ = NetworkClassNames.Load(Scratch.File("names.txt", input));
        _ = NetworkClassNames.Load(Scratch.File("names.json", input));
        _ = NetworkClassNames.Load(Scratch.File("names.yaml", input));
    }
}
