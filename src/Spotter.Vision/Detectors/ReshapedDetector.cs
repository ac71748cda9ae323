using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

/// <summary>
/// Answers other boxes than a detector finds, with more or less around the object: a face detector may look from brows
/// to chin, where people expect the whole face. Sizes in settings are those of the answered boxes. Immutable and safe
/// to share between threads.
/// </summary>
internal sealed class ReshapedDetector : IDetector
{
    private readonly IDetector _detector;
    private readonly RelativeRegion _region;

    /// <param name="detector">Finds the boxes.</param>
    /// <param name="region">What is answered, relative to what is found.</param>
    public ReshapedDetector(IDetector detector, RelativeRegion region) => (_detector, _region) = (detector, region);

    public IReadOnlyList<string> Labels => _detector.Labels;

    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        DetectionOptions? inner = options is null
            ? null
            : options with
            {
                MinSize = Found(options.MinSize),
                MaxSize = Found(options.MaxSize),
            };
        var all = new Box(0, 0, frame.Width, frame.Height);
        Box searched = options?.RegionOfInterest?.Intersect(all) ?? all;
        var detections = new List<Detection>();
        foreach (Detection found in _detector.Detect(frame, inner, cancellationToken))
        {
            detections.Add(found with { Box = _region.Of(found.Box).Intersect(searched) });
        }

        detections.RemoveAll(static detection => detection.Box.IsEmpty);
        detections.Sort(Detection.Order);
        return detections;
    }

    // The size that is found where one is answered. 0 stays 0, which means no limit.
    private BoxSize? Found(BoxSize? answered) =>
        answered is not { } size
            ? null
            : new BoxSize((int)Math.Round(size.Width / _region.Width), (int)Math.Round(size.Height / _region.Height));
}
