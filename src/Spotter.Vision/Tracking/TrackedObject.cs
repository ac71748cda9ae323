using System.Numerics;

namespace Spotter.Vision.Tracking;

/// <summary>What the tracker knows of one object.</summary>
internal sealed class TrackedObject
{
    // In box sizes. Boxes that are shown go along at once where the camera moves by more than it trembles; what is less
    // they follow as they follow motion of their own.
    private const double Jolt = 0.1;

    // So many times the usual hits, and one more, let in what is found weakly only.
    private const int Doubt = 3;

    private readonly TrackerOptions _options;
    private BoxMotion _motion;
    private BoxSmoother _smoother;
    private LabelVote _label;
    private LandmarkSmoother? _landmarks;
    private uint _hits = 1;
    private int _missesInRow;
    private TimeSpan _firstMiss;
    private double _score;
    private double _scoreSum;
    private int _hitCount = 1;
    private double? _smile;
    private double? _share;
    private bool _wasHidden;
    private bool _isSeen = true;
    private RealBox _found;
    private FaceLandmarks? _seenLandmarks;
    private DetectionMask? _mask;
    private DetectionKeypoints? _keypoints;
    private List<TrackPoint>? _earlier = [];

    public TrackedObject(in Detection detection, string kind, TimeSpan timestamp, TrackerOptions options)
    {
        _options = options;
        Kind = kind;
        RealBox box = RealBox.From(detection.Box);
        _motion = new BoxMotion(box, options.DetectionDeviation, options.Acceleration);
        _smoother = new BoxSmoother(box);
        _label = new LabelVote(detection.Label);
        _score = detection.Score;
        _scoreSum = detection.Score;
        _smile = detection.Smile;
        _share = detection.Share;
        See(detection);
        FirstSeen = timestamp;
        LastSeen = timestamp;
        _found = box;
        _earlier.Add(new TrackPoint(timestamp, box));
    }

    public string Kind { get; }

    public int? Id { get; private set; }

    public TimeSpan FirstSeen { get; }

    public TimeSpan LastSeen { get; private set; }

    public TrackState State { get; private set; } = TrackState.Tentative;

    public bool IsShown => State is TrackState.Confirmed or TrackState.Lingering;

    /// <summary>Whether nothing but its first detection is known.</summary>
    public bool IsSeenOnce => State == TrackState.Tentative && _hits == 1;

    public bool IsMissed => _missesInRow > 0;

    /// <summary>Whether the passes to come can still confirm it.</summary>
    public bool HasChance =>
        State != TrackState.Tentative
        || _missesInRow <= Math.Max(0, _options.ConfirmationWindow - _options.ConfirmationHits);

    /// <summary>Where the motion model expects it.</summary>
    public RealBox Expected => _motion.Box;

    /// <summary>Standard deviation of the expected centre, in box sizes.</summary>
    public double Uncertainty => _motion.RelativeDeviation;

    /// <summary>The score of the last detection that belonged to it.</summary>
    public double Score => _score;

    /// <summary>Its state as a detection.</summary>
    public Detection StateDetection =>
        new(_motion.Box.Round(), _score, _label.Label, Id)
        {
            IsPredicted = !_isSeen,
            Smile = _smile,
            Share = _share,
            Landmarks = _isSeen ? _seenLandmarks : null,
            Mask = SeenMask,
            Keypoints = _isSeen ? _keypoints : null,
        };

    /// <summary>The track as it is now.</summary>
    public Track Snapshot =>
        new(_motion.Box, StateDetection, ShownDetection, State)
        {
            Found = _isSeen ? _found : null,
            Deviation = _motion.RelativeDeviation * _motion.Box.Size,
            SpeedX = _motion.SpeedX,
            SpeedY = _motion.SpeedY,
            FirstSeen = FirstSeen,
            LastSeen = LastSeen,
            Earlier = State == TrackState.Tentative ? [] : _earlier ?? (IReadOnlyList<TrackPoint>)[],
        };

    private Detection ShownDetection =>
        new(_smoother.Shown.Round(), _score, _label.Label, Id)
        {
            IsPredicted = !_isSeen,
            Smile = _smile,
            Share = _share,
            Landmarks = _landmarks?.In(_smoother.Shown),
            Mask = SeenMask,
            Keypoints = _isSeen ? _keypoints : null,
        };

    // Where it was seen, outline and joints are those of the frame, which nothing smooths. Of what is carried on
    // neither is known: it has moved its limbs, and what hides along an outline must not trust an old one.
    private DetectionMask? SeenMask => _isSeen ? _mask : null;

