namespace Spotter.Vision.Networks;

/// <summary>
/// Turns the raw scores of a network into shares: of finds with such a score, so many are right. Straight lines between
/// measured points.
/// </summary>
internal sealed class ScoreCalibration
{
    private readonly double[] _raw;
    private readonly double[] _shares;

    /// <param name="points">Pairs of a raw score and a share, both 0..1 and rising; empty leaves scores as they
    /// are.</param>
    /// <exception cref="ArgumentException">The points are no such pairs.</exception>
    public ScoreCalibration(IReadOnlyList<IReadOnlyList<double>> points)
    {
        if (points.Any(static point => point is not [>= 0 and <= 1, >= 0 and <= 1]))
        {
            throw new ArgumentException("a calibration has pairs of numbers of 0 to 1");
        }

        // The ends of the scale stay where they are, so that nothing is surer than all that was measured but 1.
        double[] raw = [0, .. points.Select(static point => point[0]), 1];
        double[] shares = [0, .. points.Select(static point => point[1]), 1];
        for (int i = 1; i < raw.Length; i++)
        {
            if (raw[i] < raw[i - 1] || shares[i] < shares[i - 1])
            {
                throw new ArgumentException("the points of a calibration rise");
            }
        }

        _raw = raw;
        _shares = shares;
    }

    /// <summary>The points with the ends of the scale.</summary>
    public (double[] Raw, double[] Shares) Points => (_raw, _shares);

    /// <summary>The share of a raw score.</summary>
    public double Apply(double raw) => Interpolate(_raw, _shares, raw);

    /// <summary>The lowest raw score of a share.</summary>
    public double Invert(double share) => Interpolate(_shares, _raw, share);

    private static double Interpolate(double[] from, double[] to, double value)
    {
        int next = 1;
        while (next < from.Length - 1 && from[next] < value)
        {
            next++;
        }

        double width = from[next] - from[next - 1];
        double part = width > 0 ? Math.Clamp((value - from[next - 1]) / width, 0, 1) : 0;
        return to[next - 1] + (part * (to[next] - to[next - 1]));
    }
}
