using Spotter.Onnx.Graphs;
using static Spotter.Onnx.Tests.GraphBytes;

namespace Spotter.Onnx.Tests;

/// <summary>Whatever a network takes and gives, callers see floats.</summary>
public sealed class NetworkSessionsTests : IDisposable
{
    private const int Halved = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public void Run_AnyElements_AreFloatsOutside(int type)
    {
        using NetworkSessions sessions = Open(
            Model(Node("Identity", ["x"], ["y"]), Input("x", type, 1, 3), Output("y", type, 1, 3))
        );
        Assert.Equal((ElementType)type, sessions.Shape.Inputs[0].Type);
        Assert.Equal((ElementType)type, sessions.Shape.Outputs[0].Type);
        Assert.Equal([1f, 2, 100], Run(sessions, [1f, 2, 100], [1, 3]));
    }

    [Fact]
    public void Run_HalfWeights_AreRead()
    {
        using NetworkSessions sessions = Open(
            Model(
                Node("Add", ["x", "w"], ["y"]),
                Initializer("w", Halved, [2], Halves(0.5f, 1.5f)),
                Input("x", Halved, 1, 2),
                Output("y", Halved, 1, 2)
            )
        );
        Assert.Equal([1.5f, 3.5f], Run(sessions, [1, 2], [1, 2]));
    }

    [Fact]
    public void Run_OpenBatch_TakesAsManyAsItIsGiven()
    {
        using NetworkSessions sessions = Open(
            Model(Node("Relu", ["x"], ["y"]), Input("x", Float, -1, 2), Output("y", Float, -1, 2))
        );
        Assert.Equal([-1, 2], sessions.Shape.Inputs[0].Dimensions);
        Assert.Equal([1f, 0, 3, 0, 5, 6], Run(sessions, [1, -2, 3, -4, 5, 6], [3, 2]));
    }

    [Fact]
    public void Run_SeveralInputsAndOutputs_GoByName()
    {
        using NetworkSessions sessions = Open(
            Model(
                Node("Sub", ["b", "a"], ["difference"]),
                Node("Shape", ["a"], ["extents"]),
                Input("a", Float, -1),
                Input("b", Float, -1),
                Output("difference", Float, -1),
                Output("extents", Whole, 1)
            )
        );
        var found = new Dictionary<string, (float[] Data, int[] Dimensions)>(StringComparer.Ordinal);
        sessions.Run(
            [new NetworkValue("a", [1, 2, 99], [2]), new NetworkValue("b", [11, 22], [2])],
            threads: 1,
            outputs =>
            {
                foreach (NetworkOutput output in outputs)
                {
                    found[output.Name] = (output.Data.ToArray(), output.Dimensions);
                }
            }
        );
        Assert.Equal([10f, 20], found["difference"].Data);
        Assert.Equal([2f], found["extents"].Data);
        Assert.Equal([1], found["extents"].Dimensions);
    }

    // As scikit-learn's classifiers end.
    [Fact]
    public void Run_ListOfMaps_IsATableWithNamedColumns()
    {
        using NetworkSessions sessions = Open(
            Model(
                Node("ZipMap", "ai.onnx.ml", ["x"], ["y"], Attribute("classlabels_int64s", [4L, 7, 9])),
                Input("x", Float, -1, 3),
                Message(12, Text(1, "y"))
            )
        );
        sessions.Run([0.1f, 0.2f, 0.7f, 0.5f, 0.3f, 0.2f], [2, 3], threads: 1, static outputs =>
        {
            Assert.Equal(["4", "7", "9"], outputs[0].Columns);
            Assert.Equal([2, 3], outputs[0].Dimensions);
            Assert.Equal([0.1f, 0.2f, 0.7f, 0.5f, 0.3f, 0.2f], outputs[0].Data);
        });
    }

    [Fact]
    public void Open_Metadata_IsThere()
    {
        byte[] network = Model(Node("Relu", ["x"], ["y"]), Input("x", Float, 1), Output("y", Float, 1));
        using NetworkSessions sessions = Open([.. network, .. Text(2, "pytorch"), .. Metadata("imgsz", "[640, 640]")]);
        Assert.Equal("pytorch", sessions.Shape.Producer);
        Assert.Equal("[640, 640]", sessions.Shape.Metadata["imgsz"]);
    }

    [Fact]
    public void Run_WrongExtents_NamesTheFile()
    {
        using NetworkSessions sessions = Open(
            Model(Node("Relu", ["x"], ["y"]), Input("x", Float, 1, 4), Output("y", Float, 1, 4))
        );
        OnnxModelException e = Assert.Throws<OnnxModelException>(() => Run(sessions, [1, 2], [1, 2]));
        Assert.Contains("network.onnx: the network fails: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData(NetworkDevice.Cuda, "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData(NetworkDevice.DirectML, "Microsoft.ML.OnnxRuntime.DirectML")]
    public void Open_DeviceThatIsNotThere_SaysWhatItNeeds(NetworkDevice device, string package)
    {
        string path = Write(Model(Node("Relu", ["x"], ["y"]), Input("x", Float, 1), Output("y", Float, 1)));
        OnnxModelException e = Assert.Throws<OnnxModelException>(() =>
            NetworkSessions.Open(path, new NetworkOptions { Device = device })
        );
        Assert.Contains($"it needs the package {package}", e.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
    }

    // One is disposed of, and the other still runs.
    [Fact]
    public void Open_OneFileTwice_SharesItsEngine()
    {
        byte[] network = Model(Node("Relu", ["x"], ["y"]), Input("x", Float, 1), Output("y", Float, 1));
        using NetworkSessions first = Open(network);
        using (NetworkSessions second = NetworkSessions.Open(Path.Combine(_folder, "network.onnx")))
        {
            Assert.Same(first.Shape, second.Shape);
        }

        Assert.Equal([3f], Run(first, [3], [1]));
    }

    private static float[] Run(NetworkSessions sessions, float[] data, int[] dimensions)
    {
        float[] found = [];
        sessions.Run(data, dimensions, threads: 1, outputs => found = outputs[0].Data.ToArray());
        return found;
    }

    private NetworkSessions Open(byte[] network) => NetworkSessions.Open(Write(network));

    private string Write(byte[] network)
    {
        string path = Path.Combine(_folder, "network.onnx");
        File.WriteAllBytes(path, network);
        return path;
    }
}
