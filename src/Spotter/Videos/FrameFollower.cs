using System.Diagnostics;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>Takes searched frames in their order: tracks, watches lines and zones, and counts.</summary>
internal sealed class FrameFollower(string file, VideoRunPlan plan, StageTimes times)
{
    private readonly Tracker? _tracker = plan.Tracking is { } tracking ? new Tracker(tracking) : null;
    private readonly HashSet<(string Label, int Id)> _identities = [];

    // What hides must never show a face too early: there, boxes linger across cuts too.
    private readonly SceneCut? _cuts = plan is { Tracking: not null, Hides: false } ? new SceneCut() : null;

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
            if (_cuts?.IsAt(searched.Frame.Gray) == true)
            {
                _tracker.Reset();
            }

            tracks = searched.Detections is null
                ? _tracker.Predict(searched.Frame.Timestamp)
                : _tracker.Update(searched.Detections, searched.Frame);
            found = [.. tracks.Select(static track => track.Detection)];
            times.AddSince("track", start);
        }

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
        foreach (ITrackMonitor monitor in plan.Options.Monitors)
        {
            events.AddRange(monitor.Update(tracks, searched.Frame.Timestamp, searched.Frame.Index));
        }

        return events;
    }
}
