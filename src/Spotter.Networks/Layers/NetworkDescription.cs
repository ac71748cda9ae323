using System.Text.Json;
using System.Text.Json.Serialization;

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
    /// <summary>Describes a network without its weights.</summary>
    public static NetworkDescription Of(Sequential network)
    {
        ArgumentNullException.ThrowIfNull(network);
        TensorShape input = network.InputShape;
        return new NetworkDescription(
            input.IsImage ? [input.Height, input.Width, input.Channels] : [input.Channels],
            network.Layers
        );
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

    /// <summary>Makes a network with first weights.</summary>
    /// <exception cref="ArgumentException">A layer does not fit onto the one before; the message names it.</exception>
    public Sequential Build(int seed = 0) => new(Shape(), Layers, seed);

    internal TensorShape Shape() =>
        Input.Count == 1 ? TensorShape.Features(Input[0]) : TensorShape.Image(Input[0], Input[1], Input[2]);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowOutOfOrderMetadataProperties = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(NetworkDescription))]
internal sealed partial class NetworkJson : JsonSerializerContext;
