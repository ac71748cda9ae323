using System.Text.Json.Serialization;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Presenting;

/// <summary>A built-in model, or a model in a file; what a kind does not have is left out.</summary>
internal sealed record ModelLine(
    string Name,
    string? Target,
    string Label,
    SizeEntry? Window,
    string? Origin,
    string? Licence,
    SizeEntry? Object,
    int? Trees,
    double? OperatingPoint,
    bool? JoinsParts
)
{
    /// <summary>Of networks: from which score on finds of each class are answered.</summary>
    public Dictionary<string, double>? Thresholds { get; init; }

    /// <summary>Of networks: the longer side of a picture of 4 to 3 as it goes in, in pixels.</summary>
    public int? InputSize { get; init; }

    /// <summary>Of networks: how many numbers it has learned.</summary>
    public long? Weights { get; init; }

    public static ModelLine Of(ModelInfo model) =>
        new ModelLine(
            model.Name,
            model.Target,
            model.Label,
            SizeEntry.Of(model.WindowSize),
            model.Origin,
            model.License,
            Object: null,
            Trees: null,
            OperatingPoint: null,
            JoinsParts: null
        ).With(model.Kind == ModelKind.Network ? model.LoadNetwork() : null, [model.Label]);

    public static ModelLine Of(string file, NetworkDetectorModel model) =>
        new ModelLine(
            file,
            Target: null,
            string.Join(", ", model.Labels),
            Window: null,
            Origin: null,
            Licence: null,
            Object: null,
            Trees: null,
            OperatingPoint: null,
            JoinsParts: null
        ).With(model, model.Labels);

    private ModelLine With(NetworkDetectorModel? model, IReadOnlyList<string> labels) =>
        model is null
            ? this
            : this with
            {
                Thresholds = labels.ToDictionary(static label => label, model.ThresholdOf, StringComparer.Ordinal),
                InputSize = model.InputSize,
                Weights = model.ParameterCount,
            };

    public static ModelLine Of(string file, ChannelModel model) =>
        new(
            file,
            Target: null,
            model.Label,
            SizeEntry.Of(model.Geometry.WindowSize),
            Origin: null,
            Licence: null,
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
    RocEntry[] Roc
)
{
    public static TrainedDetectorLine Of(DetectorTrainingSummary summary)
    {
        TrainedDetector trained = summary.Trained;
        return new TrainedDetectorLine(
            summary.Output,
            ToolJson.Name(trained.End),
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
            ]
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
