using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// Tells when something comes nearer to the camera than <see cref="DistanceScale.WarnCloserMetres"/>, once, and when it
/// is further again by a tenth, or has not been seen for <see cref="CountingOptions.Absence"/>. Distances are those of
/// <see cref="DistanceScale.MetresTo"/>: along the way that the camera looks, by the height of the box. Only what was
/// seen counts.
/// </summary>
internal sealed class ClosenessMonitor(DistanceScale scale, double limit, Func<int> pictureWidth) : ITrackMonitor
{
    // Heights tremble by some percent.
    private const double ClearAgain = 1.1;

    private readonly Dictionary<int, Near> _near = [];
    private readonly List<int> _gone = [];

    public string Name => scale.Warning;

    public IReadOnlyList<TrackEvent> Update(IReadOnlyList<Track> tracked, TimeSpan timestamp, long frameIndex)
    {
        List<TrackEvent>? events = null;
        for (int i = 0; i < tracked.Count; i++)
        {
            Track track = tracked[i];
            if (
                track is not { Id: { } id, Found: { } found }
                || scale.MetresTo(track.Detection with { Box = found.Round() }, pictureWidth()) is not { } metres
            )
            {
                continue;
            }

            bool wasNear = _near.TryGetValue(id, out Near near);
            if (metres < limit * (wasNear ? ClearAgain : 1))
            {
                _near[id] = new Near(track.Label, wasNear ? near.Since : timestamp, timestamp);
                if (!wasNear)
                {
                    (events ??= []).Add(
                        new TrackEvent(id, track.Label, TrackEventKind.TooClose, timestamp, frameIndex, Name)
                        {
                            Metres = metres,
                        }
                    );
                }
            }
            else if (wasNear)
            {
                (events ??= []).Add(End(id, near with { Last = timestamp }, timestamp, frameIndex));
            }
        }

        _gone.Clear();
        foreach ((int id, Near near) in _near)
        {
            if ((timestamp - near.Last).Duration() > CountingOptions.Default.Absence)
            {
                _gone.Add(id);
            }
        }

        _gone.Sort();
        foreach (int id in _gone)
        {
            (events ??= []).Add(End(id, _near[id], timestamp, frameIndex));
        }

        return events ?? (IReadOnlyList<TrackEvent>)[];
    }

    private TrackEvent End(int id, Near near, TimeSpan timestamp, long frameIndex)
    {
        _near.Remove(id);
        return new TrackEvent(
            id,
            near.Label,
            TrackEventKind.NoLongerClose,
            timestamp,
            frameIndex,
            Name,
            near.Last - near.Since
        );
    }

    private readonly record struct Near(string Label, TimeSpan Since, TimeSpan Last);
}
