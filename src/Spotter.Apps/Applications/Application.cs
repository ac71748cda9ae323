using Spotter.Media.Drawing;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Apps.Applications;

/// <summary>What tells one application from another: what it looks for, how it tracks that and how it looks.</summary>
/// <param name="Detector">What to look for.</param>
public sealed record Application(IDetector Detector)
{
    /// <summary>How it tracks in videos.</summary>
    public TrackerOptions Tracking { get; init; } = TrackerOptions.Default;

    /// <summary>How it draws, where the user does not say otherwise.</summary>
    public AnnotatorOptions Drawing { get; init; } = AnnotatorOptions.Default;

    /// <summary>
    /// Tracking for hiding: a box at once, and for longer. That a stale box hides a little too much is no harm; that a face
    /// shows for two frames is.
    /// </summary>
    public static TrackerOptions ForHiding(TrackerOptions tracking)
    {
        ArgumentNullException.ThrowIfNull(tracking);
        return tracking with { ConfirmationHits = 1, Linger = TimeSpan.FromSeconds(1.5) };
    }
}
