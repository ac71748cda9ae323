namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// OpenCV skips the window to the right of one that it visited and that the first stage rejected. In a run of windows
/// that the stage would reject, every other one is visited, so a window behind such a run is skipped exactly when the
/// run is odd. Finding the ends of odd runs 64 bits at a time is a known trick of JSON parsing (an odd run of
/// backslashes escapes the character behind it): Langdale and Lemire, Parsing gigabytes of JSON per second, VLDB
/// Journal 2019.
/// </summary>
internal struct FirstStageSkips
{
    private const ulong Even = 0x5555555555555555;

    private ulong _firstIsSkipped;

    /// <summary>The windows of the next 64 that are never visited, among those that are not rejected.</summary>
    /// <param name="rejected">The windows that the first stage would reject.</param>
    public ulong Next(ulong rejected)
    {
        ulong visited = rejected & ~_firstIsSkipped;
        ulong followers = (visited << 1) | _firstIsSkipped;
        ulong startsAtOdd = visited & ~Even & ~followers;

        // The carry of the addition runs through a run of ones and comes out at the place behind it.
        ulong ends = startsAtOdd + visited;
        _firstIsSkipped = ends < visited ? 1UL : 0;
        return (Even ^ (ends << 1)) & followers;
    }
}
