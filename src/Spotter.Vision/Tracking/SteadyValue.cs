// Casiez, Roussel and Vogel, "1 Euro Filter: A Simple Speed-based Low-pass Filter for Noisy Input in Interactive
// Systems", CHI 2012, with the speed taken from the motion model; then a dead band.

namespace Spotter.Vision.Tracking;

/// <summary>
/// A number as it is shown. At rest it is smoothed strongly and does not move at all while it stays within the
/// dead band; the faster it is, the less it is smoothed.
/// </summary>
/// <remarks>
/// At a speed v the low-pass lags by v / (2 pi (cutoff + gain v)), which is below 1 / (2 pi gain) at any speed; the
/// dead band adds its own width and no more.
/// </remarks>
internal struct SteadyValue(double value)
{
    private double _smoothed = value;

    /// <summary>The value to show.</summary>
    public double Shown { get; private set; } = value;

    /// <summary>Takes in the next value.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="seconds">Time since the last one.</param>
    /// <param name="cutoff">Cut-off frequency of the low-pass at the speed of now, in hertz, above 0.</param>
    /// <param name="deadBand">How far the new value may be from the shown one without moving it, 0 or more.</param>
    public void Add(double value, double seconds, double cutoff, double deadBand)
    {
        double turns = 2 * Math.PI * cutoff * seconds;
        _smoothed += turns / (1 + turns) * (value - _smoothed);
        Shown = Math.Clamp(Shown, _smoothed - deadBand, _smoothed + deadBand);
    }

    /// <summary>Moves the value at once.</summary>
    public void Shift(double by)
    {
        _smoothed += by;
        Shown += by;
    }
}
