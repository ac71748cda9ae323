using Spotter.Vision;

namespace Spotter.Searching;

/// <summary>A region beside the picture would be searched in silence, and nothing be found there.</summary>
internal static class RegionCheck
{
    /// <summary>What is wrong with the region, in one line; null where it is on the picture.</summary>
    public static string? Complain(DetectionOptions detection, string name, string what, int width, int height) =>
        detection.RegionOfInterest is { } region && region.Intersect(new Box(0, 0, width, height)) == default
            ? $"{name}: the region {region.X},{region.Y},{region.Width},{region.Height} lies outside {what} "
                + $"of {width}x{height} pixels"
            : null;
}
