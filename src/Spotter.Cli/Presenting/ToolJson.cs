using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spotter.Cli.Commands;
using Spotter.Workshop.Evaluations;

namespace Spotter.Cli.Presenting;

/// <summary>
/// What the commands print with <c>--json</c>. A member that is null is left out, unless it says otherwise.
/// </summary>
[JsonSerializable(typeof(CameraLine))]
[JsonSerializable(typeof(ClassifiedLine))]
[JsonSerializable(typeof(FindingLine))]
[JsonSerializable(typeof(ModelLine))]
[JsonSerializable(typeof(RunLine))]
[JsonSerializable(typeof(EpochLine))]
[JsonSerializable(typeof(TrainedClassifierLine))]
[JsonSerializable(typeof(EvaluatedClassifierLine))]
[JsonSerializable(typeof(EvaluationLine))]
[JsonSerializable(typeof(TrainedDetectorLine))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    /// <summary>Read by programs, not pasted into web pages: names in any script stay readable.</summary>
    public static ToolJson Lines { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );

    /// <summary>The name of a value of an enumeration.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}");
}
