using CsCheck;
using Microsoft.ML.OnnxRuntime;
using Spotter.Fuzzing.Loop;
using Spotter.Networks.Kernels;
using Spotter.Onnx;
using Spotter.Onnx.Engines;
using Spotter.Onnx.Execution;
using Spotter.Onnx.Graphs;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Lanes;
using Spotter.Vision.Tests.Tracking;
using Spotter.Vision.Tracking;

namespace Spotter.Fuzzing.Targets;

/// <summary>Two ways to one answer: what others or the definition say is right.</summary>
internal static class DifferentialTargets
{
    // As in the tests of single operators: of the largest number of an output.
    private const float Tolerance = 1e-3f;
    private const int MostNumbers = 1 << 14;

    public static IReadOnlyList<FuzzTarget> List { get; } =
    [
        new("onnx-oracle", "Spotter's engine in each width against ONNX Runtime", CompareEngines)
        {
            Make = RandomGraphs.Make,
            Seeds = static () => RandomGraphs.Samples(8),
            Refusals = [typeof(GraphException), typeof(EngineException)],
            Memory = 128 << 20,
        },
        new("cascade-widths", "cascades in vectors of each width against the scalar kernel", CompareWidths)
        {
            Make = static random => Numbers(random, 8),
            LongestInput = 64,
            Memory = 128 << 20,
        },
        new("assignment", "pairs of tracks and finds against trying all", CompareAssignment)
        {
            Make = static random => Numbers(random, 2 + random.Next(40)),
            LongestInput = 64,
        },
        new("motion", "a track's motion against the textbook's matrices", CompareMotion)
        {
            Make = static random => Numbers(random, 6 * (1 + random.Next(20))),
            LongestInput = 256,
        },
        new("tracker", "a tracker over any finds: identities stay apart, nothing is not a number", Track)
        {
            Make = static random => Numbers(random, random.Next(400)),
            LongestInput = 1 << 10,
        },
    ];

    private static byte[] Numbers(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void CompareEngines(byte[] input)
    {
        OnnxFileContent content = OnnxReader.Read(new MemoryStream(input));
        string path = Scratch.File("network.onnx", input);
        GraphChecks.Check(content, path);
        using var engine = new SpotterEngine(content, path);
        NetworkValue[] values = RandomGraphs.ValuesFor(engine.Shape, MostNumbers);
        if (values.Length == 0 || !HasSensibleWeights(content, path))
        {
            return;
        }

        var expected = new List<(float[] Data, int[] Shape)>();
        try
        {
            using var oracle = new OnnxRuntimeEngine(path, content, NetworkDevice.Cpu, TimeSpan.FromSeconds(5));
            oracle.Run(values, threads: 1, outputs =>
                expected.AddRange(outputs.Select(static one => (one.Data.ToArray(), one.Dimensions)))
            );
        }
        catch (Exception e) when (e is OnnxRuntimeException or EngineException)
        {
            // What the runtime does not take tells nothing.
            return;
        }

        var shapes = values.ToDictionary(
            static value => value.Name,
            static value => value.Dimensions,
            StringComparer.Ordinal
        );
        var graph = new PreparedGraph(content, path);
        foreach (VectorWidth width in (VectorWidth[])[VectorWidth.Bits128, VectorWidth.Bits256, VectorWidth.Bits512])
        {
            if (VectorWidths.IsSupported(width))
            {
                using var plan = new EnginePlan(graph, shapes, threads: 1, width);
                plan.Run(values, outputs => Compare(outputs, expected, width));
            }
        }
    }

    // A weight that is no number times a zero of the padding is one engine's NaN and another's nothing.
    private static bool HasSensibleWeights(OnnxFileContent content, string path)
    {
        var numbers = new TensorNumbers(path);
        return content
            .Graph!.Initializers.Where(static tensor => tensor.Type == ElementType.Float)
            .All(tensor => numbers.ReadFloats(tensor).All(static weight => Math.Abs(weight) < 1e6f));
    }

    private static void Compare(
        IReadOnlyList<NetworkOutput> outputs,
        List<(float[] Data, int[] Shape)> expected,
        VectorWidth width
    )
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            ReadOnlySpan<float> found = outputs[i].Data;
            (float[] data, int[] shape) = expected[i];
            if (!outputs[i].Dimensions.AsSpan().SequenceEqual(shape))
            {
                throw new DifferenceException(
                    $"{width}: {string.Join('x', outputs[i].Dimensions)} instead of {string.Join('x', shape)}"
                );
            }

            float scale = Math.Max(1, data.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
            for (int k = 0; k < data.Length; k++)
            {
                // A division by what is 0 for one and nearly 0 for the other is either's guess.
                if (float.IsFinite(data[k]) && scale < 1e6f && !(Math.Abs(data[k] - found[k]) <= Tolerance * scale))
                {
                    throw new DifferenceException($"{width}: number {k} is {found[k]} instead of {data[k]}");
                }
            }
        }
    }

