using System.Runtime.InteropServices;

namespace Spotter.Vision.Tracking;

/// <summary>Decides which detection belongs to which track. Keeps its working memory; belongs to one thread.</summary>
internal sealed class Association
{
    // The expectation's own deviation widens the reach, but for no more than this, in box sizes; else an old track
    // would take anything.
    private const double ReachOfDeviation = 0.7;
    private const double MaxReach = 0.5;

    // Of two tracks that reach for one detection it is the one that was seen last, unless the other fits much better.
    private const double LostGain = 0.85;

    // A detection that covers one that a track has taken this much is the same object found twice.
    private const double DuplicateOverlap = 0.6;

    // Boxes that meet only by their buffers share no height, and still belong together.
    private const double LeastHeight = 1e-3;

    private readonly AssignmentSolver _solver = new();
    private readonly CameraMotion _camera = new();
    private readonly List<int> _rows = [];
    private readonly List<int> _columns = [];
    private readonly List<bool> _isHigh = [];
    private readonly List<bool> _starts = [];
    private readonly List<double> _weights = [];
    private readonly List<string> _kinds = [];
    private readonly List<RealBox> _boxes = [];
    private readonly List<RealBox> _sureTracks = [];
    private readonly List<RealBox> _sureBoxes = [];
    private readonly List<int> _trackOf = [];
    private readonly List<int> _detectionOf = [];
    private double[] _gain = [];
    private int[] _columnOfRow = [];

    /// <summary>How fast the camera moves the picture, in pixels a second.</summary>
    public double CameraSpeed => _camera.Speed;

    /// <summary>The detection of a track in the last run; null where it has none.</summary>
    public int? DetectionOf(int track) => _detectionOf[track] is >= 0 and var detection ? detection : null;

    /// <summary>True where a detection of the last run is high, belongs to no track and doubles none.</summary>
    public bool StartsTrack(int detection) => _starts[detection];

    /// <summary>
    /// Pairs tracks, moved on to the time of the detections, with detections; where the camera moved, the tracks are
    /// moved along.
    /// </summary>
    public void Run(
        List<TrackedObject> tracks,
        List<Detection> detections,
        ScoreScale scores,
        double seconds,
        TimeSpan now,
        TrackerOptions options
    )
    {
        Prepare(tracks, detections, scores, options);
        FollowCamera(tracks, seconds, options);

        // Believed tracks, then what low scores carry on, then tracks that have yet to prove themselves.
        Stage(tracks, static track => track.State != TrackState.Tentative, high: true, options);
        Stage(tracks, static track => track is { State: TrackState.Confirmed, IsMissed: false }, high: false, options);
        Stage(tracks, static track => track.State == TrackState.Tentative, high: true, options);
        TakeFirstSteps(tracks, now);

        for (int i = 0; i < detections.Count; i++)
        {
            _starts.Add(_isHigh[i] && _trackOf[i] < 0 && !IsDuplicate(i));
        }
    }

    /// <summary>Pairs tracks that were seen once with detections where neither has another to choose.</summary>
    private void TakeFirstSteps(List<TrackedObject> tracks, TimeSpan now)
    {
        for (int i = 0; i < tracks.Count; i++)
        {
            if (
                _detectionOf[i] < 0
                && OnlyDetectionOf(tracks[i], now) is { } detection
                && IsOnlyTrackOf(tracks, i, detection, now)
            )
            {
                _detectionOf[i] = detection;
                _trackOf[detection] = i;
            }
        }
    }

    private int? OnlyDetectionOf(TrackedObject track, TimeSpan now)
    {
        int? only = null;
        for (int i = 0; i < _boxes.Count; i++)
        {
            if (_trackOf[i] < 0 && _isHigh[i] && CanLead(track, i, now))
            {
                if (only is not null)
                {
                    return null;
                }

                only = i;
            }
        }

        return only;
    }

    private bool IsOnlyTrackOf(List<TrackedObject> tracks, int track, int detection, TimeSpan now)
    {
        for (int i = 0; i < tracks.Count; i++)
        {
            if (i != track && _detectionOf[i] < 0 && CanLead(tracks[i], detection, now))
            {
                return false;
            }
        }

        return true;
    }

    private bool CanLead(TrackedObject track, int detection, TimeSpan now) =>
        string.Equals(track.Kind, _kinds[detection], StringComparison.Ordinal)
        && FirstSteps.CanLead(track, _boxes[detection], now);

