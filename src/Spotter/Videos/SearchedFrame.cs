using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Videos;

/// <summary>A frame that a detector has seen, or that was not to be searched.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Detections">What was found; null where the frame was not searched or the search failed.</param>
/// <param name="Milliseconds">How long the search took.</param>
/// <param name="Fault">Why the search failed; null where it did not.</param>
internal readonly record struct SearchedFrame(
    Frame Frame,
    IReadOnlyList<Detection>? Detections,
    double Milliseconds,
    string? Fault = null
)
{
    /// <summary>Whether another scene begins here; null where that is still to be seen from the pixels.</summary>
    public bool? IsCut { get; init; }
}

/// <summary>A frame on its way to the viewers.</summary>
/// <param name="Frame">Its pixels are drawn on.</param>
/// <param name="Result">What to draw.</param>
/// <param name="Raw">What the detector itself said of this frame; hidden as well as the tracks are.</param>
internal readonly record struct FollowedFrame(Frame Frame, FrameResult Result, IReadOnlyList<Detection> Raw);
