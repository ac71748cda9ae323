using Spotter.Vision.Images;

namespace Spotter.Vision;

/// <summary>Searches parts of frames as frames are searched.</summary>
public static class FrameViewDetection
{
    /// <summary>Finds what is in a part of a frame.</summary>
    /// <param name="detector">What finds it.</param>
    /// <param name="part">The part.</param>
    /// <param name="options">Settings; null, and each setting left null, means the detector's own default.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The detections in <see cref="Detection.Order"/>, with boxes in pixels of the part; empty where nothing
    /// was found.</returns>
    public static IReadOnlyList<Detection> Detect(
        this IDetector detector,
        FrameView part,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(part);
        return detector.Detect(part.Copy(), options, cancellationToken);
    }
}
