using System.Text.Json.Serialization;
using Spotter.Cli.Commands;
using Spotter.Networks.Text;
using Spotter.Workshop.Evaluations;
using Spotter.Workshop.Tracks;

namespace Spotter.Cli.Presenting;

/// <summary>
/// What the commands print with <c>--json</c>. A member that is null is left out, unless it says otherwise.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonRules.Names, DefaultIgnoreCondition = JsonRules.Nulls)]
[JsonSerializable(typeof(CameraLine))]
[JsonSerializable(typeof(ClassifiedLine))]
[JsonSerializable(typeof(FindingLine))]
[JsonSerializable(typeof(CascadeLine))]
[JsonSerializable(typeof(BuiltInNetworkLine))]
[JsonSerializable(typeof(PublicModelLine))]
[JsonSerializable(typeof(NetworkFileLine))]
[JsonSerializable(typeof(ForeignFileLine))]
[JsonSerializable(typeof(ChannelFileLine))]
[JsonSerializable(typeof(RunLine))]
[JsonSerializable(typeof(SettingLine))]
[JsonSerializable(typeof(EpochLine))]
[JsonSerializable(typeof(TrainedClassifierLine))]
[JsonSerializable(typeof(EvaluatedClassifierLine))]
[JsonSerializable(typeof(EvaluationLine))]
[JsonSerializable(typeof(TrackingLine))]
[JsonSerializable(typeof(TrainedDetectorLine))]
[JsonSerializable(typeof(DetectorRunLine))]
[JsonSerializable(typeof(ResultsCheckLine))]
[JsonSerializable(typeof(ResultsSummaryLine))]
[JsonSerializable(typeof(ShardStatusLine))]
[JsonSerializable(typeof(SimulationLine))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    public static ToolJson Lines => field ??= new(JsonRules.Readable(Default));
}
