using System.Text.Json.Serialization;
using Spotter.Networks.Text;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>Networks in JSON: for people indented, in files of weights on one line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonRules.Names,
    DefaultIgnoreCondition = JsonRules.Nulls,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowOutOfOrderMetadataProperties = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(NetworkDescription))]
[JsonSerializable(typeof(NetworkHead))]
internal sealed partial class NetworkJson : JsonSerializerContext
{
    public static NetworkJson Lines => field ??= new(JsonRules.Lines(Default));
}
