using System.Collections.ObjectModel;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>What was found in one frame of a video.</summary>
/// <param name="File">The video, as it is named in messages.</param>
/// <param name="Index">Place of the frame, counted from 0 where reading began.</param>
/// <param name="Timestamp">Time of the frame since the start of the video.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Detections">
/// What is there. Where the run tracks, the state of its tracks with their identities: boxes that are not smoothed, and
/// <see cref="Detection.IsPredicted"/> for those that nothing in this frame stands for.
/// </param>
/// <param name="Events">What tracks did in this frame at lines, in zones, and nearer than
/// <see cref="DistanceScale.WarnCloserMetres"/>; mostly nothing.</param>
/// <param name="Milliseconds">How long the search of the frame took; 0 where it was not searched.</param>
public sealed record FrameResult(
    string File,
    long Index,
    TimeSpan Timestamp,
    int Width,
    int Height,
    IReadOnlyList<Detection> Detections,
    IReadOnlyList<TrackEvent> Events,
    double Milliseconds
)
{
    /// <summary>
    /// The tracks behind <see cref="Detections"/>, in the same order; empty where the run does not track.
    /// </summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [];

    /// <summary>What is drawn: the smoothed boxes of tracks; without tracking the detections themselves.</summary>
    public IEnumerable<Detection> Shown => Tracks.Count > 0 ? Tracks.Select(static track => track.Shown) : Detections;

    /// <summary>
    /// How fast each identity moves over the ground, in kilometres an hour; empty without
    /// <see cref="VideoRunOptions.Ground"/>, and without those that were seen for less than half a second.
    /// </summary>
    public IReadOnlyDictionary<int, double> Speeds { get; init; } = ReadOnlyDictionary<int, double>.Empty;

    /// <summary>How fast what was found is by <see cref="Speeds"/>; null where that is not known.</summary>
    internal double? SpeedOf(in Detection found) =>
        found.TrackId is { } id && Speeds.TryGetValue(id, out double speed) ? speed : null;

    /// <summary>Why the search of this frame failed; null where it did not. Such a frame is hidden whole.</summary>
    public string? Fault { get; init; }
}
