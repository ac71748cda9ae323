using Spotter.Vision.Tracking;

namespace Spotter.Studio.Live;

/// <summary>What the one slider for smoothing means to the tracker.</summary>
internal static class LiveTracking
{
    /// <summary>Half of the slider is the tracker's own default; each tenth makes it 1.6 times calmer.</summary>
    /// <param name="tracking">The application's settings.</param>
    /// <param name="smoothing">0 to 1; 0 is no tracking.</param>
    public static Tracker? Create(TrackerOptions? tracking, double smoothing)
    {
        if (smoothing <= 0 || tracking is null)
        {
            return null;
        }

        double calm = Math.Pow(10, 2 * (Math.Min(smoothing, 1) - 0.5));
        return new Tracker(
            tracking with
            {
                SmoothingCutoff = tracking.SmoothingCutoff / calm,
                DeadBand = Math.Min(1, tracking.DeadBand * calm),

                // On a camera one sees what one shows: a box at the second sight is soon enough for the eye, and late
                // enough for lone false alarms.
                ConfirmationHits = 2,
                ConfirmationWindow = 4,
            }
        );
    }
}
