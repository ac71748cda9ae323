using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Graphs;

/// <summary>
/// A network with its weights: layers that take what comes out of layers before them, and one output or several.
/// </summary>
/// <example>
/// <code>
/// var network = new NetworkGraph(
///     TensorShape.Image(64, 64, 3),
///     [
///         new Conv2D(16, 3, ActivationKind.ReLU, Padding.Same) { Name = "near", Stride = 2 },
///         new Conv2D(16, 3, ActivationKind.ReLU, Padding.Same) { Name = "far", Stride = 2 },
///         new UpSampling2D { Name = "up" },
///         new Add { Name = "both", Inputs = ["up", "near"] },
///     ],
///     outputs: ["both", "far"]
/// );
/// Console.WriteLine(network.OutputShapesFor(TensorShape.Image(96, 128, 3))[0]); // 48 x 64 x 16
/// </code>
/// </example>
public class NetworkGraph
{
    /// <summary>How <see cref="Layer.Inputs"/> call what goes into the network.</summary>
    public const string InputName = "input";

    /// <summary>Checks the shapes and makes the first weights.</summary>
    /// <param name="input">The shape of a sample.</param>
    /// <param name="layers">At least one layer; each stands behind those whose outputs it takes.</param>
    /// <param name="outputs">Names of the layers whose outputs come out, in this order; null takes the last
    /// layer.</param>
    /// <param name="seed">Networks of the same layers and seed begin with the same weights.</param>
    /// <exception cref="ArgumentException">A layer does not fit onto its inputs, or a name is wrong; the message says
    /// which.</exception>
    public NetworkGraph(
        TensorShape input,
        IReadOnlyList<Layer> layers,
        IReadOnlyList<string>? outputs = null,
        int seed = 0
    )
        : this(input, layers, outputs, new ParameterFactory(seed)) { }

    private protected NetworkGraph(
        TensorShape input,
        IReadOnlyList<Layer> layers,
        IReadOnlyList<string>? outputs,
        ParameterFactory factory
    )
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException("a network needs at least one layer", nameof(layers));
        }

        InputShape = input;
        Layers = [.. layers];
        Built = NetworkBuilder.Build(Layers, input, factory);
        Outputs = NetworkBuilder.OutputsOf(Built, outputs);
        OutputNames = [.. Outputs.Select(value => Built[value - 1].Name)];
        Parameters = factory.All;
    }

    /// <summary>The shape of a sample that goes in.</summary>
    public TensorShape InputShape { get; }

    /// <summary>The shapes that come out.</summary>
    public IReadOnlyList<TensorShape> OutputShapes => ShapesOf(Built);

    /// <summary>The names of the layers whose outputs come out.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>The descriptions that the network was built from.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>All parameters in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many numbers training changes.</summary>
    public long TrainableCount =>
        Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => (long)parameter.Count);

    internal IReadOnlyList<BuiltLayer> Built { get; }

    /// <summary>The values that come out, as <see cref="BuiltLayer.Sources"/> count them.</summary>
    internal IReadOnlyList<int> Outputs { get; }

    /// <summary>
    /// The shapes that come out where a picture of another size goes in. A network of convolutions, pools and the like
    /// takes all sizes that its strides and sums allow; one with <see cref="Flatten"/> before weights takes its own.
    /// </summary>
    /// <param name="input">A picture with as many channels as <see cref="InputShape"/> has.</param>
    /// <exception cref="ArgumentException">The network does not take that size; the message names the
    /// layer.</exception>
    public IReadOnlyList<TensorShape> OutputShapesFor(TensorShape input) => ShapesOf(BuiltFor(input));

    /// <summary>A table of the layers, their output shapes and how many parameters each has.</summary>
    public string Summary() => NetworkSummary.Format(this);

    /// <summary>The same layers with the same weights, where other layers come out.</summary>
    /// <param name="outputs">Names of layers, also of those that have none of their own.</param>
    internal NetworkGraph WithOutputs(IReadOnlyList<string> outputs)
    {
        NetworkGraph network = CreateEmpty(
            InputShape,
            Layers,
            outputs,
            Parameters.Sum(static parameter => (long)parameter.Count)
        );
        foreach ((Parameter copy, Parameter own) in network.Parameters.Zip(Parameters))
        {
            copy.SetValues(own.ToArray());
        }

        return network;
    }

    /// <summary>A network whose weights are zero until they are read.</summary>
    internal static NetworkGraph CreateEmpty(
        TensorShape input,
        IReadOnlyList<Layer> layers,
        IReadOnlyList<string>? outputs,
        long parameterBudget
    ) => new(input, layers, outputs, new ParameterFactory(seed: null, parameterBudget));

    /// <summary>The layers with their shapes for that input.</summary>
    internal IReadOnlyList<BuiltLayer> BuiltFor(TensorShape input)
    {
        if (input == InputShape)
        {
            return Built;
        }

        return input.IsImage == InputShape.IsImage && input.Channels == InputShape.Channels
            ? BuiltLayer.Reshape(Built, input)
            : throw new ArgumentException($"the network takes {InputShape} or another size of it, got {input}");
    }

    private TensorShape[] ShapesOf(IReadOnlyList<BuiltLayer> built) =>
        [.. Outputs.Select(value => built[value - 1].Output)];
}
