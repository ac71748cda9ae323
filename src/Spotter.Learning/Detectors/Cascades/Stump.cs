namespace Spotter.Learning.Detectors.Cascades;

/// <summary>A weak classifier of one question, with real-valued votes.</summary>
/// <param name="Feature">Index into the family's features.</param>
/// <param name="Threshold">Haar: windows below it go left.</param>
/// <param name="Subset">LBP: a bit a category, set where it goes left; null for Haar.</param>
/// <param name="Left">The vote on the left.</param>
/// <param name="Right">The vote on the right.</param>
internal sealed record Stump(int Feature, float Threshold, int[]? Subset, float Left, float Right);
