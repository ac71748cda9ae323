using System.Text.Json.Serialization;
using Spotter.Learning.Datasets;
using Spotter.Networks;

namespace Spotter.Learning.Onnx;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PixelNormalization))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class OnnxJson : JsonSerializerContext;
