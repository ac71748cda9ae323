namespace Spotter.Learning.Boosting.Cascades;

/// <summary>What a cascade does on the data that was kept aside.</summary>
/// <param name="Objects">Objects that were looked at.</param>
/// <param name="Scenes">Scenes that were searched.</param>
/// <param name="Roc">A point for the whole cascade and one for each cascade of fewer stages, the whole one first.</param>
public sealed record DevelopmentMeasure(int Objects, int Scenes, IReadOnlyList<CascadeRocPoint> Roc);

/// <summary>What the first stages of a cascade reach together.</summary>
/// <param name="Stages">How many stages.</param>
/// <param name="DetectionRate">Share of the objects kept aside that pass, 0 to 1; null without such objects.</param>
/// <param name="FalseAlarmsPerScene">Grouped boxes, as the detector gives them by default, a scene; null without scenes.</param>
/// <param name="FalseAlarmRate">Share of the windows of those scenes that pass, 0 to 1; null without scenes.</param>
public sealed record CascadeRocPoint(int Stages, double? DetectionRate, double? FalseAlarmsPerScene, double? FalseAlarmRate);
