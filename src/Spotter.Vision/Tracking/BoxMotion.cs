// The state of SORT (Bewley et al., "Simple Online and Realtime Tracking", ICIP 2016): centre and size of a box at
// constant velocity. Noise grows with the box as in ByteTrack (Zhang et al., ECCV 2022). Two departures: time is
// in seconds, so that any frame rate and stride is right, and sizes are logarithms, so that they stay positive.

namespace Spotter.Vision.Tracking;

/// <summary>Where a box is, how fast it moves, and how sure that is.</summary>
internal struct BoxMotion
{
    // Standard deviations, in box sizes (centre) and in units of the natural logarithm (size), measured on the
    // full-body and face cascades: neighbouring scales are 5 to 10 % apart.
    private const double SizeDeviation = 0.08;
    private const double InitialSizeRate = 0.2;
    private const double SizeRateChange = 0.4;
    private const double InitialSpeed = 2;

    private readonly double _deviation;
    private readonly double _acceleration;
    private KalmanAxis _centerX;
    private KalmanAxis _centerY;
    private KalmanAxis _logWidth;
    private KalmanAxis _logHeight;

    /// <summary>Starts at rest on a detection.</summary>
    /// <param name="measured">The detected box.</param>
    /// <param name="deviation">Standard deviation of a detected centre, in box sizes.</param>
    /// <param name="acceleration">Standard deviation of the change of speed over a second, in box sizes a
    /// second.</param>
    public BoxMotion(in RealBox measured, double deviation, double acceleration)
    {
        _deviation = deviation;
        _acceleration = acceleration;
        double place = Square(deviation * measured.Size);
        double speed = Square(InitialSpeed * measured.Size);
        _centerX = new KalmanAxis(measured.CenterX, place, speed);
        _centerY = new KalmanAxis(measured.CenterY, place, speed);
        _logWidth = new KalmanAxis(Math.Log(measured.Width), Square(SizeDeviation), Square(InitialSizeRate));
        _logHeight = new KalmanAxis(Math.Log(measured.Height), Square(SizeDeviation), Square(InitialSizeRate));
        Box = measured;
    }

    /// <summary>The estimated box.</summary>
    public RealBox Box { get; private set; }

    /// <summary>Speed of the centre to the right, in pixels a second.</summary>
    public readonly double SpeedX => _centerX.Speed;

    /// <summary>Speed of the centre downwards, in pixels a second.</summary>
    public readonly double SpeedY => _centerY.Speed;

    /// <summary>Speed of the centre, in box sizes a second.</summary>
    public readonly double RelativeSpeed => Math.Sqrt(Square(SpeedX) + Square(SpeedY)) / Box.Size;

    /// <summary>Rate at which the box grows or shrinks: 0.1 is about 10 % a second.</summary>
    public readonly double SizeRate => Math.Max(Math.Abs(_logWidth.Speed), Math.Abs(_logHeight.Speed));

    /// <summary>Standard deviation of the centre, in box sizes.</summary>
    public readonly double RelativeDeviation => Math.Max(_centerX.Deviation, _centerY.Deviation) / Box.Size;

    /// <summary>Moves on by a time step.</summary>
    /// <param name="seconds">Length of the step, 0 or more.</param>
    /// <param name="holdSize">
    /// Keeps the size: after a miss a growing box would grow without end (ByteTrack stops it there as well).
    /// </param>
    public void Predict(double seconds, bool holdSize)
    {
        double noise = Square(_acceleration * Box.Size);
        _centerX.Predict(seconds, noise);
        _centerY.Predict(seconds, noise);
        if (holdSize)
        {
            _logWidth.Hold(seconds, Square(SizeRateChange));
            _logHeight.Hold(seconds, Square(SizeRateChange));
        }
        else
        {
            _logWidth.Predict(seconds, Square(SizeRateChange));
            _logHeight.Predict(seconds, Square(SizeRateChange));
        }

        Estimate();
    }

    /// <summary>Moves it in the picture; its speed stays.</summary>
    public void Shift(double x, double y)
    {
        _centerX.Shift(x);
        _centerY.Shift(y);
        Estimate();
    }

    /// <summary>Takes in a detection.</summary>
    public void Correct(in RealBox measured)
    {
        double place = Square(_deviation * Box.Size);
        _centerX.Correct(measured.CenterX, place);
        _centerY.Correct(measured.CenterY, place);
        _logWidth.Correct(Math.Log(measured.Width), Square(SizeDeviation));
        _logHeight.Correct(Math.Log(measured.Height), Square(SizeDeviation));
        Estimate();
    }

    // It is asked for far more often than it changes.
    private void Estimate() =>
        Box = new RealBox(
            _centerX.Position,
            _centerY.Position,
            Math.Exp(_logWidth.Position),
            Math.Exp(_logHeight.Position)
        );

    private static double Square(double value) => value * value;
}
