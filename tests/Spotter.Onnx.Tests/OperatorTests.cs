using Spotter.Onnx.Engines;
using Spotter.Onnx.Graphs;
using static Spotter.Onnx.Tests.GraphBytes;

namespace Spotter.Onnx.Tests;

/// <summary>Every operator of Spotter's engine against ONNX Runtime, which nobody here wrote.</summary>
public sealed class OperatorTests : IDisposable
{
    private const int UInt8 = 2;
    private const int Int8 = 3;
    private const int Int32 = 6;
    private const int Bool = 9;
    private const float Tolerance = 1e-3f;

    private static readonly Case[] All = [.. Make()];

    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public static TheoryData<string> Titles => [.. All.Select(static one => one.Title)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Titles))]
    public void Run_Operator_AgreesWithOnnxRuntime(string title)
    {
        Case one = All.First(one => one.Title == title);
        foreach (int threads in (int[])[1, 2])
        {
            Compare(one.Model, one.Inputs, threads);
        }
    }

    [Fact]
    public void Operators_AllOfThem_HaveACase()
    {
        string[] tested = [.. All.Select(static one => one.Title.Split(' ')[0])];
        Assert.All(SpotterEngine.Operators, name => Assert.Contains(name, tested, StringComparer.Ordinal));
    }

    [Fact]
    public void Page_OfOtherNetworks_NamesEachOperator()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs/reference/other_networks.md"));
        int start = page.IndexOf("## Operators of Spotter's engine", StringComparison.Ordinal);
        string list = page[start..].Split("\n\n")[1].TrimEnd('.');
        Assert.Equal(
            SpotterEngine.Operators.Order(StringComparer.Ordinal),
            list.Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)
        );
    }

    // One after the other through both layouts, memory used again and again, two pictures at a time.
    [Fact]
    public void Run_MobileBlocks_AgreeWithOnnxRuntime()
    {
        var random = new Random(5);
        var nodes = new List<byte[]> { Input("x", Float, 2, 3, 33, 29), Output("y", Float, -1, -1) };
        string at = ConvNode(nodes, random, "x", 3, 24, kernel: 3, stride: 2, activation: "HardSwish");

        // MobileNet: wide, each channel alone, weighed by its mean, narrow, added.
        string wide = ConvNode(nodes, random, at, 24, 72, kernel: 1, stride: 1, activation: "Relu");
        string deep = ConvNode(nodes, random, wide, 72, 72, kernel: 5, stride: 1, activation: "HardSwish", group: 72);
        nodes.Add(Node("GlobalAveragePool", [deep], ["mean"]));
        string squeezed = ConvNode(nodes, random, "mean", 72, 20, kernel: 1, stride: 1, activation: "Relu");
        string weights = ConvNode(nodes, random, squeezed, 20, 72, kernel: 1, stride: 1, activation: "HardSigmoid");
        nodes.Add(Node("Mul", [deep, weights], ["weighed"]));
        string narrow = ConvNode(nodes, random, "weighed", 72, 24, kernel: 1, stride: 1, activation: null);
        nodes.Add(Node("Add", [narrow, at], ["sum"]));

        // ShuffleNet: halves, one goes through filters, channels are shuffled.
        nodes.Add(Node("Split", ["sum"], ["left", "right"], Attribute("axis", 1)));
        string branch = ConvNode(nodes, random, "right", 12, 12, kernel: 3, stride: 1, activation: null, group: 12);
        branch = ConvNode(nodes, random, branch, 12, 12, kernel: 1, stride: 1, activation: "Relu");
        nodes.Add(Node("Concat", ["left", branch], ["both"], Attribute("axis", 1)));
        nodes.Add(Initializer("apart", [5], [2L, 2, 12, 17, 15]));
        nodes.Add(Initializer("together", [4], [2L, 24, 17, 15]));
        nodes.Add(Node("Reshape", ["both", "apart"], ["five"]));
        nodes.Add(Node("Transpose", ["five"], ["turned"], Attribute("perm", [0L, 2, 1, 3, 4])));
        nodes.Add(Node("Reshape", ["turned", "together"], ["shuffled"]));
        string last = ConvNode(
            nodes,
            random,
            "shuffled",
            24,
            16,
            kernel: 3,
            stride: 1,
            activation: "Sigmoid",
            group: 4
        );
        nodes.Add(Node("Mul", [last, last + "_raw"], ["swish"]));
        nodes.Add(Node("GlobalAveragePool", ["swish"], ["pooled"]));
        nodes.Add(Node("Flatten", ["pooled"], ["flat"]));
        nodes.Add(Initializer("w", [10, 16], Numbers(random, 160)));
        nodes.Add(Initializer("b", [10], Numbers(random, 10)));
        nodes.Add(Node("Gemm", ["flat", "w", "b"], ["logits"], Attribute("transB", 1)));
        nodes.Add(Node("Softmax", ["logits"], ["y"]));
        Compare(Model([.. nodes]), [("x", [2, 3, 33, 29], false)], threads: 1);
        Compare(Model([.. nodes]), [("x", [2, 3, 33, 29], false)], threads: 2);
    }

    // Whatever the structure says, there is a plan or one line.
    [Fact]
    public void Open_AnyByteChanged_IsPlannedOrRefused()
    {
        const int Stride = 17;
        foreach (Case one in All.Where(static one => one.Model.Length < 2000))
        {
            string path = Write(one.Model);
            for (int i = 0; i < one.Model.Length; i += Stride)
            {
                byte[] damaged = [.. one.Model];
                damaged[i] ^= (byte)(1 + (i % 255));
                try
                {
                    OnnxFileContent content = OnnxReader.Read(new MemoryStream(damaged));
                    GraphChecks.Check(content, path);
                    using var engine = new SpotterEngine(content, path);
                    Assert.NotNull(engine.Shape);
                }
                catch (Exception e) when (e is GraphException or EngineException)
                {
                    Assert.DoesNotContain('\n', e.Message);
                }
            }
        }
    }

    [Fact]
    public void Open_OperatorThatThereIsNot_IsNamed()
    {
        string path = Write(Model(Node("NonZero", ["x"], ["y"]), Input("x", Float, 1, 3), Output("y", Whole, 2, -1)));
        OnnxModelException e = Assert.Throws<OnnxModelException>(() =>
            NetworkSessions.Open(path, new NetworkOptions { Engine = NetworkEngine.Spotter })
        );
        Assert.Equal(
            $"{path}: Spotter's engine has no operator NonZero (y); run it with --engine onnxruntime",
            e.Message
        );
    }

    [Fact]
    public void Run_OpenSizes_PlansEachSize()
    {
        string path = Write(
            Model(
                Node("Conv", ["x", "w"], ["c"], Attribute("pads", [1L, 1, 1, 1])),
                Node("Shape", ["c"], ["s"]),
                Node("Slice", ["s", "two", "four"], ["hw"]),
                Node("Concat", ["one", "hw"], ["target"], Attribute("axis", 0)),
                Node("Reshape", ["c", "target"], ["y"]),
                Initializer("w", [1, 3, 3, 3], Numbers(new Random(1), 27)),
                Initializer("two", [1], [2L]),
                Initializer("four", [1], [4L]),
                Initializer("one", [1], [-1L]),
                Input("x", Float, -1, 3, -1, -1),
                Output("y", Float, -1, -1, -1)
            )
        );
        using NetworkSessions sessions = NetworkSessions.Open(
            path,
            new NetworkOptions { Engine = NetworkEngine.Spotter }
        );
        Assert.Equal([-1, -1, -1], sessions.Shape.Outputs[0].Dimensions);
        foreach ((int n, int h, int w) in ((int, int, int)[])[(1, 5, 9), (2, 8, 4), (1, 5, 9)])
        {
            sessions.Run(new float[n * 3 * h * w], [n, 3, h, w], threads: 1, outputs =>
                Assert.Equal([n, h, w], outputs[0].Dimensions)
            );
        }
    }

    [Fact]
    public void Run_FileThatIsGone_RunsAllTheSame()
    {
        var random = new Random(4);
        string path = Write(
            Model(
                Node("Conv", ["x", "w"], ["c"]),
                Node("GlobalAveragePool", ["c"], ["g"]),
                Node("Flatten", ["g"], ["f"]),
                Node("Gemm", ["f", "m"], ["y"], Attribute("transB", 1)),
                Initializer("w", [5, 3, 3, 3], Numbers(random, 135)),
                Initializer("m", [2, 5], Numbers(random, 10)),
                Input("x", Float, -1, 3, -1, -1),
                Output("y", Float, -1, 2)
            )
        );
        using NetworkSessions sessions = NetworkSessions.Open(
            path,
            new NetworkOptions { Engine = NetworkEngine.Spotter }
        );
        Assert.Equal([-1, 2], sessions.Shape.Outputs[0].Dimensions);
        File.Delete(path);
        foreach (int side in (int[])[6, 9])
        {
            sessions.Run(new float[3 * side * side], [1, 3, side, side], threads: 2, static outputs =>
                Assert.Equal([0f, 0], outputs[0].Data)
            );
        }
    }

    // Sizes that no file needs many bytes for.
    [Theory]
    [InlineData("ConstantOfShape")]
    [InlineData("Expand")]
    [InlineData("Range")]
    [InlineData("Tile")]
    [InlineData("Pad")]
    [InlineData("Resize")]
    public void Open_SizesBeyondAnyMachine_AreRefused(string op)
    {
        (byte[] node, long[] sizes) = op switch
        {
            "ConstantOfShape" => (Node(op, ["s"], ["y"]), [1L << 20, 1L << 20]),
            "Expand" => (Node(op, ["x", "s"], ["y"]), [1L << 20, 1L << 20, 1, 1]),
            "Range" => (Node(op, ["zero", "s", "one"], ["y"]), [1L << 40]),
            "Tile" => (Node(op, ["x", "s"], ["y"]), [1L << 15, 1, 1L << 15, 1L << 15]),
            "Pad" => (Node(op, ["x", "s"], ["y"]), [0L, 0, 1 << 20, 1 << 20, 0, 0, 1 << 20, 1 << 20]),
            _ => (Node(op, ["x", "", "", "s"], ["y"], Attribute("mode", "nearest")), new[] { 1L, 1, 1 << 20, 1 << 20 }),
        };
        string path = Write(
            Model(
                node,
                op == "Range" ? Initializer("s", [], sizes) : Initializer("s", [sizes.Length], sizes),
                Initializer("zero", [], [0L]),
                Initializer("one", [], [1L]),
                Input("x", Float, 1, 1, 4, 4),
                Output("y")
            )
        );
        foreach (NetworkEngine engine in Enum.GetValues<NetworkEngine>())
        {
            OnnxModelException e = Assert.Throws<OnnxModelException>(() =>
                NetworkSessions.Open(path, new NetworkOptions { Engine = engine })
            );
            Assert.Contains(op, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    private static IEnumerable<Case> Make()
    {
        var random = new Random(2);
        foreach (
            string op in (string[])
                [
                    "Abs",
                    "Ceil",
                    "Cos",
                    "Elu",
                    "Erf",
                    "Exp",
                    "Floor",
                    "HardSigmoid",
                    "HardSwish",
                    "Identity",
                    "LeakyRelu",
                    "Neg",
                    "Reciprocal",
                    "Relu",
                    "Round",
                    "Sigmoid",
                    "Sign",
                    "Sin",
                    "Softplus",
                    "Tanh",
                ]
        )
        {
            yield return Plain(op, Node(op, ["x"], ["y"]), [2, 3, 7]);
            yield return Picture(op, Node(op, ["p"], ["y"]));
        }

        foreach (string op in (string[])["Log", "Sqrt"])
        {
            yield return Plain(op, [.. Node("Exp", ["x"], ["e"]), .. Node(op, ["e"], ["y"])], [2, 3, 7]);
        }

        yield return Versioned("Mish", 18, Node("Mish", ["x"], ["y"]), [2, 3, 7]);
        yield return Versioned("Gelu", 20, Node("Gelu", ["x"], ["y"]), [2, 3, 7]);
        yield return Versioned("Gelu tanh", 20, Node("Gelu", ["x"], ["y"], Attribute("approximate", "tanh")), [2, 37]);
        yield return Picture("LeakyRelu alpha", Node("LeakyRelu", ["p"], ["y"], Attribute("alpha", 0.3f)));
        yield return Picture("Elu alpha", Node("Elu", ["p"], ["y"], Attribute("alpha", 0.3f)));
        yield return Picture(
            "HardSigmoid alpha",
            Node("HardSigmoid", ["p"], ["y"], Attribute("alpha", 0.3f), Attribute("beta", 0.1f))
        );
        yield return Picture(
            "Clip both",
            [.. Scalar("lo", -0.5f), .. Scalar("hi", 0.25f), .. Node("Clip", ["p", "lo", "hi"], ["y"])]
        );
        yield return Picture("Clip most", [.. Scalar("hi", 0.25f), .. Node("Clip", ["p", "", "hi"], ["y"])]);
        yield return Versioned(
            "Clip old",
            9,
            Node("Clip", ["x"], ["y"], Attribute("min", -0.2f), Attribute("max", 0.3f)),
            [2, 3, 7]
        );
        yield return Picture("Sigmoid swish", [.. Node("Sigmoid", ["p"], ["s"]), .. Node("Mul", ["p", "s"], ["y"])]);
        yield return Plain(
            "Sigmoid swish",
            [.. Node("Sigmoid", ["x"], ["s"]), .. Node("Mul", ["s", "x"], ["y"])],
            [2, 3, 7]
        );
        yield return Picture("PRelu", [.. Weights("a", [9, 1, 1], random), .. Node("PRelu", ["p", "a"], ["y"])]);
        yield return Picture("PRelu one", [.. Scalar("a", 0.2f), .. Node("PRelu", ["p", "a"], ["y"])]);

        foreach (string op in (string[])["Add", "Sub", "Mul", "Div", "Max", "Min"])
        {
            yield return new Case(
                $"{op} same",
                Model(
                    Node(op, ["a", "b"], ["y"]),
                    Input("a", Float, 2, 3, 20),
                    Input("b", Float, 2, 3, 20),
                    Output("y", Float, 2, 3, 20)
                ),
                [("a", [2, 3, 20], false), ("b", [2, 3, 20], false)]
            );
            yield return new Case(
                $"{op} broadcast",
                Model(
                    Node(op, ["a", "b"], ["y"]),
                    Input("a", Float, 3, 1, 20),
                    Input("b", Float, 2, 3, 5, 1),
                    Output("y", Float, -1, -1, -1, -1)
                ),
                [("a", [3, 1, 20], false), ("b", [2, 3, 5, 1], false)]
            );
            foreach (
                (string title, long[] shape) in ((string, long[])[])
                    [
                        ("channels", [9, 1, 1]),
                        ("one", []),
                        ("batch", [1, 9, 1, 1]),
                        ("rows", [1, 1, 11, 1]),
                        ("whole", [2, 9, 11, 6]),
                    ]
            )
            {
                yield return Picture($"{op} {title}", [.. Weights("w", shape, random), .. Node(op, ["p", "w"], ["y"])]);
            }

            yield return Picture(
                $"{op} pictures",
                [.. Node("Relu", ["p"], ["r"]), .. Node("Exp", ["p"], ["e"]), .. Node(op, ["r", "e"], ["y"])]
            );
        }

        yield return Picture(
            "Sum three",
            [.. Node("Relu", ["p"], ["r"]), .. Node("Exp", ["p"], ["e"]), .. Node("Sum", ["r", "e", "p"], ["y"])]
        );
        foreach (float power in (float[])[2, 3, 0.5f])
        {
            yield return Plain(
                $"Pow {power}",
                [.. Node("Abs", ["x"], ["a"]), .. Scalar("e", power), .. Node("Pow", ["a", "e"], ["y"])],
                [2, 3, 7]
            );
        }

        foreach (string op in (string[])["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"])
        {
            yield return Plain(
                op,
                [
                    .. Node("Round", ["x"], ["a"]),
                    .. Weights("w", [7], random),
                    .. Node("Round", ["w"], ["b"]),
                    .. Node(op, ["a", "b"], ["c"]),
                    .. Node("Cast", ["c"], ["y"], Attribute("to", 1)),
                ],
                [2, 3, 7]
            );
        }

        foreach (string op in (string[])["And", "Or"])
        {
            yield return Plain(
                op,
                [
                    .. Scalar("z", 0),
                    .. Weights("w", [7], random),
                    .. Node("Greater", ["x", "z"], ["a"]),
                    .. Node("Greater", ["w", "x"], ["b"]),
                    .. Node(op, ["a", "b"], ["c"]),
                    .. Node("Cast", ["c"], ["y"], Attribute("to", 1)),
                ],
                [2, 3, 7]
            );
        }

        yield return Plain(
            "Not",
            [
                .. Scalar("z", 0),
                .. Node("Greater", ["x", "z"], ["a"]),
                .. Node("Not", ["a"], ["b"]),
                .. Node("Cast", ["b"], ["y"], Attribute("to", 1)),
            ],
            [2, 3, 7]
        );
        yield return Plain(
            "Where",
            [
                .. Scalar("z", 0),
                .. Weights("w", [3, 1], random),
                .. Node("Greater", ["x", "z"], ["c"]),
                .. Node("Where", ["c", "x", "w"], ["y"]),
            ],
            [2, 3, 7]
        );
        yield return Plain(
            "Mod",
            [
                .. Initializer("w", [7], [1f, 2, 3, 0.5f, 0.7f, 2, 1]),
                .. Node("Mod", ["x", "w"], ["y"], Attribute("fmod", 1)),
            ],
            [2, 3, 7]
        );
        yield return Plain(
            "Cast",
            [.. Node("Cast", ["x"], ["i"], Attribute("to", 6)), .. Node("Cast", ["i"], ["y"], Attribute("to", 1))],
            [2, 37]
        );

        // Convolutions of all kinds.
        foreach (
            (
                string title,
                int channels,
                int count,
                int kernel,
                long[] strides,
                long[] dilations,
                long[] pads,
                int group
            ) in ((string, int, int, int, long[], long[], long[], int)[])
                [
                    ("1x1", 5, 19, 1, [1, 1], [1, 1], [0, 0, 0, 0], 1),
                    ("3x3", 16, 16, 3, [1, 1], [1, 1], [1, 1, 1, 1], 1),
                    ("3x3 no pads", 32, 20, 3, [1, 1], [1, 1], [0, 0, 0, 0], 1),
                    ("3x3 odd", 7, 5, 3, [1, 1], [1, 1], [1, 1, 1, 1], 1),
                    ("stride", 3, 18, 3, [2, 2], [1, 1], [1, 1, 1, 1], 1),
                    ("uneven", 6, 8, 3, [2, 1], [1, 1], [0, 2, 1, 0], 1),
                    ("dilated", 6, 8, 3, [1, 1], [2, 3], [2, 3, 2, 3], 1),
                    ("5x5", 4, 40, 5, [1, 1], [1, 1], [2, 2, 2, 2], 1),
                    ("depthwise", 20, 20, 3, [1, 1], [1, 1], [1, 1, 1, 1], 20),
                    ("depthwise stride", 32, 32, 5, [2, 2], [1, 1], [2, 2, 2, 2], 32),
                    ("depthwise dilated", 18, 18, 3, [1, 1], [2, 2], [2, 2, 2, 2], 18),
                    ("depthwise twice", 6, 12, 3, [1, 1], [1, 1], [1, 1, 1, 1], 6),
                    ("groups", 12, 24, 3, [1, 1], [1, 1], [1, 1, 1, 1], 3),
                ]
        )
        {
            yield return ConvCase(
                $"Conv {title}",
                random,
                channels,
                count,
                kernel,
                group,
                strides,
                dilations,
                pads,
                ""
            );
            yield return ConvCase(
                $"Conv {title} relu",
                random,
                channels,
                count,
                kernel,
                group,
                strides,
                dilations,
                pads,
                "Relu"
            );
        }

        foreach (string auto in (string[])["SAME_UPPER", "SAME_LOWER", "VALID"])
        {
            yield return new Case(
                $"Conv {auto}",
                Model(
                    Node("Conv", ["x", "w"], ["y"], Attribute("auto_pad", auto), Attribute("strides", [2L, 2])),
                    Initializer("w", [8, 3, 4, 3], Numbers(random, 8 * 3 * 12)),
                    Input("x", Float, 1, 3, 14, 13),
                    Output("y", Float, -1, -1, -1, -1)
                ),
                [("x", [1, 3, 14, 13], false)]
            );
        }

        yield return Picture(
            "BatchNormalization alone",
            [
                .. Normalization(random),
                .. Node("Relu", ["p"], ["r"]),
                .. Node("BatchNormalization", ["r", "s", "b", "m", "v"], ["y"]),
            ]
        );
        yield return Picture(
            "BatchNormalization folded",
            [
                .. Normalization(random),
                .. Node("BatchNormalization", ["p", "s", "b", "m", "v"], ["n"], Attribute("epsilon", 0.01f)),
                .. Node("Relu", ["n"], ["y"]),
            ]
        );
        yield return Picture(
            "InstanceNormalization",
            [
                .. Weights("s", [9], random),
                .. Weights("b", [9], random),
                .. Node("InstanceNormalization", ["p", "s", "b"], ["y"]),
            ]
        );
        yield return Plain(
            "LayerNormalization",
            [
                .. Weights("s", [7], random),
                .. Weights("b", [7], random),
                .. Node("LayerNormalization", ["x", "s", "b"], ["y"]),
            ],
            [2, 3, 7]
        );
        foreach (
            (string title, byte[][] attributes, int group, int own) in ((string, byte[][], int, int)[])
                [
                    ("plain", [], 1, 4),
                    ("stride", [Attribute("strides", [2L, 2])], 1, 4),
                    ("pads", [Attribute("strides", [2L, 2]), Attribute("pads", [1L, 1, 1, 1])], 1, 4),
                    (
                        "extra",
                        [
                            Attribute("strides", [2L, 3]),
                            Attribute("pads", [1L, 0, 1, 1]),
                            Attribute("output_padding", [1L, 0]),
                        ],
                        1,
                        4
                    ),
                    ("groups", [Attribute("strides", [2L, 2]), Attribute("group", 3)], 3, 2),
                    ("same", [Attribute("strides", [2L, 2]), Attribute("auto_pad", "SAME_UPPER")], 1, 4),
                ]
        )
        {
            yield return Picture(
                $"ConvTranspose {title}",
                [
                    .. Weights("k", [9, own, 3, 3], random),
                    .. Weights("kb", [own * group], random),
                    .. Node("ConvTranspose", ["p", "k", "kb"], ["y"], attributes),
                ]
            );
        }

        foreach (string op in (string[])["MaxPool", "AveragePool"])
        {
            yield return Picture(
                $"{op} 2x2",
                Node(op, ["p"], ["y"], Attribute("kernel_shape", [2L, 2]), Attribute("strides", [2L, 2]))
            );
            yield return Picture(
                $"{op} 3x3",
                Node(
                    op,
                    ["p"],
                    ["y"],
                    Attribute("kernel_shape", [3L, 3]),
                    Attribute("strides", [2L, 2]),
                    Attribute("pads", [1L, 1, 1, 1])
                )
            );
            yield return Picture(
                $"{op} ceiling",
                Node(
                    op,
                    ["p"],
                    ["y"],
                    Attribute("kernel_shape", [3L, 2]),
                    Attribute("strides", [2L, 2]),
                    Attribute("ceil_mode", 1)
                )
            );
            yield return Picture(
                $"{op} same",
                Node(op, ["p"], ["y"], Attribute("kernel_shape", [5L, 5]), Attribute("auto_pad", "SAME_UPPER"))
            );
        }

        yield return Picture(
            "AveragePool zeros",
            Node(
                "AveragePool",
                ["p"],
                ["y"],
                Attribute("kernel_shape", [3L, 3]),
                Attribute("pads", [1L, 1, 1, 1]),
                Attribute("count_include_pad", 1)
            )
        );
        yield return Picture("GlobalAveragePool", Node("GlobalAveragePool", ["p"], ["y"]));
        yield return Picture("GlobalMaxPool", Node("GlobalMaxPool", ["p"], ["y"]));
        foreach (string op in (string[])["ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL2"])
        {
            byte[] axes = op == "ReduceSum" ? [.. Initializer("axes", [2], [2L, 3])] : [];
            byte[][] attribute = op == "ReduceSum" ? [] : [Attribute("axes", [2L, 3])];
            string[] inputs = op == "ReduceSum" ? ["p", "axes"] : ["p"];
            yield return Picture($"{op} pictures", [.. axes, .. Node(op, inputs, ["y"], attribute)]);
            yield return Picture($"{op} all", Node(op, ["p"], ["y"], Attribute("keepdims", 0)));
            if (op != "ReduceSum")
            {
                yield return Picture(
                    $"{op} channels",
                    Node(op, ["p"], ["y"], Attribute("axes", [-3L]), Attribute("keepdims", 0))
                );
            }
        }

        yield return Picture(
            "ArgMax",
            [
                .. Node("ArgMax", ["p"], ["i"], Attribute("axis", 1), Attribute("keepdims", 0)),
                .. Node("Cast", ["i"], ["y"], Attribute("to", 1)),
            ]
        );
        yield return Plain(
            "ArgMin",
            [.. Node("ArgMin", ["x"], ["i"], Attribute("axis", -1)), .. Node("Cast", ["i"], ["y"], Attribute("to", 1))],
            [2, 3, 7]
        );
        yield return Plain(
            "TopK",
            [.. Initializer("k", [1], [4L]), .. Node("TopK", ["x", "k"], ["y", "i"])],
            [2, 3, 7]
        );
        yield return Plain(
            "GatherElements",
            [
                .. Initializer("k", [1], [4L]),
                .. Node("TopK", ["x", "k"], ["v", "i"]),
                .. Node("GatherElements", ["x", "i"], ["y"], Attribute("axis", 2)),
            ],
            [2, 3, 7]
        );
        yield return Plain(
            "GatherElements outer",
            [
                .. Initializer(
                    "i",
                    [2, 2, 7],
                    [.. Enumerable.Range(0, 28).Select(static i => (long)(i % 3) - (i % 2))]
                ),
                .. Node("GatherElements", ["x", "i"], ["y"], Attribute("axis", 1)),
            ],
            [2, 3, 7]
        );
        yield return Plain(
            "Gather computed",
            [
                .. Initializer("k", [1], [2L]),
                .. Node("ReduceMax", ["x"], ["m"], Attribute("axes", [0L, 2]), Attribute("keepdims", 0)),
                .. Node("TopK", ["m", "k"], ["v", "i"]),
                .. Node("Gather", ["x", "i"], ["y"], Attribute("axis", 1)),
            ],
            [2, 3, 7]
        );
        yield return Plain(
            "TopK places",
            [
                .. Initializer("k", [1], [2L]),
                .. Node("TopK", ["x", "k"], ["v", "i"], Attribute("axis", 1), Attribute("largest", 0)),
                .. Node("Cast", ["i"], ["y"], Attribute("to", 1)),
            ],
            [2, 3, 7]
        );

        // Products.
        yield return Plain(
            "MatMul weights",
            [.. Weights("w", [7, 21], random), .. Node("MatMul", ["x", "w"], ["y"])],
            [2, 3, 7]
        );
        yield return Plain(
            "MatMul vector",
            [.. Weights("w", [7], random), .. Node("MatMul", ["x", "w"], ["y"])],
            [2, 3, 7]
        );
        yield return Plain(
            "MatMul values",
            [.. Node("Transpose", ["x"], ["t"], Attribute("perm", [0L, 2, 1])), .. Node("MatMul", ["x", "t"], ["y"])],
            [2, 19, 7]
        );
        yield return Plain(
            "MatMul batch",
            [.. Weights("w", [2, 1, 7, 5], random), .. Node("MatMul", ["x", "w"], ["y"])],
            [3, 4, 7]
        );
        yield return Plain(
            "Gemm",
            [
                .. Weights("w", [7, 21], random),
                .. Weights("c", [21], random),
                .. Node("Gemm", ["x", "w", "c"], ["y"], Attribute("alpha", 0.5f), Attribute("beta", 2f)),
            ],
            [5, 7]
        );
        yield return Plain(
            "Gemm turned",
            [
                .. Weights("w", [21, 5], random),
                .. Node("Gemm", ["x", "w"], ["y"], Attribute("transA", 1), Attribute("transB", 1)),
            ],
            [5, 7]
        );
        yield return Plain("Softmax last", Node("Softmax", ["x"], ["y"]), [2, 3, 37]);
        yield return Plain("Softmax first", Node("Softmax", ["x"], ["y"], Attribute("axis", 1)), [2, 5, 37]);
        yield return Plain("LogSoftmax", Node("LogSoftmax", ["x"], ["y"]), [2, 3, 7]);
        yield return Versioned("Softmax old", 11, Node("Softmax", ["x"], ["y"], Attribute("axis", 1)), [2, 3, 7]);

        // What only moves.
        yield return Picture("Transpose", Node("Transpose", ["p"], ["y"], Attribute("perm", [0L, 2, 3, 1])));
        yield return Plain("Transpose reverse", Node("Transpose", ["x"], ["y"]), [2, 3, 7]);
        yield return Picture("Reshape", [.. Initializer("s", [3], [0L, -1, 6]), .. Node("Reshape", ["p", "s"], ["y"])]);
        yield return Picture("Flatten", Node("Flatten", ["p"], ["y"]));
        yield return Picture("Flatten axis", Node("Flatten", ["p"], ["y"], Attribute("axis", 3)));
        yield return Picture(
            "Squeeze",
            [
                .. Initializer("a", [2], [2L, 3]),
                .. Node("GlobalMaxPool", ["p"], ["g"]),
                .. Node("Squeeze", ["g", "a"], ["y"]),
            ]
        );
        yield return Plain(
            "Unsqueeze",
            [.. Initializer("a", [2], [0L, -1]), .. Node("Unsqueeze", ["x", "a"], ["y"])],
            [2, 3, 7]
        );
        yield return Versioned(
            "Unsqueeze old",
            11,
            Node("Unsqueeze", ["x"], ["y"], Attribute("axes", [1L])),
            [2, 3, 7]
        );
        yield return Picture(
            "Slice",
            [
                .. Initializer("f", [2], [1L, -4]),
                .. Initializer("t", [2], [8L, long.MaxValue]),
                .. Initializer("a", [2], [1L, 3]),
                .. Node("Slice", ["p", "f", "t", "a"], ["y"]),
            ]
        );
        yield return Picture(
            "Slice back",
            [
                .. Initializer("f", [1], [-1L]),
                .. Initializer("t", [1], [long.MinValue]),
                .. Initializer("a", [1], [2L]),
                .. Initializer("d", [1], [-2L]),
                .. Node("Slice", ["p", "f", "t", "a", "d"], ["y"]),
            ]
        );
        yield return Picture(
            "Slice focus",
            [
                .. Initializer("f", [2], [1L, 0]),
                .. Initializer("t", [2], [99L, 99]),
                .. Initializer("a", [2], [2L, 3]),
                .. Initializer("d", [2], [2L, 2]),
                .. Node("Slice", ["p", "f", "t", "a", "d"], ["s"]),
                .. Node("Relu", ["s"], ["y"]),
            ]
        );
        yield return Picture(
            "Split",
            [
                .. Initializer("n", [2], [4L, 5]),
                .. Node("Split", ["p", "n"], ["a", "b"], Attribute("axis", 1)),
                .. Node("Relu", ["b"], ["y"]),
            ]
        );
        yield return Picture(
            "Concat channels",
            [.. Node("Relu", ["p"], ["r"]), .. Node("Concat", ["r", "p", "x"], ["y"], Attribute("axis", 1))]
        );
        yield return Picture(
            "Concat rows",
            [.. Node("Relu", ["p"], ["r"]), .. Node("Concat", ["r", "p"], ["y"], Attribute("axis", 2))]
        );
        yield return Plain(
            "Concat last",
            [.. Weights("w", [2, 3, 2], random), .. Node("Concat", ["x", "w"], ["y"], Attribute("axis", -1))],
            [2, 3, 7]
        );
        yield return Plain(
            "Expand",
            [
                .. Initializer("s", [4], [2L, 2, 3, 7]),
                .. Node("Expand", ["x", "s"], ["e"]),
                .. Node("Relu", ["e"], ["y"]),
            ],
            [2, 1, 7]
        );
        yield return Picture("Tile", [.. Initializer("n", [4], [1L, 2, 1, 3]), .. Node("Tile", ["p", "n"], ["y"])]);
        yield return Picture(
            "Gather some",
            [.. Initializer("i", [4], [3L, 0, -1, 3]), .. Node("Gather", ["p", "i"], ["y"], Attribute("axis", 1))]
        );
        yield return Picture(
            "Gather one",
            [.. Initializer("i", [], [2L]), .. Node("Gather", ["p", "i"], ["y"], Attribute("axis", 1))]
        );
        yield return Picture(
            "Gather table",
            [.. Initializer("i", [2, 2], [1L, 3, 5, 7]), .. Node("Gather", ["p", "i"], ["y"], Attribute("axis", 2))]
        );
        yield return Picture(
            "Pad",
            [
                .. Initializer("n", [8], [0L, 0, 1, 2, 0, 0, 3, 0]),
                .. Scalar("v", 0.5f),
                .. Node("Pad", ["p", "n", "v"], ["y"]),
            ]
        );
        yield return Picture(
            "Pad reflect",
            [
                .. Initializer("n", [8], [0L, 0, 1, 2, 0, 0, 3, 1]),
                .. Node("Pad", ["p", "n"], ["y"], Attribute("mode", "reflect")),
            ]
        );
        yield return Picture(
            "Pad edge",
            [
                .. Initializer("n", [8], [0L, 1, 1, 2, 0, 0, 3, 1]),
                .. Node("Pad", ["p", "n"], ["y"], Attribute("mode", "edge")),
            ]
        );
        yield return new Case(
            "DepthToSpace",
            Model(
                Node("DepthToSpace", ["x"], ["y"], Attribute("blocksize", 2)),
                Input("x", Float, 2, 12, 3, 5),
                Output("y", Float, -1, -1, -1, -1)
            ),
            [("x", [2, 12, 3, 5], false)]
        );
        yield return new Case(
            "DepthToSpace columns",
            Model(
                Node("DepthToSpace", ["x"], ["y"], Attribute("blocksize", 2), Attribute("mode", "CRD")),
                Input("x", Float, 2, 12, 3, 5),
                Output("y", Float, -1, -1, -1, -1)
            ),
            [("x", [2, 12, 3, 5], false)]
        );
        yield return new Case(
            "SpaceToDepth",
            Model(
                Node("SpaceToDepth", ["x"], ["y"], Attribute("blocksize", 2)),
                Input("x", Float, 2, 3, 6, 10),
                Output("y", Float, -1, -1, -1, -1)
            ),
            [("x", [2, 3, 6, 10], false)]
        );
        foreach (string transform in (string[])["asymmetric", "half_pixel", "align_corners", "pytorch_half_pixel"])
        {
            foreach (string mode in (string[])["nearest", "linear"])
            {
                yield return Picture(
                    $"Resize {mode} {transform}",
                    [
                        .. Initializer("s", [4], [1f, 1, 2, 2]),
                        .. Node(
                            "Resize",
                            ["p", "", "s"],
                            ["y"],
                            Attribute("mode", mode),
                            Attribute("coordinate_transformation_mode", transform),
                            Attribute("nearest_mode", "floor")
                        ),
                    ]
                );
                yield return Picture(
                    $"Resize {mode} {transform} sizes",
                    [
                        .. Initializer("s", [4], [2L, 9, 17, 5]),
                        .. Node(
                            "Resize",
                            ["p", "", "", "s"],
                            ["y"],
                            Attribute("mode", mode),
                            Attribute("coordinate_transformation_mode", transform)
                        ),
                    ]
                );
            }
        }

        yield return Versioned(
            "Upsample",
            9,
            [
                .. Initializer("s", [4], [1f, 1, 2, 3]),
                .. Node("Upsample", ["x", "s"], ["y"], Attribute("mode", "nearest")),
            ],
            [1, 2, 4, 5]
        );

        // Sizes that are computed.
        yield return Picture(
            "Shape",
            [.. Node("Shape", ["p"], ["s"]), .. Node("Cast", ["s"], ["y"], Attribute("to", 1))]
        );
        yield return Picture(
            "Size",
            [.. Node("Size", ["p"], ["s"]), .. Node("Cast", ["s"], ["y"], Attribute("to", 1))]
        );
        yield return Plain(
            "ConstantOfShape",
            [
                .. Node("Shape", ["x"], ["s"]),
                .. Node(
                    "ConstantOfShape",
                    ["s"],
                    ["c"],
                    TensorAttribute("value", TensorParts("v", Float, [1], BitConverter.GetBytes(3f)))
                ),
                .. Node("Add", ["c", "x"], ["y"]),
            ],
            [2, 3, 7]
        );
        yield return Plain(
            "Constant",
            [
                .. Node("Constant", [], ["c"], Attribute("value_floats", [1f, 2, 3, 4, 5, 6, 7])),
                .. Node("Add", ["c", "x"], ["y"]),
            ],
            [2, 3, 7]
        );
        yield return Plain(
            "Range",
            [
                .. Initializer("zero", [], [0L]),
                .. Initializer("one", [], [1L]),
                .. Node("Size", ["x"], ["n"]),
                .. Node("Range", ["zero", "n", "one"], ["r"]),
                .. Node("Cast", ["r"], ["f"], Attribute("to", 1)),
                .. Node("Shape", ["x"], ["s"]),
                .. Node("Reshape", ["f", "s"], ["g"]),
                .. Node("Mul", ["g", "x"], ["y"]),
            ],
            [2, 3, 7]
        );
        yield return Plain("Dropout", Node("Dropout", ["x"], ["y"]), [2, 3, 7]);

        // Quantised.
        byte[] quantised =
        [
            .. Scalar("scale", 0.02f),
            .. Initializer("zero", UInt8, [], [120]),
            .. Node("QuantizeLinear", ["p", "scale", "zero"], ["q"]),
        ];
        yield return Picture(
            "QuantizeLinear pair",
            [.. quantised, .. Node("DequantizeLinear", ["q", "scale", "zero"], ["y"])]
        );
        yield return Picture("QuantizeLinear alone", [.. quantised, .. Node("Cast", ["q"], ["y"], Attribute("to", 1))]);
        yield return Picture(
            "DequantizeLinear weights",
            [
                .. Initializer("k", Int8, [4, 9, 1, 1], [.. Enumerable.Range(0, 36).Select(static i => (byte)(i * 7))]),
                .. Weights("raw", [4], random),
                .. Node("Abs", ["raw"], ["scales"]),
                .. Initializer("zeros", Int8, [4], [0, 1, 2, 3]),
                .. Node("DequantizeLinear", ["k", "scales", "zeros"], ["w2"], Attribute("axis", 0)),
                .. Node("Conv", ["p", "w2"], ["y"]),
            ]
        );
        yield return Picture(
            "DynamicQuantizeLinear",
            [
                .. Node("DynamicQuantizeLinear", ["p"], ["q", "s", "z"]),
                .. Node("DequantizeLinear", ["q", "s", "z"], ["y"]),
            ]
        );
        byte[] dynamic = Node("DynamicQuantizeLinear", ["p"], ["q", "s", "z"]);
        yield return Picture(
            "ConvInteger",
            [
                .. dynamic,
                .. Initializer(
                    "k",
                    Int8,
                    [4, 9, 3, 3],
                    [.. Enumerable.Range(0, 324).Select(static i => (byte)(i % 23))]
                ),
                .. Node("ConvInteger", ["q", "k", "z"], ["c"], Attribute("pads", [1L, 1, 1, 1])),
                .. Node("Cast", ["c"], ["f"], Attribute("to", 1)),
                .. Node("Mul", ["f", "s"], ["y"]),
            ]
        );
        foreach (
            (string title, float[] scales) in new[]
            {
                ("QLinearConv", (float[])[0.02f]),
                ("QLinearConv of channels", [0.02f, 0.01f, 0.03f, 0.005f]),
            }
        )
        {
            yield return Picture(
                title,
                [
                    .. Scalar("s", 0.03f),
                    .. Initializer("z", UInt8, [], [97]),
                    .. Node("QuantizeLinear", ["p", "s", "z"], ["q"]),
                    .. Initializer(
                        "k",
                        Int8,
                        [4, 9, 3, 3],
                        [.. Enumerable.Range(0, 324).Select(static i => (byte)(i % 41))]
                    ),
                    .. Initializer("ks", scales.Length == 1 ? [] : [scales.Length], scales),
                    .. Initializer("kz", Int8, scales.Length == 1 ? [] : [scales.Length], new byte[scales.Length]),
                    .. Scalar("ys", 0.4f),
                    .. Initializer("yz", UInt8, [], [3]),
                    .. Initializer("b", Int32, [4], [100, 0, 0, 0, 0, 2, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]),
                    .. Node(
                        "QLinearConv",
                        ["q", "s", "z", "k", "ks", "kz", "ys", "yz", "b"],
                        ["c"],
                        Attribute("pads", [1L, 1, 1, 1])
                    ),
                    .. Node("DequantizeLinear", ["c", "ys", "yz"], ["y"]),
                ]
            );
        }

        yield return Plain(
            "QLinearMatMul",
            [
                .. Scalar("s", 0.02f),
                .. Initializer("z", UInt8, [], [120]),
                .. Node("QuantizeLinear", ["x", "s", "z"], ["q"]),
                .. Initializer("k", Int8, [7, 5], [.. Enumerable.Range(0, 35).Select(static i => (byte)(i % 23))]),
                .. Scalar("ks", 0.05f),
                .. Initializer("kz", Int8, [], [4]),
                .. Scalar("ys", 0.1f),
                .. Initializer("yz", UInt8, [], [100]),
                .. Node("QLinearMatMul", ["q", "s", "z", "k", "ks", "kz", "ys", "yz"], ["c"]),
                .. Node("DequantizeLinear", ["c", "ys", "yz"], ["y"]),
            ],
            [2, 7]
        );
        yield return Plain(
            "MatMulInteger",
            [
                .. Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]),
                .. Initializer("k", Int8, [7, 5], [.. Enumerable.Range(0, 35).Select(static i => (byte)(i % 23))]),
                .. Node("MatMulInteger", ["q", "k", "z"], ["c"]),
                .. Node("Cast", ["c"], ["f"], Attribute("to", 1)),
                .. Node("Mul", ["f", "s"], ["y"]),
            ],
            [2, 7]
        );
        yield return new Case(
            "Equal flags",
            Model(Node("Not", ["x"], ["y"]), Input("x", Bool, 5), Output("y", Bool, 5)),
            [("x", [5], true)]
        );
    }

    private static byte[] Normalization(Random random) =>
        [
            .. Weights("s", [9], random),
            .. Weights("b", [9], random),
            .. Weights("m", [9], random),
            .. Initializer("v", [9], [.. Enumerable.Range(1, 9).Select(static i => i * 0.3f)]),
        ];

    private static byte[] Weights(string name, long[] shape, Random random) =>
        Initializer(name, shape, Numbers(random, (int)shape.Aggregate(1L, static (a, b) => a * b)));

    private static byte[] Scalar(string name, float value) => Initializer(name, [], [value]);

    private static float[] Numbers(Random random, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => (float)((random.NextDouble() * 2) - 1) is var x && Math.Abs(x) < 0.05f ? 0.5f : x),
        ];

    private static Case Plain(string title, byte[] parts, long[] shape) => Versioned($"{title} rows", 17, parts, shape);

    private static Case Versioned(string title, int version, byte[] parts, long[] shape) =>
        new(
            title,
            [.. Number(1, 8), .. Message(7, parts, Input("x", Float, shape), Output("y")), .. OperatorSet("", version)],
            [("x", [.. shape.Select(static n => (int)n)], false)]
        );

    // Behind a convolution values lie as the kernels have them; nine channels fill no row of sixteen.
    private static Case Picture(string title, byte[] parts)
    {
        var random = new Random(3);
        return new(
            $"{title} picture",
            Model(
                Node("Conv", ["x", "pw", "pb"], ["p"]),
                Initializer("pw", [9, 4, 1, 1], Numbers(random, 36)),
                Initializer("pb", [9], Numbers(random, 9)),
                parts,
                Input("x", Float, 2, 4, 11, 6),
                Output("y")
            ),
            [("x", [2, 4, 11, 6], false)]
        );
    }

    private static Case ConvCase(
        string title,
        Random random,
        int channels,
        int count,
        int kernel,
        int group,
        long[] strides,
        long[] dilations,
        long[] pads,
        string activation
    ) =>
        new(
            title,
            Model(
                Node(
                    "Conv",
                    ["x", "w", "b"],
                    [activation.Length > 0 ? "c" : "y"],
                    Attribute("strides", strides),
                    Attribute("dilations", dilations),
                    Attribute("pads", pads),
                    Attribute("group", group)
                ),
                activation.Length > 0 ? Node(activation, ["c"], ["y"]) : [],
                Initializer(
                    "w",
                    [count, channels / group, kernel, kernel],
                    Numbers(random, count * channels / group * kernel * kernel)
                ),
                Initializer("b", [count], Numbers(random, count)),
                Input("x", Float, 2, channels, 14, 13),
                Output("y", Float, -1, -1, -1, -1)
            ),
            [("x", [2, channels, 14, 13], false)]
        );

    private static string ConvNode(
        List<byte[]> nodes,
        Random random,
        string x,
        int channels,
        int count,
        int kernel,
        int stride,
        string? activation,
        int group = 1
    )
    {
        string name = $"n{nodes.Count}";
        nodes.Add(
            Initializer(
                $"{name}_w",
                [count, channels / group, kernel, kernel],
                Numbers(random, count * channels / group * kernel * kernel)
            )
        );
        string raw = activation is null ? name : $"{name}_raw";
        int pad = kernel / 2;
        nodes.Add(
            Node(
                "Conv",
                [x, $"{name}_w"],
                [raw],
                Attribute("pads", [(long)pad, pad, pad, pad]),
                Attribute("strides", [(long)stride, stride]),
                Attribute("group", group)
            )
        );
        if (activation is not null)
        {
            nodes.Add(Node(activation, [raw], [name]));
        }

        return name;
    }

    private void Compare(byte[] model, (string Name, int[] Shape, bool IsFlag)[] inputs, int threads)
    {
        string path = Write(model);
        var random = new Random(7);
        NetworkValue[] values =
        [
            .. inputs.Select(input => new NetworkValue(
                input.Name,
                input.IsFlag
                    ?
                    [
                        .. Enumerable
                            .Range(0, input.Shape.Aggregate(1, static (a, b) => a * b))
                            .Select(static i => i % 2f),
                    ]
                    : Numbers(random, input.Shape.Aggregate(1, static (a, b) => a * b)),
                input.Shape
            )),
        ];
        (float[] expected, int[] shape) = Run(path, NetworkEngine.OnnxRuntime, values, threads);
        using NetworkSessions sessions = NetworkSessions.Open(
            path,
            new NetworkOptions { Engine = NetworkEngine.Spotter }
        );

        // Twice: what a run leaves behind must not change the next.
        for (int i = 0; i < 2; i++)
        {
            sessions.Run(values, threads, outputs =>
            {
                Assert.Equal(shape, outputs[0].Dimensions);
                ReadOnlySpan<float> found = outputs[0].Data;
                Assert.Equal(expected.Length, found.Length);
                float scale = Math.Max(1, expected.Max(Math.Abs));
                for (int k = 0; k < expected.Length; k++)
                {
                    Assert.True(
                        Math.Abs(expected[k] - found[k]) <= Tolerance * scale,
                        $"number {k} is {found[k]} instead of {expected[k]}"
                    );
                }
            });
        }
    }

    private static (float[] Data, int[] Shape) Run(
        string path,
        NetworkEngine engine,
        NetworkValue[] values,
        int threads
    )
    {
        using NetworkSessions sessions = NetworkSessions.Open(path, new NetworkOptions { Engine = engine });
        (float[] Data, int[] Shape) answer = ([], []);
        sessions.Run(values, threads, outputs => answer = (outputs[0].Data.ToArray(), outputs[0].Dimensions));
        return answer;
    }

    private string Write(byte[] content)
    {
        string path = Path.Combine(_folder, "network.onnx");
        File.WriteAllBytes(path, content);
        return path;
    }

    private sealed record Case(string Title, byte[] Model, (string Name, int[] Shape, bool IsFlag)[] Inputs);
}
