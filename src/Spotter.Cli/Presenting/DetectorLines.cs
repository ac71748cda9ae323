using System.Text.Json.Serialization;
using Spotter.Models;
using Spotter.Networks.Text;
using Spotter.Onnx;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Presenting;

/// <summary>A built-in cascade.</summary>
internal sealed record CascadeLine(
    string Name,
    string Target,
    string Label,
    SizeEntry Window,
    string Origin,
    string Licence
)
{
    public static CascadeLine Of(ModelInfo model) =>
        new(model.Name, model.Target, model.Label, SizeEntry.Of(model.WindowSize), model.Origin, model.License);
}

/// <summary>
/// A built-in network: from which score on finds of each class are answered, the longer side of a picture of 4 to 3 as
/// it goes in, and how many numbers it has learned.
/// </summary>
internal sealed record BuiltInNetworkLine(
    string Name,
    string Target,
    string Label,
    SizeEntry Window,
    string Origin,
    string Licence,
    IReadOnlyDictionary<string, double> Thresholds,
    int InputSize,
    long Weights
)
{
    public static BuiltInNetworkLine Of(ModelInfo model)
    {
        NetworkFileLine network = NetworkFileLine.Of(model.Name, model.LoadNetwork(), [model.Label]);
        return new(
            model.Name,
            model.Target,
            model.Label,
            SizeEntry.Of(model.WindowSize),
            model.Origin,
            model.License,
            network.Thresholds,
            network.InputSize,
            network.Weights
        );
    }
}

/// <summary>A network in a file; members as of a built-in one.</summary>
internal sealed record NetworkFileLine(
    string Name,
    string Label,
    IReadOnlyDictionary<string, double> Thresholds,
    int InputSize,
    long Weights
)
{
    public static NetworkFileLine Of(string file, NetworkDetectorModel model) => Of(file, model, model.Labels);

    public static NetworkFileLine Of(string name, NetworkDetectorModel model, IReadOnlyList<string> labels) =>
        new(
            name,
            string.Join(", ", labels),
            labels.ToDictionary(static label => label, model.ThresholdOf, StringComparer.Ordinal),
            model.InputSize,
            model.ParameterCount
        );
}

/// <summary>A network of others in a file, as it was recognised.</summary>
internal sealed record ForeignFileLine(
    string Name,
    string Kind,
    string Label,
    string Reading,
    string Engine,
    IReadOnlyList<string> MissingOperators
)
{
    public static ForeignFileLine Of(string file, OnnxDetector detector) =>
        new(
            file,
            detector.Kind,
            string.Join(", ", detector.Labels),
            detector.Reading,
            detector.Engine,
            NetworkOperators.MissingOf(file)
        );
}

/// <summary>A channel model in a file.</summary>
internal sealed record ChannelFileLine(
    string Name,
    string Label,
    SizeEntry Window,
    SizeEntry Object,
    int Trees,
    double OperatingPoint,
    bool JoinsParts
)
{
    public static ChannelFileLine Of(string file, ChannelModel model) =>
        new(
            file,
            model.Label,
            SizeEntry.Of(model.Geometry.WindowSize),
            SizeEntry.Of(model.ObjectSize),
            model.TreeCount,
            model.OperatingPoint,
            model.JoinsParts
        );
}

internal sealed record SizeEntry(int W, int H)
{
    public static SizeEntry Of(BoxSize size) => new(size.Width, size.Height);
}

/// <summary>What a training of a detector came to.</summary>
internal sealed record TrainedDetectorLine(
    string Model,
    string End,
    double Seconds,
    StageEntry[] Stages,
    double? AveragePrecision,
    int DevelopmentObjects,
    int DevelopmentScenes,
    RocEntry[] Roc,
    string? Report
)
{
    public static TrainedDetectorLine Of(DetectorTrainingSummary summary)
    {
        TrainedDetector trained = summary.Trained;
        return new TrainedDetectorLine(
            summary.Output,
            JsonRules.Name(trained.End),
            Math.Round(summary.Elapsed.TotalSeconds, 1),
            [
                .. trained.Stages.Select(static stage => new StageEntry(
                    stage.WeakClassifiers,
                    stage.Positives,
                    stage.Negatives,
                    stage.DetectionRate,
                    stage.FalseAlarmRate,
                    stage.WindowsPassed,
                    stage.WindowsSearched,
                    stage.DevelopmentDetectionRate,
                    Math.Round(stage.Seconds, 2)
                )),
            ],
            trained.AveragePrecision is { } precision and not double.NaN ? Math.Round(precision, 4) : null,
            trained.Development.Objects,
            trained.Development.Scenes,
            [
                .. trained.Development.Roc.Select(static point => new RocEntry(
                    point.Setting,
                    point.DetectionRate,
                    point.FalseAlarmsPerScene,
                    point.FalseAlarmRate
                )),
            ],
            summary.Report
        );
    }
}

internal sealed record StageEntry(
    int WeakClassifiers,
    int Positives,
    int Negatives,
    double DetectionRate,
    double FalseAlarmRate,
    long WindowsPassed,
    long WindowsSearched,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? DevelopmentDetectionRate,
    double Seconds
);

internal sealed record RocEntry(
    string Setting,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? DetectionRate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? FalseAlarmsPerScene,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? FalseAlarmRate
);

/// <summary>Somebody else's network that can be fetched.</summary>
internal sealed record PublicModelLine(
    string Name,
    string Kind,
    string Target,
    string Family,
    string Labels,
    string Licence,
    Uri LicenceAddress,
    Uri Address,
    string Sha256,
    long Bytes,
    string? File
)
{
    public static PublicModelLine Of(PublicModel model, ModelStore store) =>
        new(
            model.Name,
            model.Kind,
            model.About,
            model.Family,
            model.Labels,
            model.Licence,
            model.LicenceAddress,
            model.Address,
            model.Sha256,
            model.Bytes,
            store.Has(model) ? store.PathOf(model) : null
        );
}
