namespace Spotter.Studio.Hosting;

/// <summary>Milliseconds as answers tell them.</summary>
internal static class Timing
{
    public static double Round(double milliseconds) => Math.Round(milliseconds, 3);
}
