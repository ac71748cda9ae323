namespace Spotter.Learning.Detectors;

/// <summary>What a detector does on the data that was kept aside.</summary>
/// <param name="Objects">Objects that were looked at.</param>
/// <param name="Scenes">Scenes that were searched.</param>
/// <param name="Roc">Points from strict to lenient; the first is the detector as it was trained.</param>
public sealed record DevelopmentMeasure(int Objects, int Scenes, IReadOnlyList<DevelopmentPoint> Roc);

/// <summary>What a detector reaches with one setting.</summary>
/// <param name="Setting">The setting, for people: <c>20 stages</c>.</param>
/// <param name="DetectionRate">Share of the objects kept aside that pass, 0 to 1; null without such objects.</param>
/// <param name="FalseAlarmsPerScene">Grouped boxes, as the detector gives them by default, a scene; null without
/// scenes.</param>
/// <param name="FalseAlarmRate">Share of the windows of those scenes that pass, 0 to 1; null without scenes.</param>
public sealed record DevelopmentPoint(
    string Setting,
    double? DetectionRate,
    double? FalseAlarmsPerScene,
    double? FalseAlarmRate
);
