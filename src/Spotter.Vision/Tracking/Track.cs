namespace Spotter.Vision.Tracking;

/// <summary>One track in one frame: its state, which is what is believed, and what is shown of it.</summary>
/// <remarks>
/// Results, counts and measurements go by the state. <see cref="Shown"/> is for eyes: its box is smoothed, keeps still
/// where the object does, and therefore lags a little.
/// </remarks>
/// <param name="Box">Where the motion model believes it to be, not smoothed, in pixels.</param>
/// <param name="Detection">
/// The state as a detection: <paramref name="Box"/> in whole pixels, the score of the last detection that belonged to
/// it, and <see cref="Vision.Detection.IsPredicted"/> where this frame showed nothing of it.
/// </param>
/// <param name="Shown">What to draw.</param>
/// <param name="State">Where it is in its life.</param>
public readonly record struct Track(RealBox Box, Detection Detection, Detection Shown, TrackState State)
{
    /// <summary>The identity, 1 or more; null while the track is tentative.</summary>
    public int? Id => Detection.TrackId;

    /// <summary>What it is.</summary>
    public string Label => Detection.Label;

    /// <summary>Whether it was found in this very frame; otherwise its box is the motion model's guess.</summary>
    public bool IsSeen => !Detection.IsPredicted;

    /// <summary>The box that a detector found in this very frame, in pixels; null where there was none.</summary>
    public RealBox? Found { get; init; }

    /// <summary>Standard deviation of the box's centre, in pixels, as the motion model takes it to be.</summary>
    public double Deviation { get; init; }

    /// <summary>Speed to the right, in pixels a second.</summary>
    public double SpeedX { get; init; }

    /// <summary>Speed downwards, in pixels a second.</summary>
    public double SpeedY { get; init; }

    /// <summary>Timestamp of its first detection.</summary>
    public TimeSpan FirstSeen { get; init; }

    /// <summary>Timestamp of its last detection; <c>LastSeen - FirstSeen</c> is its age.</summary>
    public TimeSpan LastSeen { get; init; }

    /// <summary>
    /// Where it was seen before it was believed, oldest first: in the frame that confirms it alone, empty in all
    /// others.
    /// </summary>
    public IReadOnlyList<TrackPoint> Earlier
    {
        get => field ?? [];
        init;
    }

    /// <summary>A track that is seen where a detector, or a tracker of one's own, has it.</summary>
    /// <param name="detection">What was found, with its identity.</param>
    /// <param name="timestamp">Time of the frame.</param>
    public static Track From(Detection detection, TimeSpan timestamp = default) =>
        new(RealBox.From(detection.Box), detection, detection, TrackState.Confirmed)
        {
            Found = detection.IsPredicted ? null : RealBox.From(detection.Box),
            FirstSeen = timestamp,
            LastSeen = timestamp,
        };
}

/// <summary>Where a track was at a time.</summary>
/// <param name="Timestamp">Time of the frame.</param>
/// <param name="Box">Its state there, in pixels.</param>
public readonly record struct TrackPoint(TimeSpan Timestamp, RealBox Box)
{
    /// <summary>The box that a detector found there, in pixels.</summary>
    public RealBox Found { get; init; } = Box;
}
