namespace Spotter.Learning.Metrics;

/// <summary>How well one class is told from the others.</summary>
/// <param name="Name">The class.</param>
/// <param name="Precision">Share of the answers "this class" that are right, 0 to 1; 0 where there is no such
/// answer.</param>
/// <param name="Recall">Share of the class's pictures that are found, 0 to 1; 0 where there is no picture.</param>
/// <param name="F1">The harmonic mean of both, 0 to 1.</param>
/// <param name="Support">Pictures of the class.</param>
public sealed record ClassMetrics(string Name, double Precision, double Recall, double F1, int Support);