    private static void CompareWidths(byte[] input)
    {
        var random = new Random(input.Aggregate(17, static (hash, value) => (hash * 31) + value));
        CascadeModel model = RandomCascade(random);
        var picture = new GrayImage(8 + random.Next(70), 8 + random.Next(50));
        FillSomehow(picture.Pixels, random);
        var levels = new List<PyramidLevel>();
        ScalePyramid.Build(
            new BoxSize(picture.Width, picture.Height),
            model.WindowSize,
            1.05 + random.NextDouble(),
            default,
            default,
            levels
        );
        var factory = new ScannerFactory(model);
        ILevelScanner scalar = factory.Create(1);
        foreach (int lanes in (int[])[16, 8, 4])
        {
            if (!IsSupported(lanes))
            {
                continue;
            }

            ILevelScanner vector = factory.Create(lanes);
            foreach (PyramidLevel level in levels)
            {
                var expected = new List<Candidate>();
                var found = new List<Candidate>();
                scalar.Scan(picture.View, level, new RowRange(0, level.RowEnd), expected);
                vector.Scan(picture.View, level, new RowRange(0, level.RowEnd), found);
                if (!expected.SequenceEqual(found))
                {
                    throw new DifferenceException(
                        $"{lanes} lanes find {found.Count} candidates, the scalar kernel {expected.Count}"
                    );
                }
            }

            vector.Finish();
        }
    }

    private static bool IsSupported(int lanes) =>
        lanes switch
        {
            16 => Lanes512.IsSupported,
            8 => Lanes256.IsSupported,
            _ => Lanes128.IsSupported,
        };

