using Spotter.Vision;

namespace Spotter.Studio.Detecting;

/// <summary>A detection as answers tell it, in pixels of the picture as shown, origin top left.</summary>
internal sealed record FoundBox(string Label, int X, int Y, int W, int H, double Score, double? Smile, int? Id)
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
                found.TrackId
            );
        }

        return boxes;
    }
}
