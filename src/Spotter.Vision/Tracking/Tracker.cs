// Association in two stages on the score: Zhang et al., "ByteTrack: Multi-Object Tracking by Associating Every
// Detection Box", ECCV 2022, on the motion model and optimal assignment of SORT: Bewley et al., "Simple Online and
// Realtime Tracking", ICIP 2016.

using System.Runtime.InteropServices;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tracking;

/// <summary>
/// Gives the detections of a video identities, leaves lone false alarms out, carries boxes over short misses and
/// keeps them steady.
/// </summary>
/// <remarks>
/// Call <see cref="Update(IReadOnlyList{Detection}, TimeSpan)"/> for a frame that a detector has seen and
/// <see cref="Predict(TimeSpan)"/> for a frame that it has not. The same input always gives the same output, in
/// whatever order the detections of a frame come. A tracker belongs to one video and one thread at a time.
/// </remarks>
/// <param name="options">Settings; null takes <see cref="TrackerOptions.Default"/>.</param>
/// <example>
/// <code>
/// var tracker = new Tracker();
/// foreach (Frame frame in frames)
/// {
///     IReadOnlyList&lt;Track&gt; tracks = tracker.Update(detector.Detect(frame), frame);
///     foreach (Track track in tracks.Where(track => track.IsSeen))
///     {
///         Console.WriteLine($"{frame.Timestamp} {track.Label} {track.Id} {track.Box}");
///     }
///
///     frame.Draw(tracks.Select(track => track.Shown));
/// }
/// </code>
/// </example>
public sealed class Tracker(TrackerOptions? options = null)
{
    // Time may step back this far (camera clocks do); further back is taken as the start of another video.
    private static readonly TimeSpan ClockTremble = TimeSpan.FromSeconds(0.5);

    // Detection.Order; where scores tell, as they nearly always do, without making detections of tracks.
    private static readonly Comparison<TrackedObject> Order = static (a, b) =>
        b.Score.CompareTo(a.Score) is var order and not 0
            ? order
            : Detection.Order.Compare(a.StateDetection, b.StateDetection);

    private readonly TrackerOptions _options = options ?? TrackerOptions.Default;
    private readonly List<TrackedObject> _tracks = [];
    private readonly List<TrackedObject> _shown = [];
    private readonly List<Detection> _detections = [];
    private readonly Association _association = new();
    private readonly ScoreScale _scores = new();
    private TimeSpan? _now;
    private TimeSpan? _lastPass;
    private BoxSize? _picture;
    private int _nextId = 1;

    /// <summary>How many identities were given so far.</summary>
    public int IdentityCount => _nextId - 1;

    /// <summary>Takes in the detections of a frame.</summary>
    /// <param name="detections">All detections of the frame; none is right too. Boxes without pixels are
    /// ignored.</param>
    /// <param name="timestamp">
    /// Time of the frame since the start of the video. A time before that of the last call starts another video:
    /// the tracks end, and identities are not used again.
    /// </param>
    /// <returns>
    /// The confirmed and lingering tracks, in <see cref="Detection.Order"/>; the list is the caller's to keep.
    /// </returns>
    public IReadOnlyList<Track> Update(IReadOnlyList<Detection> detections, TimeSpan timestamp)
    {
        ArgumentNullException.ThrowIfNull(detections);
        double seconds = Advance(timestamp);
        Collect(detections);
        double sincePass = (_now!.Value - (_lastPass ?? _now.Value)).TotalSeconds;
        _lastPass = _now;
        _association.Run(_tracks, _detections, _scores, sincePass, _now.Value, _options);
        for (int i = 0; i < _tracks.Count; i++)
        {
            if (_association.DetectionOf(i) is int match)
            {
                _tracks[i].Hit(_detections[match], _now!.Value);
                Confirm(_tracks[i], _detections[match]);
            }
            else
            {
                _tracks[i].Miss(_now!.Value);
            }
        }

        Start();
        Forget();
        return Show(seconds);
    }

    /// <summary>Takes in the detections of a frame; tracks that leave the picture end.</summary>
    /// <param name="detections">All detections of the frame; none is right too.</param>
    /// <param name="frame">The frame; its timestamp and its size are used.</param>
    /// <returns>What <see cref="Update(IReadOnlyList{Detection}, TimeSpan)"/> answers.</returns>
    public IReadOnlyList<Track> Update(IReadOnlyList<Detection> detections, Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _picture = new BoxSize(frame.Width, frame.Height);
        return Update(detections, frame.Timestamp);
    }

