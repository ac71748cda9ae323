using System.Text.Json.Serialization;
using Spotter.Learning.Classifiers;
using Spotter.Networks.Text;
using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Classifiers;

/// <summary>What runs keep in JSON: files indented, figures one object a line. A loss may be no number.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonRules.Names,
    DefaultIgnoreCondition = JsonRules.Nulls,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    AllowOutOfOrderMetadataProperties = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(RunConfiguration))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(EpochMetrics))]
[JsonSerializable(typeof(SavedCascade))]
[JsonSerializable(typeof(DetectorRunConfiguration))]
[JsonSerializable(typeof(DetectorRunResult))]
internal sealed partial class WorkshopJson : JsonSerializerContext
{
    public static WorkshopJson Lines => field ??= new(JsonRules.Lines(Default));
}
