namespace Spotter.Vision.Tracking;

/// <summary>
/// A face's landmarks as they are shown: kept in parts of the box, so that they go where the shown box goes, and
/// smoothed there as <see cref="SteadyValue"/> does, by how fast they move within it.
/// </summary>
internal sealed class LandmarkSmoother
{
    // Speeds are differences of noisy places: the 1 Euro filter smooths them at 1 Hz too.
    private const double SpeedCutoff = 1;

    private readonly SteadyValue[] _shown = new SteadyValue[2 * FaceLandmarks.Count];
    private readonly double[] _last = new double[2 * FaceLandmarks.Count];
    private readonly double[] _speeds = new double[2 * FaceLandmarks.Count];
    private double _pending;
    private bool _isNew = true;

    /// <summary>Time passes until the next <see cref="Add"/>.</summary>
    /// <param name="seconds">0 or more.</param>
    public void Advance(double seconds) => _pending += seconds;

    /// <summary>Takes in what a detector saw.</summary>
    /// <param name="landmarks">In pixels.</param>
    /// <param name="box">The estimated box of now.</param>
    /// <param name="options">How calm it is.</param>
    public void Add(FaceLandmarks landmarks, in RealBox box, TrackerOptions options)
    {
        Span<double> parts = stackalloc double[2 * FaceLandmarks.Count];
        Point[] points = landmarks.ToArray();
        for (int i = 0; i < points.Length; i++)
        {
            parts[2 * i] = (points[i].X - box.CenterX) / box.Width;
            parts[2 * i + 1] = (points[i].Y - box.CenterY) / box.Height;
        }

        double seconds = _pending;
        _pending = 0;
        if (_isNew)
        {
            _isNew = false;
            for (int i = 0; i < parts.Length; i++)
            {
                _shown[i] = new SteadyValue(parts[i]);
            }
        }
        else if (seconds > 0)
        {
            // One speed for all of a face: points that followed at different speeds would bend it.
            double turns = 2 * Math.PI * SpeedCutoff * seconds;
            double speed = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                _speeds[i] += turns / (1 + turns) * ((parts[i] - _last[i]) / seconds - _speeds[i]);
                speed += _speeds[i] * _speeds[i];
            }

            speed = Math.Sqrt(speed / FaceLandmarks.Count);
            double cutoff = 2 * options.SmoothingCutoff + options.SmoothingSpeedGain * speed;
            for (int i = 0; i < parts.Length; i++)
            {
                _shown[i].Add(parts[i], seconds, cutoff, options.DeadBand / 3);
            }
        }

        parts.CopyTo(_last);
    }

    /// <summary>Where they are shown, in pixels.</summary>
    /// <param name="box">The box that is shown.</param>
    public FaceLandmarks In(in RealBox box)
    {
        Span<Point> points = stackalloc Point[FaceLandmarks.Count];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = new Point(
                box.CenterX + _shown[2 * i].Shown * box.Width,
                box.CenterY + _shown[2 * i + 1].Shown * box.Height
            );
        }

        return FaceLandmarks.Of(points);
    }
}
