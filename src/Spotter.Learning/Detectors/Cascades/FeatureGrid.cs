using Spotter.Vision;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>How finely features are laid over a window.</summary>
internal static class FeatureGrid
{
    // The number of features grows with the square of a window's area: at this area every place and size is tried
    // (a 24 x 24 window has 576), beyond four times of it every other, and so on.
    private const double FineArea = 720;

    /// <summary>Places and sizes are multiples of so many pixels.</summary>
    public static int StepOf(BoxSize window) =>
        Math.Max(1, (int)Math.Round(Math.Sqrt(window.Width * window.Height / FineArea)));
}
