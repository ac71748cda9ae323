using System.Collections.ObjectModel;
using Spotter.Vision.Tracking;

namespace Spotter.Videos.Hiding;

/// <summary>
/// What holds wherever the drawing hides what is found, whoever asks: that a stale box hides a little too much is no
/// harm; that a face shows for two frames is.
/// </summary>
internal static class HidingRules
{
    /// <summary>A box at the first sight, however weak, and for longer than for looking on.</summary>
    public static TrackerOptions Tracking(TrackerOptions tracking) =>
        tracking with
        {
            ConfirmationHits = 1,
            HighScore = double.NegativeInfinity,
            HighScoreByLabel = ReadOnlyDictionary<string, double>.Empty,
            Linger = Longer(tracking.Linger, Tracklet.After),
            Memory = Longer(tracking.Memory, Tracklet.After),
        };

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
