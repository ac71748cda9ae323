using Spotter.Media.Drawing;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Applications;

/// <summary>What tells one application from another: what it looks for, how it tracks that and how it looks.</summary>
/// <param name="Detector">What to look for.</param>
public sealed record Application(IDetector Detector)
{
    /// <summary>
    /// The <see cref="SmallestShare"/> for faces: 80 pixels of 1280x720, at which two processors of 2.5 GHz keep up
    /// with 60 frames a second. Whoever talks to a camera is larger.
    /// </summary>
    public const double SmallestFaceShare = 1.0 / 9;

    /// <summary>How it tracks in videos.</summary>
    public TrackerOptions Tracking { get; init; } = TrackerOptions.Default;

    /// <summary>
    /// What it does not look for in videos, where the user names no size: see
    /// <see cref="VideoRunOptions.SmallestShare"/>.
    /// </summary>
    public double SmallestShare { get; init; }

    /// <summary>How it draws, where the user does not say otherwise.</summary>
    public AnnotatorOptions Drawing { get; init; } = AnnotatorOptions.Default;
}
