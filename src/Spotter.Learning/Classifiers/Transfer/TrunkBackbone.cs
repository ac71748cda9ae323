using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Classifiers.Transfer;

/// <summary>
/// What the built-in network of people and cars has learned of pictures, as the beginning of a classifier: its
/// convolutions down to stride 32, and the mean of each channel at strides 4, 8, 16 and 32. Near ones know colours and
/// textures, far ones parts of things, and together they know more of new kinds of things than the deepest alone.
/// </summary>
#pragma warning disable CA1001 // a runner of one thread holds nothing but memory
internal sealed class TrunkBackbone : IBackbone
#pragma warning restore CA1001
{
    /// <summary>How it is called on the command line and in a run's configuration.</summary>
    public const string Name = "spotter";

    /// <summary>Width and height that pictures are brought to.</summary>
    public const int Side = 192;

    // Each of the depths at which means are taken, with its channels.
    private static readonly (int Stride, int Channels)[] Depths = [(4, 32), (8, 64), (16, 96), (32, 128)];

    private static readonly TensorShape InputShape = TensorShape.Image(Side, Side, 3);

    private readonly NetworkContent _trunk;
    private readonly NetworkRunner _runner;

    private TrunkBackbone(NetworkContent trunk)
    {
        _trunk = trunk;
        var means = new NetworkGraph(
            InputShape,
            [
                .. Near(),
                new Activation(ActivationKind.Linear) { Name = NameOf(0) },
                .. Beyond(1),
                new Activation(ActivationKind.Linear) { Name = NameOf(1) },
                .. Beyond(2),
                new Activation(ActivationKind.Linear) { Name = NameOf(2) },
                .. Beyond(3),
                new Activation(ActivationKind.Linear) { Name = NameOf(3) },
                .. Depths.Select(
                    static (depth, i) =>
                        new GlobalAveragePooling2D { Name = $"mean{depth.Stride}", Inputs = [NameOf(i)] }
                ),
            ],
            [.. Depths.Select(static depth => $"mean{depth.Stride}")]
        );
        GiveWeights(means);
        _runner = new NetworkRunner(means, Normalization);
    }

    /// <summary>The built-in one.</summary>
    public static TrunkBackbone BuiltIn { get; } =
        new(NetworkDetectorModel.Load(EmbeddedModels.Read("road.network"), "the built-in model of roads").Content);

    /// <summary>How bytes become numbers.</summary>
    public PixelNormalization Normalization => _trunk.Normalization;

    /// <inheritdoc/>
    public int FeatureCount { get; } = Depths.Sum(static depth => depth.Channels);

    /// <inheritdoc/>
    public string Key => "spotter road 192";

    /// <inheritdoc/>
    public TensorShape Input => InputShape;

    /// <summary>
    /// The whole network with its head: at each depth one way goes on and one ends in a share of the sum, so that the
    /// layers follow each other.
    /// </summary>
    /// <param name="classes">Classes to tell apart.</param>
    public static NetworkDescription Describe(int classes) => new([Side, Side, 3], [.. Near(), Fork(0, classes)]);

    /// <summary>Gives a network of <see cref="Describe"/> the weights that the backbone has learned.</summary>
    public void GiveWeights(NetworkGraph network)
    {
        var known = _trunk.Network.Parameters.ToDictionary(static one => one.Name, StringComparer.Ordinal);
        foreach (Parameter parameter in network.Parameters)
        {
            if (known.TryGetValue(parameter.Name, out Parameter? own) && own.Shape.SequenceEqual(parameter.Shape))
            {
                parameter.SetValues(own.ToArray());
            }
        }
    }

    /// <summary>Splits what was learned of all features into the heads of the network's depths.</summary>
    /// <param name="network">A network of <see cref="Describe"/>.</param>
    /// <param name="kernel">Features x classes, of features as they are.</param>
    /// <param name="bias">A number a class.</param>
    public static void GiveHead(Sequential network, ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias)
    {
        var parameters = network.Parameters.ToDictionary(static one => one.Name, StringComparer.Ordinal);
        int first = 0;
        foreach ((int i, (int stride, int channels)) in Depths.Index())
        {
            parameters[$"head{stride}/kernel"]
                .SetValues(kernel.Slice(first * bias.Length, channels * bias.Length).ToArray());
            parameters[$"head{stride}/bias"]
                .SetValues(i == Depths.Length - 1 ? bias.ToArray() : new float[bias.Length]);
            first += channels;
        }
    }

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> pixels, Span<float> features)
    {
        int first = 0;
        foreach (float[] means in _runner.Run(pixels, Side, Side, 3 * Side, PixelOrder.Rgb))
        {
            means.CopyTo(features[first..]);
            first += means.Length;
        }
    }

    // (192, 192, 3) -> (96, 96, 16) -> (48, 48, 16) -> (48, 48, 32)
    private static Layer[] Near() => [.. Block(16, stride: 2), new MaxPooling2D(2), .. Block(Depths[0].Channels)];

    // From one depth to the next: half the size, two convolutions.
    private static Layer[] Beyond(int depth) =>
        [new MaxPooling2D(2), .. Block(Depths[depth].Channels), .. Block(Depths[depth].Channels)];

    private static Residual Fork(int depth, int classes) =>
        new Residual(
            [
                .. Beyond(depth + 1),
                .. depth + 2 < Depths.Length ? [Fork(depth + 1, classes)] : Head(depth + 1, classes),
            ],
            Head(depth, classes)
        );

    private static Layer[] Head(int depth, int classes) =>
        [new GlobalAveragePooling2D(), new Dense(classes) { Name = $"head{Depths[depth].Stride}" }];

    private static Layer[] Block(int filters, int stride = 1) =>
        [
            new Conv2D(filters, 3, ActivationKind.Linear, Padding.Same, Initializer.HeNormal) { Stride = stride },
            new BatchNormalization(),
            new Activation(ActivationKind.ReLU),
        ];

    private static string NameOf(int depth) => $"stride{Depths[depth].Stride}";
}
