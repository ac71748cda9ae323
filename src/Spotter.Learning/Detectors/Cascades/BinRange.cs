namespace Spotter.Learning.Detectors.Cascades;

/// <summary>How answers of a feature become bins.</summary>
/// <param name="Low">The answer at which the first bin begins.</param>
/// <param name="PerBin">Bins a unit of the answer.</param>
internal readonly record struct BinRange(float Low, float PerBin);
