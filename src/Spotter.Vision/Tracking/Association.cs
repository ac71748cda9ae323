namespace Spotter.Vision.Tracking;

/// <summary>Decides which detection belongs to which track. Keeps its working memory; belongs to one thread.</summary>
internal sealed class Association
{
    // An expectation counts for no more than this uncertainty, in box sizes; else an old track would take anything.
    private const double MaxBuffer = 0.5;

    // A detection that covers one that a track has taken this much is the same object found twice.
    private const double DuplicateOverlap = 0.6;

    private readonly AssignmentSolver _solver = new();
    private readonly List<int> _rows = [];
    private readonly List<int> _columns = [];
    private readonly List<bool> _isHigh = [];
    private readonly List<bool> _starts = [];
    private readonly List<string> _kinds = [];
    private readonly List<RealBox> _boxes = [];
    private readonly List<int> _trackOf = [];
    private readonly List<int> _detectionOf = [];
    private double[] _gain = [];
    private int[] _columnOfRow = [];

    /// <summary>The detection of a track in the last run; null where it has none.</summary>
    public int? DetectionOf(int track) => _detectionOf[track] is >= 0 and var detection ? detection : null;

    /// <summary>True where a detection of the last run is high, belongs to no track and doubles none.</summary>
    public bool StartsTrack(int detection) => _starts[detection];

    /// <summary>Pairs tracks, moved on to the time of the detections, with detections.</summary>
    public void Run(List<TrackedObject> tracks, List<Detection> detections, TrackerOptions options, TimeSpan now)
    {
        Prepare(tracks, detections, options);

        // Believed tracks, then what low scores carry on, then tracks that have yet to prove themselves.
        Stage(tracks, static state => state != TrackState.Tentative, high: true, options);
        Stage(tracks, static state => state is TrackState.Confirmed or TrackState.Lingering, high: false, options);
        Stage(tracks, static state => state == TrackState.Tentative, high: true, options);
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

    private void Prepare(List<TrackedObject> tracks, List<Detection> detections, TrackerOptions options)
    {
        _isHigh.Clear();
        _starts.Clear();
        _kinds.Clear();
        _boxes.Clear();
        _trackOf.Clear();
        _detectionOf.Clear();
        foreach (Detection detection in detections)
        {
            _isHigh.Add(options.IsHigh(detection));
            _kinds.Add(options.KindOf(detection.Label));
            _boxes.Add(RealBox.From(detection.Box));
            _trackOf.Add(-1);
        }

        foreach (TrackedObject _ in tracks)
        {
            _detectionOf.Add(-1);
        }
    }

    private void Stage(List<TrackedObject> tracks, Predicate<TrackState> takes, bool high, TrackerOptions options)
    {
        _rows.Clear();
        _columns.Clear();
        for (int i = 0; i < tracks.Count; i++)
        {
            if (_detectionOf[i] < 0 && takes(tracks[i].State))
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
            double buffer = Math.Min(MaxBuffer, track.Uncertainty);
            for (int column = 0; column < _columns.Count; column++)
            {
                int detection = _columns[column];
                bool sameKind = string.Equals(track.Kind, _kinds[detection], StringComparison.Ordinal);
                _gain[row * _columns.Count + column] = sameKind
                    ? Gain(expected, _boxes[detection], buffer, options.MinOverlap)
                    : 0;
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
    /// it no claim over a certain one.
    /// </summary>
    private static double Gain(in RealBox expected, in RealBox detected, double buffer, double minOverlap)
    {
        double buffered = expected.IntersectionOverUnion(detected, buffer);
        return buffered >= minOverlap ? buffered + expected.IntersectionOverUnion(detected) : 0;
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
