namespace Spotter.Vision.Tracking;

/// <summary>The box as it is shown: the estimate of the motion model without its last tremble.</summary>
internal struct BoxSmoother(in RealBox box)
{
    private SteadyValue _centerX = new(box.CenterX);
    private SteadyValue _centerY = new(box.CenterY);
    private SteadyValue _logWidth = new(Math.Log(box.Width));
    private SteadyValue _logHeight = new(Math.Log(box.Height));

    public readonly RealBox Shown =>
        new(_centerX.Shown, _centerY.Shown, Math.Exp(_logWidth.Shown), Math.Exp(_logHeight.Shown));

    /// <summary>Follows the motion model to its box of now.</summary>
    /// <param name="motion">The estimate, which leaves the camera's own motion out of its speed.</param>
    /// <param name="cameraSpeed">How fast the camera moves the picture, in pixels a second.</param>
    /// <param name="seconds">Time since the last call.</param>
    /// <param name="options">How calm it is.</param>
    public void Follow(in BoxMotion motion, double cameraSpeed, double seconds, TrackerOptions options)
    {
        RealBox estimate = motion.Box;
        double speed = motion.RelativeSpeed + cameraSpeed / estimate.Size;
        double cutoff = options.SmoothingCutoff + options.SmoothingSpeedGain * speed;
        double deadBand = options.DeadBand * estimate.Size;
        _centerX.Add(estimate.CenterX, seconds, cutoff, deadBand);
        _centerY.Add(estimate.CenterY, seconds, cutoff, deadBand);

        cutoff = options.SmoothingCutoff + options.SmoothingSpeedGain * motion.SizeRate;
        _logWidth.Add(Math.Log(estimate.Width), seconds, cutoff, 2 * options.DeadBand);
        _logHeight.Add(Math.Log(estimate.Height), seconds, cutoff, 2 * options.DeadBand);
    }

    /// <summary>Moves the box at once.</summary>
    public void Shift(double x, double y)
    {
        _centerX.Shift(x);
        _centerY.Shift(y);
    }
}