    private static void FillSomehow(byte[] pixels, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                random.NextBytes(pixels);
                break;
            case 1:
                Array.Fill(pixels, (byte)random.Next(256));
                break;
            case 2:
                for (int i = 0; i < pixels.Length; i++)
                {
                    pixels[i] = (byte)(random.Next(2) * 255);
                }

                break;
            default:
                int step = 1 + random.Next(7);
                for (int i = 0; i < pixels.Length; i++)
                {
                    pixels[i] = (byte)((i * step) + random.Next(9));
                }

                break;
        }
    }

    // Thresholds near what the features give, so that stages pass about half.
    private static CascadeModel RandomCascade(Random random)
    {
        bool isLbp = random.Next(3) == 0;
        var window = new BoxSize(6 + random.Next(20), 6 + random.Next(20));
        int features = 1 + random.Next(12);
        int stages = 1 + random.Next(4);
        var nodes = new List<TreeNode>();
        var leaves = new List<float>();
        var weak = new List<WeakClassifier>();
        var heads = new List<Stage>();
        for (int s = 0; s < stages; s++)
        {
            int trees = 1 + random.Next(5);
            int first = weak.Count;
            for (int t = 0; t < trees; t++)
            {
                int count = random.Next(3) == 0 ? 2 : 1;
                weak.Add(new WeakClassifier(nodes.Count, count, leaves.Count));
                nodes.Add(
                    count == 1 ? Node(0, -1)
                    : random.Next(2) == 0 ? Node(1, -2)
                    : Node(-2, 1)
                );
                if (count == 2)
                {
                    nodes.Add(Node(0, -1));
                }

                for (int i = 0; i <= count; i++)
                {
                    leaves.Add((random.NextSingle() * 2) - 1);
                }
            }

            heads.Add(new Stage(first, trees, (random.NextSingle() * 2) - 1.5f));
        }

        return new CascadeModel(
            new CascadeData
            {
                WindowSize = window,
                FeatureType = isLbp ? CascadeFeatureType.Lbp : CascadeFeatureType.Haar,
                Stages = [.. heads],
                WeakClassifiers = [.. weak],
                Nodes = [.. nodes],
                Leaves = [.. leaves],
                Subsets = isLbp
                    ?
                    [
                        .. Enumerable
                            .Range(0, nodes.Count * CascadeModel.SubsetWords)
                            .Select(_ => random.Next(int.MinValue, int.MaxValue)),
                    ]
                    : [],
                HaarFeatures = isLbp ? [] : [.. Enumerable.Range(0, features).Select(_ => Haar())],
                LbpFeatures = isLbp ? [.. Enumerable.Range(0, features).Select(_ => Pattern())] : [],
            }
        );

        TreeNode Node(int left, int right) =>
            new(left, right, random.Next(features), isLbp ? 0 : (random.NextSingle() - 0.5f) * 0.2f);

        HaarFeature Haar()
        {
            bool isTilted = random.Next(3) == 0;
            WeightedRectangle third = random.Next(2) == 0 ? Rectangle(isTilted, 2) : default;
            return new HaarFeature(Rectangle(isTilted, -1), Rectangle(isTilted, 2), third, isTilted);
        }

        // A tilted rectangle hangs from its upper corner: width to the right, height to the left.
        WeightedRectangle Rectangle(bool isTilted, float weight)
        {
            if (!isTilted)
            {
                int x = random.Next(window.Width - 1);
                int y = random.Next(window.Height - 1);
                return new WeightedRectangle(
                    x,
                    y,
                    1 + random.Next(window.Width - x),
                    1 + random.Next(window.Height - y),
                    weight
                );
            }

            int side = Math.Min(window.Width, window.Height) / 3;
            int wide = 1 + random.Next(side);
            int high = 1 + random.Next(side);
            return new WeightedRectangle(
                high + random.Next(window.Width - wide - high + 1),
                random.Next(window.Height - wide - high + 1),
                wide,
                high,
                weight
            );
        }

        LbpFeature Pattern()
        {
            int width = 1 + random.Next(window.Width / 3);
            int height = 1 + random.Next(window.Height / 3);
            return new LbpFeature(
                random.Next(window.Width - (3 * width) + 1),
                random.Next(window.Height - (3 * height) + 1),
                width,
                height
            );
        }
    }

    private static void CompareAssignment(byte[] input)
    {
        if (input.Length < 2)
        {
            return;
        }

        int rows = input[0] % 6;
        int columns = input[1] % 6;
        double[] gain =
        [
            .. Enumerable
                .Range(0, rows * columns)
                .Select(i => ((input[(i % (input.Length - 1)) + 1] * (i + 1)) % 97 - 20) / 16.0),
        ];
        var pairs = new int[rows];
        new AssignmentSolver().Solve(gain, rows, columns, pairs);
        double sum = pairs.Select((column, row) => column < 0 ? 0 : gain[(row * columns) + column]).Sum();
        double best = Best(0, 0);
        if (
            Math.Abs(sum - best) > 1e-9
            || pairs
                .Where(static column => column >= 0)
                .GroupBy(static column => column)
                .Any(static one => one.Count() > 1)
        )
        {
            throw new DifferenceException($"{rows} x {columns}: {sum} is gained instead of {best}");
        }

        double Best(int row, int used)
        {
            if (row == rows)
            {
                return 0;
            }

            double most = Best(row + 1, used);
            for (int column = 0; column < columns; column++)
            {
                if ((used & (1 << column)) == 0)
                {
                    most = Math.Max(most, gain[(row * columns) + column] + Best(row + 1, used | (1 << column)));
                }
            }

            return most;
        }
    }

    private static void CompareMotion(byte[] input)
    {
        const int perStep = 6;
        if (input.Length < perStep)
        {
            return;
        }

        RealBox first = BoxOf(input);
        var motion = new BoxMotion(first, 0.05, 1.5);
        var reference = new MatrixBoxFilter(first, 0.05, 1.5);
        for (int at = 0; at + perStep <= input.Length; at += perStep)
        {
            double seconds = input[at] / 512.0;
            bool holds = (input[at + 1] & 1) != 0;
            motion.Predict(seconds, holds);
            reference.Predict(seconds, holds);
            Same(motion, reference);
            RealBox box = BoxOf(input.AsSpan(at));
            motion.Correct(box);
            reference.Correct(box);
            Same(motion, reference);
        }
    }

    private static RealBox BoxOf(ReadOnlySpan<byte> bytes) =>
        new((bytes[2] * 9) - 500, (bytes[3] * 9) - 500, 5 + bytes[4], 5 + bytes[5]);

    private static void Same(BoxMotion motion, MatrixBoxFilter reference)
    {
        RealBox box = motion.Box;
        RealBox right = reference.Box;
        double apart = Math.Max(
            Math.Max(Math.Abs(box.CenterX - right.CenterX), Math.Abs(box.CenterY - right.CenterY)),
            Math.Max(Math.Abs(box.Width - right.Width), Math.Abs(box.Height - right.Height))
        );
        if (!(apart <= 1e-6 * Math.Max(1, right.Size)))
        {
            throw new DifferenceException($"the box is {box} instead of {right}");
        }
    }

    // Six bytes a find; where the last is 0 a frame ends.
    private static void Track(byte[] input)
    {
        var tracker = new Tracker();
        var finds = new List<Detection>();
        double time = 0;
        for (int at = 0; at + 6 <= input.Length; at += 6)
        {
            ReadOnlySpan<byte> bytes = input.AsSpan(at, 6);
            finds.Add(
                new Detection(
                    new Box(bytes[0] * 4, bytes[1] * 4, bytes[2], bytes[3]),
                    bytes[4] / 255.0,
                    (bytes[5] & 1) == 0 ? "car" : "person"
                )
            );
            if ((bytes[5] & 7) > 2)
            {
                continue;
            }

            time += bytes[5] / 256.0;
            IReadOnlyList<Track> tracks = tracker.Update(finds, TimeSpan.FromSeconds(time));
            finds.Clear();
            if (tracks.Select(static track => track.Id).Distinct().Count() != tracks.Count)
            {
                throw new DifferenceException("two tracks have one identity");
            }
        }
    }

    /// <summary>Two ways led to two answers.</summary>
    private sealed class DifferenceException(string message) : Exception(message);
}
