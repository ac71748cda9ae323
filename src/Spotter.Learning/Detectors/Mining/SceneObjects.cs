using Spotter.Vision;

namespace Spotter.Learning.Detectors.Mining;

/// <summary>Which windows of a scene are neither object nor background.</summary>
internal static class SceneObjects
{
    // A window that meets an object by more than this is no negative.
    private const double LargestOverlap = 0.2;

    public static bool Meets(Scene scene, Box box)
    {
        foreach (Box known in scene.Objects)
        {
            if (box.IntersectionOverUnion(known) > LargestOverlap)
            {
                return true;
            }
        }

        return false;
    }
}
