using System.Text.Json.Serialization;
using Spotter.Learning.Classifiers;
using Spotter.Networks;
using Spotter.Networks.Text;

namespace Spotter.Learning.Onnx;

/// <summary>What ONNX files and checkpoints hold in JSON. A loss may be no number.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonRules.Names,
    DefaultIgnoreCondition = JsonRules.Nulls,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(PixelNormalization))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class LearningJson : JsonSerializerContext;
