using System.Text.Json.Serialization;

namespace Spotter.Workshop.Detectors;

[JsonSerializable(typeof(SavedCascade))]
internal sealed partial class CascadeTrainingJson : JsonSerializerContext;
