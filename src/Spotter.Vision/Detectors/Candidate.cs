namespace Spotter.Vision.Detectors;

/// <summary>A window that passed every stage, or a group of such windows, in pixels of the picture.</summary>
/// <param name="Box">The window, scaled up; it may reach over the picture's edge by the rounding.</param>
/// <param name="Score">The sum of votes in the last stage.</param>
/// <param name="Count">How many windows it stands for.</param>
internal readonly record struct Candidate(Box Box, double Score, int Count = 1);
