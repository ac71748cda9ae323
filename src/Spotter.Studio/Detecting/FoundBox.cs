using Spotter.Media.Drawing;
using Spotter.Results;
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
    double[][]? Landmarks = null,
    FoundPose? Pose = null
)
{
    /// <param name="detections">What was found.</param>
    /// <param name="withPoses">Whether it is told how faces are turned, for whoever draws on them.</param>
    public static FoundBox[] From(IReadOnlyList<Detection> detections, bool withPoses = false)
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
                ResultNumbers.Score(found.Score),
                found.Smile is { } smile ? ResultNumbers.Score(smile) : null,
                found.TrackId,
                ResultNumbers.Places(found.Landmarks),
                withPoses && found.Label != FaceCaptions.Eye ? FoundPose.Of(FacePose.Of(found)) : null
            );
        }

        return boxes;
    }
}

/// <summary>Where stickers go on a face, in pixels, and how it is turned.</summary>
/// <param name="Eyes">Between the eyes: x and y.</param>
/// <param name="Nose">Tip of the nose.</param>
/// <param name="Mouth">Middle of the mouth.</param>
/// <param name="Angle">How far the face is turned clockwise, in radians.</param>
/// <param name="Unit">Distance of the eyes as seen from the front.</param>
internal sealed record FoundPose(double[] Eyes, double[] Nose, double[] Mouth, double Angle, double Unit)
{
    public static FoundPose Of(FacePose pose) =>
        new(
            ResultNumbers.Place(pose.Eyes),
            ResultNumbers.Place(pose.Nose),
            ResultNumbers.Place(pose.Mouth),
            Math.Round(pose.Angle, 4),
            Math.Round(pose.Unit, 2)
        );
}
