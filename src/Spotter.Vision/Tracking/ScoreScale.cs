namespace Spotter.Vision.Tracking;

/// <summary>
/// What a score means among the scores of what is being followed: detectors that answer shares of 0 to 1 are not of one
/// mind, and 0.6 is much for one and little for another.
/// </summary>
/// <remarks>Scores of other ranges (the neighbours of a cascade) are all taken as good.</remarks>
internal sealed class ScoreScale
{
    // Parts of the mean; what lies between must be found more often. On MOT15, MOT17 and KITTI's cars, whose detectors
    // have means of 0.75 to 0.95, sure parts of 0.85 to 0.95 serve all three, and no threshold of scores does.
    private const double High = 0.5;
    private const double Sure = 0.9;

    // So many detections are remembered at most: a scene changes.
    private const double Memory = 1000;

    // A scene without anything to follow takes its own false alarms for the measure; KITTI's streets without
    // pedestrians are such. So many finds as good as sure ones, or as the best so far, are thought of besides until
    // there are others.
    private const double Expected = 0.95;
    private const double Weight = 150;

    private double _mean;
    private double _count;
    private double _best;
    private bool _isOther;

    /// <summary>Takes in a detection, whatever becomes of it.</summary>
    public void See(double score)
    {
        _isOther |= score is not (>= 0 and <= 1);
        _best = Math.Max(_best, score);
    }

    /// <summary>Takes in a detection of a track that is believed.</summary>
    public void Believe(double score)
    {
        _count = Math.Min(_count + 1, Memory);
        _mean += (score - _mean) / _count;
    }

    /// <summary>Whether a detection of this score may start a track.</summary>
    public bool IsHigh(double score) => Relative(score) >= High;

    /// <summary>Whether detections of this mean score are believed as soon as there are enough of them.</summary>
    public bool IsSure(double score) => Relative(score) >= Sure;

    /// <summary>
    /// The part that a score is of the mean of those of tracks that are believed, at most 1.
    /// </summary>
    public double Relative(double score)
    {
        double missing = Math.Max(0, Weight - _count);
        double mean = (_mean * _count + Math.Min(_best, Expected) * missing) / (_count + missing);
        return _isOther || score >= mean ? 1 : score / mean;
    }
}
