using System.Text.Json;
using System.Text.Json.Serialization;
using Spotter.Networks.Graphs;

namespace Spotter.Networks.Layers;

/// <summary>Layers as a small JSON text, for files and command lines.</summary>
/// <param name="Input">Height, width and channels of a picture, or one number of features.</param>
/// <param name="Layers">The layers in order.</param>
/// <example>
/// <code>
/// { "input": [28, 28, 1], "layers": [ { "layer": "flatten" }, { "layer": "dense", "units": 10 } ] }
/// </code>
/// </example>
public sealed record NetworkDescription(IReadOnlyList<int> Input, IReadOnlyList<Layer> Layers)
{
    /// <summary>Names of the layers whose outputs come out; null takes the last layer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>Describes a network without its weights.</summary>
    public static NetworkDescription Of(NetworkGraph network)
    {
        ArgumentNullException.ThrowIfNull(network);
        TensorShape input = network.InputShape;
        return new NetworkDescription(
            input.IsImage ? [input.Height, input.Width, input.Channels] : [input.Channels],
            network.Layers
        )
        {
            Outputs = network.Outputs is [var only] && only == network.Built.Count ? null : network.OutputNames,
        };
    }

    /// <summary>Reads a description.</summary>
    /// <exception cref="FormatException">The text is not JSON, or a name or number in it is wrong; the message names
    /// layer and field.</exception>
    public static NetworkDescription Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return NetworkReader.Read(json);
    }

    /// <summary>The description as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, NetworkJson.Default.NetworkDescription);

    /// <summary>Makes a network with first weights of layers that follow one another.</summary>
    /// <exception cref="ArgumentException">A layer does not fit onto the one before, or names other inputs or outputs;
    /// the message names it.</exception>
    public Sequential Build(int seed = 0)
    {
        RequireChain();
        return new Sequential(Shape(), Layers, seed);
    }

    /// <summary>Makes a network with first weights.</summary>
    /// <exception cref="ArgumentException">A layer does not fit onto its inputs; the message names it.</exception>
    public NetworkGraph BuildGraph(int seed = 0) => new(Shape(), Layers, Outputs, seed);

    /// <summary>The same as <see cref="Build"/> with weights of zero, of which there may be so many.</summary>
    internal Sequential BuildEmpty(long parameterBudget)
    {
        RequireChain();
        return Sequential.CreateEmpty(Shape(), Layers, parameterBudget);
    }

    /// <summary>
    /// A network whose weights are zero, of which there may be so many; a <see cref="Sequential"/> where layers follow
    /// one another.
    /// </summary>
    internal NetworkGraph BuildEmptyGraph(long parameterBudget) =>
        Outputs is null && Layers.All(static layer => layer is null or { Inputs: null })
            ? BuildEmpty(parameterBudget)
            : NetworkGraph.CreateEmpty(Shape(), Layers, Outputs, parameterBudget);

    private void RequireChain()
    {
        if (Outputs is not null)
        {
            throw new ArgumentException("the description names outputs: that makes a NetworkGraph");
        }
    }

    internal TensorShape Shape() =>
        Input.Count == 1 ? TensorShape.Features(Input[0]) : TensorShape.Image(Input[0], Input[1], Input[2]);
}
