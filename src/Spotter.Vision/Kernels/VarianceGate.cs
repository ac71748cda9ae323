namespace Spotter.Vision.Kernels;

/// <summary>
/// The contrast of a window. Features are divided by the standard deviation times the area of the window without its
/// outermost pixels; windows that are nearly flat are skipped.
/// </summary>
internal readonly struct VarianceGate
{
    // OpenCV skips a window unless area / (deviation * area) < 0.1.
    private const double MaxReciprocalDeviation = 0.1;

    public VarianceGate(BoxSize window)
    {
        Area = (double)(window.Width - 2) * (window.Height - 2);
    }

    /// <summary>Pixels that count.</summary>
    public double Area { get; }

    /// <summary>The factor for features, or 0 where the window is too flat.</summary>
    /// <param name="sum">Sum of the pixels, exact modulo 2^32.</param>
    /// <param name="squares">Sum of their squares, modulo 2^32 as OpenCV has it.</param>
    public float Factor(int sum, uint squares)
    {
        double deviation = (Area * squares) - ((double)sum * sum);
        if (deviation <= 0)
        {
            return 0;
        }

        float factor = (float)(1.0 / Math.Sqrt(deviation));
        return Area * factor < MaxReciprocalDeviation ? factor : 0;
    }

    /// <summary>
    /// The smallest squared deviation (times squared area) that passes. It is a whole number, the factor falls with it,
    /// so one comparison decides.
    /// </summary>
    public double SmallestPassing()
    {
        double fails = 0;
        double passes = 1e15;
        while (passes - fails > 1)
        {
            double middle = Math.Floor((passes + fails) / 2);
            bool ok = Area * (float)(1.0 / Math.Sqrt(middle)) < MaxReciprocalDeviation;
            (passes, fails) = ok ? (middle, fails) : (passes, middle);
        }

        return passes;
    }
}
