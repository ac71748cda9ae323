namespace Spotter.Learning.Detectors.Cascades;

/// <summary>Some groups of a window set: eight windows each.</summary>
internal readonly record struct GroupRange(int First, int End);
