using Spotter.Vision;

namespace Spotter.Results;

/// <summary>What was found in one picture.</summary>
/// <param name="File">The picture, as it was named.</param>
/// <param name="Width">Pixels a row, of the picture as shown.</param>
/// <param name="Height">Rows, of the picture as shown.</param>
/// <param name="Detections">What was found, best first.</param>
/// <param name="Milliseconds">How long the search took, without reading and writing.</param>
public sealed record PictureResult(
    string File,
    int Width,
    int Height,
    IReadOnlyList<Detection> Detections,
    double Milliseconds
);
