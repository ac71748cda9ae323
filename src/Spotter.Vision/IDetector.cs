using Spotter.Vision.Images;

namespace Spotter.Vision;

/// <summary>
/// Finds things in pictures. Detectors are immutable and may be shared between threads; what a call needs to
/// work in is pooled.
/// </summary>
public interface IDetector
{
    /// <summary>The labels that the detector can answer with.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>
    /// Whether the detector looks at more than a picture's brightness. Videos are read in gray, which is faster, where
    /// neither the detector nor anybody else looks at colours. True unless a detector says otherwise.
    /// </summary>
    bool UsesColor => true;

    /// <summary>Finds what is in <paramref name="frame"/>.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="options">Settings; null, and each setting left null, means the detector's own default.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The detections in <see cref="Detection.Order"/>; empty where nothing was found.</returns>
    IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    );
}
