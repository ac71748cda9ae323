// Kalman, "A New Approach to Linear Filtering and Prediction Problems", 1960, for a point that moves along one axis
// at nearly constant speed (Bar-Shalom, Li and Kirubarajan, "Estimation with Applications to Tracking and
// Navigation", 2001, section 6.2: continuous white noise acceleration).

namespace Spotter.Vision.Tracking;

/// <summary>
/// Position and speed along one axis. The box filter of SORT has no noise that two axes share, so its 8x8 matrices
/// fall apart into one 2x2 filter an axis: the same numbers without a matrix.
/// </summary>
internal struct KalmanAxis
{
    private double _varianceOfPosition;
    private double _covariance;
    private double _varianceOfSpeed;

    /// <summary>Starts at rest.</summary>
    /// <param name="position">First measured position.</param>
    /// <param name="varianceOfPosition">Variance of that measurement.</param>
    /// <param name="varianceOfSpeed">Variance of the unknown speed, a second squared.</param>
    public KalmanAxis(double position, double varianceOfPosition, double varianceOfSpeed)
    {
        Position = position;
        _varianceOfPosition = varianceOfPosition;
        _varianceOfSpeed = varianceOfSpeed;
    }

    public double Position { get; private set; }

    /// <summary>Change of the position in one second.</summary>
    public double Speed { get; private set; }

    /// <summary>Standard deviation of the position.</summary>
    public readonly double Deviation => Math.Sqrt(_varianceOfPosition);

    /// <summary>
    /// Moves on by a time step. Two steps give what one step of their sum gives, so the result does not depend on
    /// the frame rate.
    /// </summary>
    /// <param name="seconds">Length of the step, 0 or more.</param>
    /// <param name="noise">Variance that the speed gains in one second.</param>
    public void Predict(double seconds, double noise)
    {
        Position += Speed * seconds;
        _varianceOfPosition += seconds * (2 * _covariance + seconds * (_varianceOfSpeed + noise * seconds / 3));
        _covariance += seconds * (_varianceOfSpeed + noise * seconds / 2);
        _varianceOfSpeed += noise * seconds;
    }

    /// <summary>Grows more uncertain over a time step without moving.</summary>
    public void Hold(double seconds, double noise)
    {
        Speed = 0;
        Predict(seconds, noise);
    }

    /// <summary>Moves the position, as where the axis itself has moved.</summary>
    public void Shift(double by) => Position += by;

    /// <summary>Takes in a measured position.</summary>
    /// <param name="measured">The measured position.</param>
    /// <param name="variance">Variance of the measurement, above 0.</param>
    public void Correct(double measured, double variance)
    {
        double innovationVariance = _varianceOfPosition + variance;
        double gainOfPosition = _varianceOfPosition / innovationVariance;
        double gainOfSpeed = _covariance / innovationVariance;
        double innovation = measured - Position;

        Position += gainOfPosition * innovation;
        Speed += gainOfSpeed * innovation;
        _varianceOfSpeed -= gainOfSpeed * _covariance;
        _covariance *= 1 - gainOfPosition;
        _varianceOfPosition *= 1 - gainOfPosition;
    }
}
