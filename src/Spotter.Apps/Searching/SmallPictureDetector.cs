using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Apps.Searching;

/// <summary>
/// A detector that looks for smaller things where the picture itself is small, unless a size is asked for: what is far away
/// in a small video is smaller than a model's window, and enlarging a small picture costs little.
/// </summary>
/// <param name="detector">The detector; it must be able to enlarge, as a <see cref="Vision.Channels.ChannelDetector"/> is.</param>
/// <param name="rows">Pictures with fewer rows than these are small.</param>
/// <param name="minSize">The smallest that is looked for in them.</param>
internal sealed class SmallPictureDetector(IDetector detector, int rows, BoxSize minSize) : IDetector
{
    public IReadOnlyList<string> Labels => detector.Labels;

    public IReadOnlyList<Detection> Detect(
        Frame frame, DetectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        bool isSmall = frame.Height < rows && options?.MinSize is null;
        return detector.Detect(frame, isSmall ? (options ?? DetectionOptions.Default) with { MinSize = minSize } : options, cancellationToken);
    }
}
