namespace Spotter.Vision.Evaluation;

/// <summary>The detections of one picture beside what is in it.</summary>
/// <param name="Detections">Each detection with what became of it, in <see cref="Detection.Order"/>.</param>
/// <param name="Missed">Indices of the things that nothing found, in their own order; ignored regions are not among
/// them.</param>
/// <param name="ObjectCount">How many things there were to find.</param>
public sealed record PictureMatch(
    IReadOnlyList<MatchedDetection> Detections,
    IReadOnlyList<int> Missed,
    int ObjectCount
);
