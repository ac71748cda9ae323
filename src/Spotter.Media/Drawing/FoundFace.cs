using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>A face that something is put on.</summary>
/// <param name="Detection">The face.</param>
/// <param name="Index">Its place in the list of what was found.</param>
/// <param name="Area">Where it is.</param>
/// <param name="Pose">How it is turned.</param>
internal readonly record struct FoundFace(Detection Detection, int Index, Box Area, FacePose Pose)
{
    /// <summary>All that may be faces and lie in the picture, in the order of what was found.</summary>
    /// <param name="detections">What was found.</param>
    /// <param name="image">The picture.</param>
    /// <param name="tame">Brings a box to where arithmetic is safe.</param>
    public static List<FoundFace> Of(IReadOnlyList<Detection> detections, BgrImage image, Func<Box, Box> tame)
    {
        var faces = new List<FoundFace>();
        for (int i = 0; i < detections.Count; i++)
        {
            Box area = tame(detections[i].Box);
            if (detections[i].Label != FaceCaptions.Eye && Annotator.IsVisible(area, image))
            {
                faces.Add(new FoundFace(detections[i], i, area, FacePose.Of(detections[i] with { Box = area })));
            }
        }

        return faces;
    }
}
