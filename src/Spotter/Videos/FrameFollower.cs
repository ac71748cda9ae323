using System.Collections.ObjectModel;
using System.Diagnostics;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// Takes searched frames in their order: tracks, watches lines, zones and distances, measures speeds, and counts.
/// </summary>
internal sealed class FrameFollower(string file, VideoRunPlan plan, StageTimes times)
{
    private readonly Tracker? _tracker = plan.Tracking is { } tracking ? new Tracker(tracking) : null;
    private readonly HashSet<(string Label, int Id)> _identities = [];
    private readonly SpeedMeter? _speeds = plan.Options.Ground is { } ground ? new SpeedMeter(ground) : null;
    private ITrackMonitor[]? _monitors;
    private int _width;
    private readonly SceneCut? _cuts = plan.WatchesCuts ? new SceneCut() : null;

    public long Frames { get; private set; }

    public long Detections { get; private set; }

    public long Hidden { get; private set; }

    public IReadOnlyDictionary<string, int> Identities =>
        _identities
            .GroupBy(static identity => identity.Label, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);

    public FrameResult Follow(in SearchedFrame searched)
    {
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<Track> tracks = [];
        IReadOnlyList<Detection> found = searched.Detections ?? [];
        if (_tracker is not null)
        {
            if (_cuts is not null && (searched.IsCut ?? _cuts.IsAt(searched.Frame.Gray)))
            {
                _tracker.Reset();
            }

            tracks = searched.Detections is null
                ? _tracker.Predict(searched.Frame.Timestamp)
                : _tracker.Update(searched.Detections, searched.Frame);
            found = [.. tracks.Select(static track => track.Detection)];
            times.AddSince("track", start);
        }

        _width = searched.Frame.Width;
        _speeds?.Update(tracks, searched.Frame.Timestamp);
        var result = new FrameResult(
            file,
            searched.Frame.Index,
            searched.Frame.Timestamp,
            searched.Frame.Width,
            searched.Frame.Height,
            found,
            Watch(tracks, searched),
            searched.Milliseconds
        )
        {
            Tracks = tracks,
            Speeds = SpeedsOf(tracks),
            Fault = searched.Fault,
        };
        Frames++;
        Detections += found.Count;
        Hidden += searched.Fault is null ? 0 : 1;
        foreach (Detection detection in found)
        {
            if (detection.TrackId is { } id)
            {
                _identities.Add((detection.Label, id));
            }
        }

        return result;
    }

    private List<TrackEvent> Watch(IReadOnlyList<Track> tracks, in SearchedFrame searched)
    {
        List<TrackEvent> events = [];
        foreach (ITrackMonitor monitor in _monitors ??= [.. plan.Options.Monitors, .. Closeness()])
        {
            events.AddRange(monitor.Update(tracks, searched.Frame.Timestamp, searched.Frame.Index));
        }

        return events;
    }

    private IEnumerable<ITrackMonitor> Closeness() =>
        plan.Options.Distance is { WarnCloserMetres: { } limit } scale
            ? [new ClosenessMonitor(scale, limit, () => _width)]
            : [];

    private IReadOnlyDictionary<int, double> SpeedsOf(IReadOnlyList<Track> tracks)
    {
        if (_speeds is null)
        {
            return ReadOnlyDictionary<int, double>.Empty;
        }

        var speeds = new Dictionary<int, double>();
        foreach (Track track in tracks)
        {
            if (track.Id is { } id && _speeds.SpeedOf(id) is { } speed)
            {
                speeds.Add(id, speed);
            }
        }

        return speeds;
    }
}
