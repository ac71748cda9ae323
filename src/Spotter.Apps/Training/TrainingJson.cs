using System.Text.Json.Serialization;

namespace Spotter.Apps.Training;

[JsonSerializable(typeof(SavedCascade))]
internal sealed partial class TrainingJson : JsonSerializerContext;
