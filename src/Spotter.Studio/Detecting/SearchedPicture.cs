using System.Diagnostics;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Detecting;

/// <summary>What was found in a picture, and how long that took.</summary>
/// <param name="Width">Pixels a row, of the picture as shown.</param>
/// <param name="Height">Rows.</param>
/// <param name="Detections">Best first.</param>
/// <param name="DecodeMilliseconds">Reading the file.</param>
/// <param name="SearchMilliseconds">The search alone.</param>
internal sealed record SearchedPicture(
    int Width,
    int Height,
    IReadOnlyList<Detection> Detections,
    double DecodeMilliseconds,
    double SearchMilliseconds
)
{
    /// <exception cref="PictureException">The bytes are no picture within the limit.</exception>
    public static SearchedPicture Search(
        ReadOnlySpan<byte> encoded,
        IDetector detector,
        DetectionOptions options,
        PictureLoadOptions loading,
        CancellationToken cancellationToken
    )
    {
        long start = Stopwatch.GetTimestamp();
        Frame frame = Picture.Load(encoded, loading);
        long decoded = Stopwatch.GetTimestamp();
        IReadOnlyList<Detection> found = detector.Detect(frame, options, cancellationToken);
        return new SearchedPicture(
            frame.Width,
            frame.Height,
            found,
            Stopwatch.GetElapsedTime(start, decoded).TotalMilliseconds,
            Stopwatch.GetElapsedTime(decoded).TotalMilliseconds
        );
    }
}
