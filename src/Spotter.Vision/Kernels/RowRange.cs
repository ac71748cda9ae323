namespace Spotter.Vision.Kernels;

/// <summary>Rows of windows of a pyramid level, in pixels of the level.</summary>
/// <param name="First">The first row; a multiple of the level's step.</param>
/// <param name="End">The row behind the last one.</param>
internal readonly record struct RowRange(int First, int End);
