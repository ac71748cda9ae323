namespace Spotter.Vision.Tracking;

/// <summary>Where a track is in its life.</summary>
public enum TrackState
{
    /// <summary>Seen too seldom to be believed; not shown.</summary>
    Tentative,

    /// <summary>Found by the last detection pass; shown.</summary>
    Confirmed,

    /// <summary>Missed for a short time; shown where the motion model expects it.</summary>
    Lingering,

    /// <summary>Missed for longer; not shown, and taken up again under its identity when it comes back.</summary>
    Lost,
}
