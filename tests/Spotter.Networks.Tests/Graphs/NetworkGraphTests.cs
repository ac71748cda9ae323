using Spotter.Networks.Graphs;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Tests.Operations;

namespace Spotter.Networks.Tests.Graphs;

public sealed class NetworkGraphTests
{
    private static readonly TensorShape Picture = TensorShape.Image(16, 16, 3);

    [Theory]
    [MemberData(nameof(GraphCases.Names), MemberType = typeof(GraphCases))]
    public void Run_SeveralSizes_EqualsDefinition(string name)
    {
        NetworkGraph network = GraphCases.Create(name);
        foreach ((int height, int width) in new[] { (16, 24), (8, 8), (40, 16) })
        {
            var shape = TensorShape.Image(height, width, network.InputShape.Channels);
            float[] sample = Noise(shape.Length);
            double[][][] expected = new ReferenceNetwork(network, isTraining: false).RunAll(
                [Array.ConvertAll(sample, static value => (double)value)],
                shape
            );
            IReadOnlyList<TensorShape> shapes = network.OutputShapesFor(shape);
            foreach (VectorWidth vectors in TestNetworks.Widths())
            {
                foreach (int threads in new[] { 1, 3 })
                {
                    using var plan = new InferencePlan(network, 1, threads, vectors, shape);
                    float[][] outputs = [.. shapes.Select(static output => new float[output.Length])];
                    plan.Run(sample, outputs);
                    for (int i = 0; i < outputs.Length; i++)
                    {
                        double[] wanted = expected[i][0];
                        Assert.Equal(wanted.Length, outputs[i].Length);
                        Assert.All(wanted.Zip(outputs[i]), static pair => Assert.Equal(pair.First, pair.Second, 5e-5));
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(GraphCases.Names), MemberType = typeof(GraphCases))]
    public void Description_OfGraph_RoundTrips(string name)
    {
        NetworkGraph network = GraphCases.Create(name);
        NetworkGraph again = NetworkDescription.Parse(NetworkDescription.Of(network).ToJson()).BuildGraph();
        Assert.Equal(network.Summary(), again.Summary());
        Assert.Equal(network.OutputNames, again.OutputNames);
        Assert.Equal(network.OutputShapes, again.OutputShapes);
        Assert.Equal(
            network.Parameters.Select(static parameter => parameter.Name),
            again.Parameters.Select(static parameter => parameter.Name)
        );
    }

    [Fact]
    public void Constructor_LayersWithoutNames_GetNamesThatNobodyHas()
    {
        var network = new NetworkGraph(
            Picture,
            [new Conv2D(4, 1), new Conv2D(4, 1) { Name = "conv2d" }, new Conv2D(4, 1), new Conv2D(4, 1)]
        );
        Assert.Equal(
            ["conv2d_1/kernel", "conv2d/kernel", "conv2d_2/kernel", "conv2d_3/kernel"],
            network
                .Parameters.Select(static parameter => parameter.Name)
                .Where(static name => name.EndsWith("kernel", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Constructor_WrongNames_SaysWhich()
    {
        Throws("two layers are called a", [Named("a"), Named("a")]);
        Throws("got \"input\"", [Named("input")]);
        Throws("got \"a/b\"", [Named("a/b")]);
        Throws("got \"\"", [Named("")]);
        Throws("layer 2 (b): there is no layer c before it", [Named("a"), Named("b") with { Inputs = ["c"] }]);
        Throws("layer 1 (a): there is no layer b before it", [Named("a") with { Inputs = ["b"] }, Named("b")]);
        Throws("there is no layer b to be an output", [Named("a")], "b");
        Throws("there is no layer input to be an output", [Named("a")], "input");
        Throws("outputs must be", [Named("a")], "a", "a");
        Throws("outputs must be", [Named("a")], []);
        Throws(
            "layer 2 (residual), body, layer 1 (b): layers within a residual take",
            [Named("a"), new Residual([Named("b") with { Inputs = ["a"] }])],
            "a"
        );
    }

    [Fact]
    public void Constructor_InputsDoNotFit_NamesTheLayer()
    {
        Throws(
            "layer 2 (sum): inputs of a sum have one shape, got 16 x 16 x 4 and 16 x 16 x 3",
            [Named("a"), new Add { Name = "sum", Inputs = ["a", "input"] }]
        );
        Throws(
            "layer 3 (concatenate): inputs of Concatenate have one height and width, got 8 x 8 x 4 and 16 x 16 x 4",
            [Named("a"), new MaxPooling2D(2) { Name = "b" }, new Concatenate { Inputs = ["b", "a"] }]
        );
        Throws("layer 1 (add): Add takes two inputs or more, got 1; name them in Inputs", [new Add()]);
        Throws("layer 2 (b): takes one input, got 2", [Named("a"), Named("b") with { Inputs = ["a", "input"] }]);
        Throws("layer 2 (up_sampling2d): UpSampling2D takes a picture", [new Flatten(), new UpSampling2D()]);
    }

    [Fact]
    public void OutputShapesFor_SizeThatDoesNotFit_NamesTheLayer()
    {
        NetworkGraph network = GraphCases.Create("pyramid");
        Assert.Equal(
            [TensorShape.Image(24, 32, 7), TensorShape.Image(12, 16, 7)],
            network.OutputShapesFor(TensorShape.Image(96, 128, 3))
        );
        Assert.Contains(
            "layer 7 (p4): inputs of a sum have one shape, got 4 x 2 x 32 and 5 x 2 x 32",
            Assert.Throws<ArgumentException>(() => network.OutputShapesFor(TensorShape.Image(20, 8, 3))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "takes 16 x 24 x 3",
            Assert.Throws<ArgumentException>(() => network.OutputShapesFor(TensorShape.Image(16, 24, 1))).Message,
            StringComparison.Ordinal
        );
        var dense = new NetworkGraph(Picture, [new Flatten(), new Dense(3)]);
        Assert.Contains(
            "layer 2 (dense): has weights for 768",
            Assert.Throws<ArgumentException>(() => dense.OutputShapesFor(TensorShape.Image(32, 16, 3))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Sequential_LayerWithInputs_Refused() =>
        Assert.Contains(
            "layer 2 (b) names its inputs: that makes a NetworkGraph",
            Assert
                .Throws<ArgumentException>(() =>
                    new Sequential(Picture, [Named("a"), Named("b") with { Inputs = ["input"] }])
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("'layers':[{'layer':'flatten','name':3}]", "layer 1 (flatten): name must be a text, got 3")]
    [InlineData("'layers':[{'layer':'add','inputs':'a'}]", "layer 1 (add): inputs must be a list of names, got \"a\"")]
    [InlineData("'layers':[{'layer':'flatten'}],'outputs':[1]", "outputs must be a list of names, got [1]")]
    public void Description_WrongText_NamesLayerAndField(string fields, string said) =>
        Assert.Contains(
            said,
            Assert
                .Throws<FormatException>(() =>
                    NetworkDescription.Parse($"{{'input':[4,4,1],{fields}}}".Replace('\'', '"'))
                )
                .Message,
            StringComparison.Ordinal
        );

    private static Conv2D Named(string name) => new(4, 3, Padding: Padding.Same) { Name = name };

    private static float[] Noise(int length)
    {
        var values = new float[length];
        new RandomStream(3, 1).FillNormal(values, 1);
        return values;
    }

    private static void Throws(string message, Layer[] layers, params string[]? outputs) =>
        Assert.Contains(
            message,
            Assert
                .Throws<ArgumentException>(() =>
                    new NetworkGraph(
                        Picture,
                        layers,
                        outputs is { Length: 0 } && !message.StartsWith("outputs", StringComparison.Ordinal)
                            ? null
                            : outputs
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
}
