using Spotter.Applications;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Studio.Live;

/// <summary>What one set of settings asks for, ready for use.</summary>
/// <param name="Detector">What to look for.</param>
/// <param name="Options">How.</param>
/// <param name="Tracker">What keeps boxes steady; null where each frame stands for itself.</param>
/// <param name="TellsPoses">Whether results tell how faces are turned.</param>
internal sealed record LiveView(IDetector Detector, DetectionOptions Options, Tracker? Tracker, bool TellsPoses)
{
    /// <exception cref="ProblemException">The settings ask for what there is not.</exception>
    public static LiveView Of(DetectorShelf shelf, LiveSettings settings)
    {
        if (settings.Smoothing is not (>= 0 and <= 1))
        {
            throw ProblemException.BadRequest("smoothing must be 0 to 1");
        }

        Application application = shelf.Get(settings.Detectors ?? [DetectorShelf.Default]);
        DetectionOptions options = (settings.Search ?? new SearchSettings()).ToOptions(application.Detector);
        Tracker? tracker = LiveTracking.Create(application.Tracking, settings.Smoothing);
        return new LiveView(
            settings.Poses ? application.WithLandmarks().Detector : application.Detector,
            options with
            {
                FindsWeak = tracker is not null,
            },
            tracker,
            settings.Poses
        );
    }
}
