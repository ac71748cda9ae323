using Spotter.Onnx.Engines;
using Spotter.Onnx.Graphs;
using static Spotter.Onnx.Tests.GraphBytes;

namespace Spotter.Onnx.Tests;

/// <summary>Files that are no networks, damaged ones, and such as are made to do harm: one line each.</summary>
public sealed class CheckedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_WholeNetwork_AnswersItsStructure()
    {
        OnnxFileContent content = Read([.. Sum(), .. Metadata("names", "{0: 'cat'}"), .. Text(2, "somebody")]);
        Assert.Equal("somebody", content.ProducerName);
        Assert.Equal("{0: 'cat'}", content.Metadata["names"]);
        Assert.Equal(17, content.OperatorSets[""]);
        Assert.Equal("Add", Assert.Single(content.Graph!.Nodes).Operator);
        Assert.Equal([1L, -1], content.Graph.Inputs[0].Dimensions!);
        Assert.Equal((3, ElementType.Float), (content.Graph.Initializers[0].Count, content.Graph.Initializers[0].Type));
    }

    // Each byte is where a file may end.
    [Fact]
    public void Read_CutOffAnywhere_IsRefusedInOneLine()
    {
        byte[] whole = Model(
            Node("Conv", ["x", "w"], ["y"], Attribute("strides", [2L, 2L]), Attribute("auto_pad", "SAME_UPPER")),
            Initializer("w", [2, 3, 1, 1], new float[6]),
            Input("x", Float, 1, 3, 4, 4),
            Output("y", Float, 1, 2, 2, 2)
        );
        int graph = whole.Length - OperatorSet("", 17).Length - OperatorSet("ai.onnx.ml", 3).Length;
        for (int length = 0; length < graph; length++)
        {
            AssertRefused(whole[..length], "is not an ONNX network, or a damaged one: ");
        }
    }

    // Any byte may be anything: what is then read is a network or one line, and nothing else.
    [Fact]
    public void Read_OneByteChanged_IsReadOrRefused()
    {
        byte[] whole = Sum();
        for (int i = 0; i < whole.Length; i++)
        {
            for (int change = 1; change < 256; change += 6)
            {
                byte[] damaged = [.. whole];
                damaged[i] ^= (byte)change;
                try
                {
                    OnnxFileContent content = OnnxReader.Read(new MemoryStream(damaged));
                    GraphChecks.Check(content, "network.onnx");
                    Assert.NotNull(content.Graph);
                }
                catch (GraphException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                }
            }
        }
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", "pointer of Git LFS")]
    [InlineData("PK\u0003\u0004..........", "zip file, as PyTorch's .pt files are")]
    [InlineData("\u0010\0\0\0TFL3........", "TensorFlow Lite")]
    [InlineData("<!DOCTYPE html><html>", "web page")]
    [InlineData("7767517\n3 3\n", "ncnn")]
    [InlineData("", "it is empty")]
    public void Read_AnotherKindOfFile_SaysWhichOne(string content, string what) =>
        AssertRefused([.. content.Select(static c => (byte)c)], what);

    [Fact]
    public void Read_WeightsOfAnotherSize_SaysWhich() =>
        AssertRefused(
            Model(
                Node("Add", ["x", "w"], ["y"]),
                Initializer("w", Float, [2, 3], new byte[20]),
                Input("x", Float, 2, 3),
                Output("y")
            ),
            "its weights w (2x3) hold 20 bytes instead of 24"
        );

    [Theory]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(long.MaxValue, 4)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void Read_HugeShapes_AreRefused(long rows, long columns)
    {
        byte[] weights = Model(
            Node("Add", ["x", "w"], ["y"]),
            Initializer("w", Float, [rows, columns], new byte[16]),
            Input("x", Float, 1),
            Output("y")
        );
        AssertRefused(weights, "has a tensor w of ");
        AssertRefused(
            Model(Node("Relu", ["x"], ["y"]), Input("x", Float, rows, columns), Output("y")),
            "has a tensor x of "
        );
    }

    [Fact]
    public void Read_NegativeExtent_IsRefused() =>
        AssertRefused(
            Model(Node("Relu", ["w"], ["y"]), Initializer("w", Float, [-4, -4], new byte[64]), Output("y")),
            "an extent of -4"
        );

    [Fact]
    public void Read_Circle_IsRefused() =>
        AssertRefused(
            Model(Node("Add", ["x", "b"], ["a"]), Node("Relu", ["a"], ["b"]), Input("x", Float, 1), Output("b")),
            "goes in a circle: Add (a) takes what is computed from it"
        );

    [Fact]
    public void Read_NodeThatTakesWhatNothingGives_IsRefused() =>
        AssertRefused(
            Model(Node("Add", ["x", "ghost"], ["y"]), Input("x", Float, 1), Output("y")),
            "Add (y) takes ghost, which nothing gives"
        );

    [Fact]
    public void Read_OutputThatNothingGives_IsRefused() =>
        AssertRefused(
            Model(Node("Relu", ["x"], ["y"]), Input("x", Float, 1), Output("z")),
            "an output takes z, which nothing gives"
        );

    [Fact]
    public void Read_NodesOutOfOrder_AreRead() =>
        Assert.Equal(
            2,
            Read(
                Model(Node("Relu", ["a"], ["b"]), Node("Neg", ["x"], ["a"]), Input("x", Float, 1), Output("b"))
            ).Graph!.Nodes.Count
        );

    [Fact]
    public void Read_TwoNodesThatGiveTheSame_AreRefused() =>
        AssertRefused(
            Model(Node("Relu", ["x"], ["y"]), Node("Neg", ["x"], ["y"]), Input("x", Float, 1), Output("y")),
            "two of its nodes give y"
        );

    [Theory]
    [InlineData(3, true)]
    [InlineData(9, false)]
    [InlineData(40, false)]
    [InlineData(400, false)]
    public void Read_GraphsInGraphs_ToALimit(int depth, bool isRead)
    {
        byte[] body = [.. Node("Relu", ["x"], ["r"]), .. Output("r")];
        for (int i = 1; i < depth; i++)
        {
            body =
            [
                .. Node(
                    "If",
                    ["x"],
                    ["r"],
                    GraphAttribute("then_branch", body),
                    GraphAttribute("else_branch", Branch())
                ),
                .. Output("r"),
            ];
        }

        byte[] model = Model(body, Input("x", 9, 1));
        if (isRead)
        {
            Assert.NotNull(Read(model));
        }
        else
        {
            AssertRefused(model, "holds graphs in graphs, more than 8");
        }

        static byte[] Branch() => [.. Node("Relu", ["x"], ["r"]), .. Output("r")];
    }

    // Messages that are nothing but messages: a reader that calls itself would run out of its stack.
    [Fact]
    public void Read_MessagesInMessages_AreRefused()
    {
        byte[] inner = [];
        for (int i = 0; i < 5_000; i++)
        {
            inner = Message(
                i % 3 == 0 ? 1
                    : i % 3 == 1 ? 6
                    : 5,
                inner
            );
        }

        AssertRefused(Message(7, inner), "");
    }

    [Fact]
    public void Read_ForeignOperators_NamesThem() =>
        AssertRefused(
            Model(Node("Secret", "com.example", ["x"], ["y"]), Input("x", Float, 1), Output("y")),
            "needs the operator Secret (y) of com.example"
        );

    // Ten functions, each of which calls the next a hundred times.
    [Fact]
    public void Read_FunctionsThatMultiply_AreRefused()
    {
        IEnumerable<byte> functions = Enumerable
            .Range(0, 8)
            .SelectMany(i =>
                Message(
                    25,
                    [
                        Text(1, $"f{i}"),
                        Text(4, "x"),
                        Text(5, "o99"),
                        Text(10, "own"),
                        .. Enumerable
                            .Range(0, 100)
                            .Select(n => MessageNode(i == 7 ? "Relu" : $"f{i + 1}", i == 7 ? "" : "own", $"o{n}")),
                    ]
                )
            );
        byte[] model = Model(Node("f0", "own", ["x"], ["y"]), Input("x", Float, 1), Output("y"));
        AssertRefused([.. model, .. functions], "has more than 200000 nodes");

        static byte[] MessageNode(string op, string domain, string output) =>
            Message(7, Text(1, "x"), Text(2, output), Text(4, op), Text(7, domain));
    }

    [Fact]
    public void Read_FunctionThatCallsItself_IsRefused() =>
        AssertRefused(
            [
                .. Model(Node("f", "own", ["x"], ["y"]), Input("x", Float, 1), Output("y")),
                .. Message(
                    25,
                    Text(1, "f"),
                    Text(4, "x"),
                    Text(5, "y"),
                    Text(10, "own"),
                    Message(7, Text(1, "x"), Text(2, "y"), Text(4, "f"), Text(7, "own"))
                ),
            ],
            "its function f calls itself"
        );

    [Fact]
    public void Read_ThousandsOfOutputs_AreRefused() =>
        AssertRefused(
            Model(
                Node("Relu", ["x"], ["y"]),
                Input("x", Float, 1),
                [.. Enumerable.Range(0, 5000).SelectMany(static _ => Output("y"))]
            ),
            "has 5000 outputs, and 1000 are the most"
        );

    // Two bytes a node: structure would take a hundred times the file's size.
    [Fact]
    public void Read_MillionsOfNodes_TakesBoundedMemory()
    {
        byte[] nodes = new byte[2 * 3_000_000];
        for (int i = 0; i < nodes.Length; i += 2)
        {
            nodes[i] = 1 << 3 | 2;
        }

        string path = Write(Message(7, nodes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        OnnxModelException e = Assert.Throws<OnnxModelException>(() => CheckedFile.Read(path));
        Assert.Contains("holds more than 1000000 nodes, tensors and names", e.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 400L << 20);
    }

    // Weights are passed by, not read.
    [Fact]
    public void Read_LargeWeights_TakesNoMemoryForThem()
    {
        string path = Write(
            Model(
                Node("Add", ["x", "w"], ["y"]),
                Initializer("w", Float, [4_000_000], new byte[16_000_000]),
                Input("x", Float, 1),
                Output("y")
            )
        );
        long before = GC.GetAllocatedBytesForCurrentThread();
        OnnxTensor weights = CheckedFile.Read(path).Graph!.Initializers[0];
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Equal(16_000_000, weights.Raw!.Value.Length);
    }

    // The file has holes instead of bytes.
    [Fact]
    public void Read_Gigabytes_AreRefused()
    {
        string path = Write(Sum());
        using (FileStream stream = File.OpenWrite(path))
        {
            try
            {
                stream.SetLength(3L << 30);
            }
            catch (IOException)
            {
                Assert.Skip("this disk has no files with holes, and no room for three gigabytes");
            }
        }

        OnnxModelException e = Assert.Throws<OnnxModelException>(() => CheckedFile.Read(path));
        Assert.Contains("has 3072 MiB, and no ONNX file has more than 2047", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../weights.bin", "is no file of its own folder")]
    [InlineData("a/../../weights.bin", "is no file of its own folder")]
    [InlineData("..\\weights.bin", "is no file of its own folder")]
    [InlineData("/etc/passwd", "is no file of its own folder")]
    [InlineData("C:\\secrets.bin", "is no file of its own folder")]
    [InlineData("~/secrets.bin", "is no file of its own folder")]
    [InlineData("", "is no file of its own folder")]
    [InlineData("missing.bin", "which is not there; put that file into the folder")]
    public void Read_ExternalWeightsElsewhere_AreRefused(string location, string why)
    {
        File.WriteAllBytes(Path.Combine(_folder, "weights.bin"), new byte[64]);
        Directory.CreateDirectory(Path.Combine(_folder, "inner"));
        AssertRefused(WithExternal([4], ("location", location)), why, Path.Combine("inner", "network.onnx"));
    }

    [Theory]
    [InlineData("0", "16", null)]
    [InlineData("48", "16", null)]
    [InlineData("49", "16", "from byte 49 on, 16 bytes, and that file has only 64")]
    [InlineData("9223372036854775807", "16", "has only 64")]
    [InlineData("-1", "16", "says \"-1\" for the offset")]
    [InlineData("0", "12", "keeps 12 bytes for its weights w in weights.bin, and their shape (4) takes 16")]
    [InlineData("0", "99999999999999999999", "is no number of bytes")]
    public void Read_ExternalPlaces_MustLieInTheFile(string offset, string length, string? why)
    {
        File.WriteAllBytes(Path.Combine(_folder, "weights.bin"), new byte[64]);
        byte[] network = WithExternal([4], ("location", "weights.bin"), ("offset", offset), ("length", length));
        if (why is null)
        {
            Assert.NotNull(Read(network));
        }
        else
        {
            AssertRefused(network, why);
        }
    }

    [Fact]
    public void Read_ExternalWeightsBehindALink_AreRefusedWhereItLeadsOut()
    {
        string own = Path.Combine(_folder, "own");
        Directory.CreateDirectory(own);
        File.WriteAllBytes(Path.Combine(_folder, "secret.bin"), new byte[16]);
        File.WriteAllBytes(Path.Combine(own, "real.bin"), new byte[16]);
        try
        {
            File.CreateSymbolicLink(Path.Combine(own, "out.bin"), Path.Combine(_folder, "secret.bin"));
            File.CreateSymbolicLink(Path.Combine(own, "in.bin"), Path.Combine(own, "real.bin"));
            Directory.CreateSymbolicLink(Path.Combine(own, "up"), _folder);
        }
        catch (IOException)
        {
            Assert.Skip("this system makes no links for everyone");
        }

        string network = Path.Combine("own", "network.onnx");
        AssertRefused(WithExternal([4], ("location", "out.bin")), "is a link that leads out of its folder", network);
        AssertRefused(WithExternal([4], ("location", "up/secret.bin")), "is a link that leads out", network);
        Assert.NotNull(Read(WithExternal([4], ("location", "in.bin")), network));
    }

    [Fact]
    public void Load_RefusedFile_NeverReachesTheRuntime()
    {
        string path = Write(WithExternal([4], ("location", "/dev/zero")));
        OnnxModelException e = Assert.Throws<OnnxModelException>(() => OnnxDetector.Load(path));
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("such a network is not opened", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LoopWithoutEnd_IsStopped()
    {
        string path = Write(
            Model(
                Node(
                    "Loop",
                    ["times", "go", "x"],
                    ["y"],
                    GraphAttribute(
                        "body",
                        Text(2, "turns"),
                        Node("Identity", ["going"], ["goes"]),
                        Node("Add", ["value", "value"], ["twice"]),
                        Input("i", Whole),
                        Input("going", 9),
                        Input("value", Float, 1),
                        Output("goes", 9),
                        Output("twice", Float, 1)
                    )
                ),
                Input("times", Whole),
                Initializer("go", 9, [], [1]),
                Input("x", Float, 1),
                Output("y", Float, 1)
            )
        );
        Assert.NotNull(CheckedFile.Read(path));
        using var engine = new OnnxRuntimeEngine(
            path,
            CheckedFile.Read(path),
            NetworkDevice.Cpu,
            TimeSpan.FromSeconds(0.2)
        );
        EngineException e = Assert.Throws<EngineException>(() =>
            engine.Run(
                [new NetworkValue("times", [4e18f], []), new NetworkValue("x", [1], [1])],
                threads: 1,
                static _ => { }
            )
        );
        Assert.Contains("its loops take longer than", e.Message, StringComparison.Ordinal);
    }

    // Floats as a field of their own, packed and one by one.
    [Theory]
    [InlineData(true, 3, true)]
    [InlineData(true, 2, false)]
    [InlineData(false, 3, true)]
    [InlineData(false, 4, false)]
    public void Read_WeightsAsFields_AreCounted(bool isPacked, int count, bool isRight)
    {
        byte[] four = BitConverter.GetBytes(0.5f);
        byte[] data = isPacked
            ? Bytes(4, [.. Enumerable.Repeat(four, count).SelectMany(static b => b)])
            : [.. Enumerable.Repeat((byte[])[(4 << 3) | 5, .. four], count).SelectMany(static b => b)];
        byte[] network = Model(
            Node("Relu", ["w"], ["y"]),
            Message(5, Number(1, 3), Number(2, Float), Text(8, "w"), data),
            Output("y")
        );
        if (isRight)
        {
            Assert.Single(Read(network).Graph!.Initializers[0].Segments);
        }
        else
        {
            AssertRefused(network, $"hold {count} numbers instead of 3");
        }
    }

    private static byte[] WithExternal(long[] shape, params (string, string)[] where) =>
        Model(Node("Relu", ["w"], ["y"]), External("w", shape, where), Output("y"));

    private static byte[] Sum() =>
        Model(
            Node("Add", ["x", "w"], ["y"]),
            Initializer("w", [3], [1f, 2, 3]),
            Input("x", Float, 1, -1),
            Output("y", Float, 1, 3)
        );

    private OnnxFileContent Read(byte[] network, string name = "network.onnx") =>
        CheckedFile.Read(Write(network, name));

    private void AssertRefused(byte[] network, string why, string name = "network.onnx")
    {
        string path = Write(network, name);
        OnnxModelException e = Assert.Throws<OnnxModelException>(() => CheckedFile.Read(path));
        Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private string Write(byte[] content, string name = "network.onnx")
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