    public void Predict(double seconds)
    {
        _isSeen = false;
        _earlier = State == TrackState.Tentative ? _earlier : null;
        _motion.Predict(seconds, holdSize: IsMissed);
        _landmarks?.Advance(seconds);
    }

    /// <summary>A detection pass found it.</summary>
    public void Hit(in Detection detection, TimeSpan timestamp)
    {
        Vote(detection, (timestamp - LastSeen).TotalSeconds);
        _found = RealBox.From(detection.Box);
        _motion.Correct(_found);
        _isSeen = true;
        _score = detection.Score;
        _scoreSum += detection.Score;
        _hitCount++;
        _smile = detection.Smile;
        if (!IsShown)
        {
            // What nobody saw move may jump.
            _landmarks = null;
        }

        See(detection);
        _hits = (_hits << 1) | 1;
        _missesInRow = 0;
        _wasHidden = !IsShown;
        LastSeen = timestamp;
        _earlier?.Add(new TrackPoint(timestamp, _motion.Box) { Found = _found });
        if (State != TrackState.Tentative)
        {
            State = TrackState.Confirmed;
        }
    }

    /// <summary>A detection pass did not find it.</summary>
    public void Miss(TimeSpan timestamp)
    {
        _hits <<= 1;
        _firstMiss = IsMissed ? _firstMiss : timestamp;
        _missesInRow++;
    }

    /// <summary>Moves it in the picture, as the camera moved.</summary>
    public void Shift(double x, double y)
    {
        _motion.Shift(x, y);
        if (Math.Abs(x) + Math.Abs(y) > Jolt * _motion.Box.Size)
        {
            _smoother.Shift(x, y);
        }
    }

    /// <summary>Confirms a tentative track that was seen often enough.</summary>
    /// <param name="scores">What scores mean.</param>
    /// <param name="nextId">The identity to give; moved on when it is taken.</param>
    public void TryConfirm(ScoreScale scores, ref int nextId)
    {
        int window = Math.Max(_options.ConfirmationWindow, _options.ConfirmationHits);
        uint recent = window == 32 ? _hits : _hits & ((1u << window) - 1);
        bool isOften = BitOperations.PopCount(recent) >= _options.ConfirmationHits;
        if (State == TrackState.Tentative && isOften && IsSure(scores))
        {
            Id = nextId++;
            State = TrackState.Confirmed;

            // The last point is that of now, which the state itself tells.
            _earlier?.RemoveAt(_earlier.Count - 1);
        }
    }

    /// <summary>Brings state and shown box up to the time that the motion model has reached.</summary>
    public void Settle(TimeSpan timestamp, double cameraSpeed, double seconds)
    {
        if (State != TrackState.Tentative && IsMissed)
        {
            State = timestamp - _firstMiss < _options.Linger ? TrackState.Lingering : TrackState.Lost;
        }

        // What nobody saw move may jump.
        if (_wasHidden)
        {
            _smoother = new BoxSmoother(_motion.Box);
            _wasHidden = false;
        }
        else
        {
            _smoother.Follow(_motion, cameraSpeed, seconds, _options);
        }
    }

    // What is found for long is there, however weakly.
    private bool IsSure(ScoreScale scores) =>
        _options.ConfirmationHits == 1
        || _options.HighScoreOf(_label.Label) is not null
        || _hitCount > Doubt * _options.ConfirmationHits
        || scores.IsSure(_scoreSum / _hitCount);

    // The share of the label that is shown, over the same time as the label itself: what says another one, says 0.
    private void Vote(in Detection detection, double seconds)
    {
        string before = _label.Label;
        double memory = _options.LabelTime.TotalSeconds;
        _label.Add(detection.Label, seconds, memory);
        bool isSame = string.Equals(detection.Label, _label.Label, StringComparison.Ordinal);
        if (detection.Share is not { } share || _share is not { } mean)
        {
            _share = isSame ? detection.Share : _share;
        }
        else if (!string.Equals(before, _label.Label, StringComparison.Ordinal))
        {
            _share = isSame ? share : 1 - mean;
        }
        else
        {
            double weight = memory > 0 ? 1 - Math.Exp(-seconds / memory) : 1;
            _share = mean + weight * ((isSame ? share : 0) - mean);
        }
    }

    private void See(in Detection detection)
    {
        _seenLandmarks = detection.Landmarks;
        _mask = detection.Mask;
        _keypoints = detection.Keypoints;
        if (detection.Landmarks is not { } landmarks)
        {
            _landmarks = null;
            return;
        }

        _landmarks ??= new LandmarkSmoother();
        _landmarks.Add(landmarks, _motion.Box, _options);
    }
}
