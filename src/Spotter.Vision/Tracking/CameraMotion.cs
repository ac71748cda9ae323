namespace Spotter.Vision.Tracking;

/// <summary>
/// How far the camera moved the picture since the last detection pass, from boxes alone: what all that stood still or
/// went on as before seems to have been moved by.
/// </summary>
/// <remarks>Keeps its working memory; belongs to one thread.</remarks>
internal sealed class CameraMotion
{
    // Fewer agree by chance.
    private const int FewestPairs = 4;

    // A median moves by itself; in standard errors.
    private const double Significant = 2;

    // In pixels; boxes are whole ones.
    private const double Rounding = 0.5;

    // In box sizes, for the first guess, and once that is known.
    private const double FirstReach = 0.3;
    private const double SecondReach = 0.1;

    // Standard deviations in a median of absolute deviations, of a normal distribution.
    private const double DeviationsInMedian = 1.4826;

    // In seconds: what goes to and fro within it is a tremble, and no motion of the camera.
    private const double Steadiness = 0.25;

    private readonly List<double> _stepsX = [];
    private readonly List<double> _stepsY = [];
    private readonly List<double> _spread = [];

    private double _speedX;
    private double _speedY;

    /// <summary>How fast the camera moves the picture, in pixels a second.</summary>
    public double Speed => Math.Sqrt(_speedX * _speedX + _speedY * _speedY);

    /// <summary>Takes in the step since the last pass.</summary>
    /// <param name="step">In pixels.</param>
    /// <param name="seconds">Time since then.</param>
    public void Follow((double X, double Y) step, double seconds)
    {
        if (seconds > 0)
        {
            double weight = seconds / (seconds + Steadiness);
            _speedX += weight * (step.X / seconds - _speedX);
            _speedY += weight * (step.Y / seconds - _speedY);
        }
    }

    /// <summary>The step of the picture to the right and downwards, in pixels; zero where none is certain.</summary>
    /// <param name="expected">Where tracks that were seen in the last pass are expected by their own motion.</param>
    /// <param name="detected">What was detected.</param>
    /// <param name="minOverlap">The least overlap of what belongs together, above 0 to 1.</param>
    public (double X, double Y) Estimate(
        ReadOnlySpan<RealBox> expected,
        ReadOnlySpan<RealBox> detected,
        double minOverlap
    )
    {
        (double X, double Y) step = (0, 0);
        foreach (double reach in (ReadOnlySpan<double>)[FirstReach, SecondReach])
        {
            Pair(expected, detected, step, reach, minOverlap);
            if (_stepsX.Count < FewestPairs)
            {
                return (0, 0);
            }

            step = (Median(_stepsX), Median(_stepsY));
        }

        return (Certain(_stepsX, step.X), Certain(_stepsY, step.Y));
    }

    /// <summary>Takes the steps of pairs that are each other's nearest.</summary>
    private void Pair(
        ReadOnlySpan<RealBox> expected,
        ReadOnlySpan<RealBox> detected,
        (double X, double Y) step,
        double reach,
        double minOverlap
    )
    {
        _stepsX.Clear();
        _stepsY.Clear();
        foreach (RealBox still in expected)
        {
            RealBox moved = still with { CenterX = still.CenterX + step.X, CenterY = still.CenterY + step.Y };
            if (Nearest(moved, detected, reach, minOverlap) is { } found)
            {
                _stepsX.Add(found.CenterX - still.CenterX);
                _stepsY.Add(found.CenterY - still.CenterY);
            }
        }
    }

    private static RealBox? Nearest(in RealBox moved, ReadOnlySpan<RealBox> detected, double reach, double minOverlap)
    {
        (double most, int nearest) = (minOverlap, -1);
        for (int i = 0; i < detected.Length; i++)
        {
            double overlap = moved.IntersectionOverUnion(detected[i], reach);
            if (overlap >= most)
            {
                (most, nearest) = (overlap, i);
            }
        }

        return nearest < 0 ? null : detected[nearest];
    }

    private double Certain(List<double> steps, double median)
    {
        _spread.Clear();
        foreach (double step in steps)
        {
            _spread.Add(Math.Abs(step - median));
        }

        double deviation = DeviationsInMedian * Median(_spread) + Rounding;
        return Math.Abs(median) >= Significant * deviation / Math.Sqrt(steps.Count) ? median : 0;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        int middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
