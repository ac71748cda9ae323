namespace Spotter.Vision.Tracking;

/// <summary>
/// The second sighting of what moves further from frame to frame than its own size. Of a track that was seen once
/// nothing is known but where it was: it can be what is alike and as near as fast things come.
/// </summary>
internal static class FirstSteps
{
    // Box sizes a second. A car that crosses the picture at 50 km/h does about 5, a runner who is close by 8.
    private const double MostSpeed = 12;

    // Differences of logarithms of width and of height.
    private const double MostChange = 0.4;

    /// <summary>Whether the one detection of a track can have come to a box.</summary>
    public static bool CanLead(TrackedObject track, in RealBox box, TimeSpan at)
    {
        if (!track.IsSeenOnce)
        {
            return false;
        }

        RealBox once = track.Expected;
        double distance = double.Hypot(box.CenterX - once.CenterX, box.CenterY - once.CenterY) / once.Size;
        return distance <= MostSpeed * (at - track.LastSeen).TotalSeconds
            && Math.Abs(Math.Log(box.Width / once.Width)) <= MostChange
            && Math.Abs(Math.Log(box.Height / once.Height)) <= MostChange;
    }
}
