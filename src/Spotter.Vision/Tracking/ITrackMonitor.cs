namespace Spotter.Vision.Tracking;

/// <summary>
/// Watches tracks and reports what they do. A monitor belongs to one tracker and one thread at a time.
/// </summary>
public interface ITrackMonitor
{
    /// <summary>The name that its events carry.</summary>
    string Name { get; }

    /// <summary>Takes in the tracks of a frame.</summary>
    /// <param name="tracked">The answer of <see cref="Tracker"/>; tracks without an identity are ignored.</param>
    /// <param name="timestamp">Time of the frame.</param>
    /// <param name="frameIndex">Index of the frame.</param>
    /// <returns>What happened in this frame, in the order of <paramref name="tracked"/>, then who is gone; mostly
    /// nothing.</returns>
    IReadOnlyList<TrackEvent> Update(IReadOnlyList<Track> tracked, TimeSpan timestamp, long frameIndex);
}
