namespace Spotter.Vision.Tracking;

/// <summary>What a track did.</summary>
public enum TrackEventKind
{
    /// <summary>Crossed a line from its left to its right, seen along its direction.</summary>
    LineIn,

    /// <summary>Crossed a line from its right to its left.</summary>
    LineOut,

    /// <summary>Came into a zone, or was first seen in it.</summary>
    ZoneEnter,

    /// <summary>Went out of a zone, or was last seen in it some time ago.</summary>
    ZoneLeave,

    /// <summary>Came nearer to the camera than it should.</summary>
    TooClose,

    /// <summary>Is further from the camera again than it should be, or was last seen too near some time ago.</summary>
    NoLongerClose,
}

/// <summary>Something that a track did: at a line, at a zone, or towards the camera.</summary>
/// <param name="TrackId">Who.</param>
/// <param name="Label">What it is.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Timestamp">Time of the frame in which it was noticed.</param>
/// <param name="FrameIndex">Index of that frame.</param>
/// <param name="Name">Name of the line or zone, or of whatever watches.</param>
/// <param name="Dwell">For <see cref="TrackEventKind.ZoneLeave"/> and <see cref="TrackEventKind.NoLongerClose"/>: time
/// from entering to when it was last seen inside.</param>
public readonly record struct TrackEvent(
    int TrackId,
    string Label,
    TrackEventKind Kind,
    TimeSpan Timestamp,
    long FrameIndex,
    string Name,
    TimeSpan? Dwell = null
)
{
    /// <summary>For <see cref="TrackEventKind.TooClose"/>: how far away it was then, in metres; null for
    /// others.</summary>
    public double? Metres { get; init; }
}
