using Spotter.Media.Drawing;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Applications;

/// <summary>
/// What tells one application from another: what it looks for, how it tracks that and how it looks. A run takes it
/// whole; whoever wants something else gives <c>application with { ... }</c>.
/// </summary>
/// <remarks>
/// Where <see cref="Drawing"/> hides what is found (blur, pixelate, solid), rules of the run's own hold for videos:
/// every frame that is shown is searched, for all sizes; tracks begin at the first sight, linger for 1.5 s at least and
/// do not end where a film cuts; and what is hidden is, beside each frame's own finds, all of the way between two of
/// them, and for a while the way before the first and after the last, for which frames of a file are held back by 40 or
/// 1.5 s, whichever is more, and 12 of a live source.
/// </remarks>
/// <param name="Detector">What to look for.</param>
public sealed record Application(IDetector Detector)
{
    /// <summary>
    /// The <see cref="SmallestShare"/> for faces: 80 pixels of 1280x720, at which two processors of 2.5 GHz keep up
    /// with 60 frames a second. Whoever talks to a camera is larger.
    /// </summary>
    public const double SmallestFaceShare = 1.0 / 9;

    /// <summary>How it tracks in videos; null leaves the detections of each frame as they are.</summary>
    public TrackerOptions? Tracking { get; init; } = TrackerOptions.Default;

    /// <summary>
    /// What is smaller than this part of a video frame's shorter side (or of the region that is searched) is not looked
    /// for, where the search names no size itself; 0, the default, leaves it to the detector. Small things take most of
    /// the time of a search. It does not hold for hiding, which must find all.
    /// </summary>
    public double SmallestShare
    {
        get;
        init =>
            field = value is >= 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(SmallestShare),
                    value,
                    $"the smallest share must be 0 or more and below 1, got {value}"
                );
    }

    /// <summary>How it draws.</summary>
    public AnnotatorOptions Drawing { get; init; } = AnnotatorOptions.Default;
}