    /// <summary>
    /// Takes in the detections of the next frame, <see cref="TrackerOptions.FrameInterval"/> after the last.
    /// </summary>
    /// <inheritdoc cref="Update(IReadOnlyList{Detection}, TimeSpan)"/>
    public IReadOnlyList<Track> Update(IReadOnlyList<Detection> detections) => Update(detections, Next());

    /// <summary>Carries the tracks on to a frame that no detector has seen; that is not a miss.</summary>
    /// <inheritdoc cref="Update(IReadOnlyList{Detection}, TimeSpan)"/>
    public IReadOnlyList<Track> Predict(TimeSpan timestamp)
    {
        double seconds = Advance(timestamp);
        Forget();
        return Show(seconds);
    }

    /// <summary>
    /// Carries the tracks on to the next frame, <see cref="TrackerOptions.FrameInterval"/> after the last.
    /// </summary>
    /// <inheritdoc cref="Update(IReadOnlyList{Detection}, TimeSpan)"/>
    public IReadOnlyList<Track> Predict() => Predict(Next());

    /// <summary>Every track of now, tentative and lost ones included, oldest first.</summary>
    public IReadOnlyList<Track> GetTracks() => _tracks.ConvertAll(static track => track.Snapshot);

    /// <summary>Ends all tracks, as at the start of another video. Identities are not used again.</summary>
    public void Reset()
    {
        _tracks.Clear();
        _now = null;
        _lastPass = null;
        _picture = null;
    }

    private TimeSpan Next() => (_now ?? -_options.FrameInterval) + _options.FrameInterval;

    private double Advance(TimeSpan timestamp)
    {
        if (timestamp < _now - ClockTremble)
        {
            _tracks.Clear();
            _now = null;
            _lastPass = null;
        }

        TimeSpan before = _now ?? timestamp;
        _now = timestamp > before ? timestamp : before;
        double seconds = (_now.Value - before).TotalSeconds;
        foreach (TrackedObject track in _tracks)
        {
            track.Predict(seconds);
        }

        Forget();
        return seconds;
    }

    private void Collect(IReadOnlyList<Detection> detections)
    {
        _detections.Clear();
        for (int i = 0; i < detections.Count; i++)
        {
            if (!detections[i].Box.IsEmpty)
            {
                _detections.Add(detections[i]);
            }
        }

        CollectionsMarshal.AsSpan(_detections).Sort(Detection.Order);
    }

    private void Start()
    {
        for (int i = 0; i < _detections.Count && _tracks.Count < _options.MaxTracks; i++)
        {
            if (_association.StartsTrack(i))
            {
                Detection detection = _detections[i];
                var track = new TrackedObject(detection, _options.KindOf(detection.Label), _now!.Value, _options);
                Confirm(track, detection);
                _tracks.Add(track);
            }
        }
    }

    private void Confirm(TrackedObject track, in Detection detection)
    {
        track.TryConfirm(_scores, ref _nextId);
        if (track.State != TrackState.Tentative && !detection.IsWeak)
        {
            _scores.Believe(detection.Score);
        }
    }

    private void Forget()
    {
        int kept = 0;
        for (int i = 0; i < _tracks.Count; i++)
        {
            TrackedObject track = _tracks[i];
            if (track.HasChance && _now - track.LastSeen <= _options.Memory && !HasLeft(track))
            {
                _tracks[kept++] = track;
            }
        }

        _tracks.RemoveRange(kept, _tracks.Count - kept);
    }

    private bool HasLeft(TrackedObject track) =>
        track.IsMissed
        && _picture is { } picture
        && track.Expected is var box
        && (box.CenterX < 0 || box.CenterY < 0 || box.CenterX > picture.Width || box.CenterY > picture.Height);

    private Track[] Show(double seconds)
    {
        _shown.Clear();
        foreach (TrackedObject track in _tracks)
        {
            track.Settle(_now!.Value, _association.CameraSpeed, seconds);
            if (track.IsShown)
            {
                _shown.Add(track);
            }
        }

        // Sorted before they become tracks, which are large.
        _shown.Sort(Order);
        if (_shown.Count == 0)
        {
            return [];
        }

        var shown = new Track[_shown.Count];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = _shown[i].Snapshot;
        }

        return shown;
    }
}