    private void Prepare(
        List<TrackedObject> tracks,
        List<Detection> detections,
        ScoreScale scores,
        TrackerOptions options
    )
    {
        _isHigh.Clear();
        _starts.Clear();
        _weights.Clear();
        _kinds.Clear();
        _boxes.Clear();
        _trackOf.Clear();
        _detectionOf.Clear();
        foreach (Detection detection in detections)
        {
            scores.See(detection.Score);
        }

        foreach (Detection detection in detections)
        {
            double? least = options.HighScoreOf(detection.Label);
            bool isHigh = least is null ? scores.IsHigh(detection.Score) : detection.Score >= least;
            _isHigh.Add(isHigh && !detection.IsWeak);
            _weights.Add(scores.Relative(detection.Score));
            _kinds.Add(options.KindOf(detection.Label));
            _boxes.Add(RealBox.From(detection.Box));
            _trackOf.Add(-1);
        }

        foreach (TrackedObject _ in tracks)
        {
            _detectionOf.Add(-1);
        }
    }

    private void FollowCamera(List<TrackedObject> tracks, double seconds, TrackerOptions options)
    {
        _sureTracks.Clear();
        _sureBoxes.Clear();
        foreach (TrackedObject track in tracks)
        {
            if (track is { State: TrackState.Confirmed, IsMissed: false })
            {
                _sureTracks.Add(track.Expected);
            }
        }

        for (int i = 0; i < _boxes.Count; i++)
        {
            if (_isHigh[i])
            {
                _sureBoxes.Add(_boxes[i]);
            }
        }

        (double x, double y) step = _camera.Estimate(
            CollectionsMarshal.AsSpan(_sureTracks),
            CollectionsMarshal.AsSpan(_sureBoxes),
            options.MinOverlap
        );
        _camera.Follow(step, seconds);
        if (step != (0, 0))
        {
            foreach (TrackedObject track in tracks)
            {
                track.Shift(step.x, step.y);
            }
        }
    }

    private void Stage(List<TrackedObject> tracks, Predicate<TrackedObject> takes, bool high, TrackerOptions options)
    {
        _rows.Clear();
        _columns.Clear();
        for (int i = 0; i < tracks.Count; i++)
        {
            if (_detectionOf[i] < 0 && takes(tracks[i]))
            {
                _rows.Add(i);
            }
        }

        for (int i = 0; i < _boxes.Count; i++)
        {
            if (_trackOf[i] < 0 && _isHigh[i] == high)
            {
                _columns.Add(i);
            }
        }

        if (_rows.Count == 0 || _columns.Count == 0)
        {
            return;
        }

        Array.Resize(ref _gain, Math.Max(_gain.Length, _rows.Count * _columns.Count));
        Array.Resize(ref _columnOfRow, Math.Max(_columnOfRow.Length, _rows.Count));
        for (int row = 0; row < _rows.Count; row++)
        {
            TrackedObject track = tracks[_rows[row]];
            RealBox expected = track.Expected;
            double reach = Math.Min(MaxReach, ReachOfDeviation * track.Uncertainty);
            double weight = track.IsMissed ? LostGain : 1;
            Span<double> gains = _gain.AsSpan(row * _columns.Count, _columns.Count);
            for (int column = 0; column < gains.Length; column++)
            {
                int detection = _columns[column];
                RealBox detected = _boxes[detection];
                double gain = string.Equals(track.Kind, _kinds[detection], StringComparison.Ordinal)
                    ? Gain(expected, detected, reach, options.MinOverlap)
                    : 0;

                // Among low scores all are doubtful alike.
                gains[column] = gain * weight * (high ? _weights[detection] : 1);
            }
        }

        _solver.Solve(_gain, _rows.Count, _columns.Count, _columnOfRow);
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_columnOfRow[row] >= 0)
            {
                int detection = _columns[_columnOfRow[row]];
                _detectionOf[_rows[row]] = detection;
                _trackOf[detection] = _rows[row];
            }
        }
    }

    /// <summary>
    /// The plain overlap ranks, the buffered one lets in: an uncertain expectation reaches further, but that gives
    /// it no claim over a certain one. Who stands behind another is of another height: the overlap of heights tells
    /// them apart where boxes lie one on the other (as in Yang et al., "Hybrid-SORT", AAAI 2024).
    /// </summary>
    private static double Gain(in RealBox expected, in RealBox detected, double reach, double minOverlap)
    {
        double buffered = expected.IntersectionOverUnion(detected, reach);
        if (buffered < minOverlap)
        {
            return 0;
        }

        double shared = Math.Min(expected.Bottom, detected.Bottom) - Math.Max(expected.Top, detected.Top);
        double whole = Math.Max(expected.Bottom, detected.Bottom) - Math.Min(expected.Top, detected.Top);
        return (buffered + expected.IntersectionOverUnion(detected)) * Math.Max(LeastHeight, shared / whole);
    }

    private bool IsDuplicate(int detection)
    {
        for (int other = 0; other < _boxes.Count; other++)
        {
            if (
                _trackOf[other] >= 0
                && string.Equals(_kinds[other], _kinds[detection], StringComparison.Ordinal)
                && _boxes[other].IntersectionOverUnion(_boxes[detection]) >= DuplicateOverlap
            )
            {
                return true;
            }
        }

        return false;
    }
}
