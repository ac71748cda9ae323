using Spotter.Vision;

namespace Spotter.Studio.Detecting;

/// <summary>
/// A detection as answers tell it, in pixels of the picture as shown, origin top left. Landmarks are eyes, nose and
/// corners of the mouth of a face, the person's right before the left, x and y each; null where no model told them.
/// </summary>
internal sealed record FoundBox(
    string Label,
    int X,
    int Y,
    int W,
    int H,
    double Score,
    double? Smile,
    int? Id,
    double[][]? Landmarks = null
)
{
    // As in the files of results: more decimals are noise.
    private const int ScoreDecimals = 6;

    public static FoundBox[] From(IReadOnlyList<Detection> detections)
    {
        var boxes = new FoundBox[detections.Count];
        for (int i = 0; i < boxes.Length; i++)
        {
            Detection found = detections[i];
            boxes[i] = new FoundBox(
                found.Label,
                found.Box.X,
                found.Box.Y,
                found.Box.Width,
                found.Box.Height,
                Math.Round(found.Score, ScoreDecimals),
                found.Smile is { } smile ? Math.Round(smile, ScoreDecimals) : null,
                found.TrackId,
                found.Landmarks is { } places
                    ? [.. places.ToArray().Select(static p => new[] { Math.Round(p.X, 1), Math.Round(p.Y, 1) })]
                    : null
            );
        }

        return boxes;
    }
}
