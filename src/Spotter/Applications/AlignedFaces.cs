using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Applications;

/// <summary>Takes each whole picture for a face: for crops that someone else has cut out.</summary>
public sealed class AlignedFaces : IDetector
{
    private const string Face = "face";

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; } = [Face];

    /// <inheritdoc/>
    public bool UsesColor => false;

    /// <summary>One box, the whole picture.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="options">Ignored.</param>
    /// <param name="cancellationToken">Ignored.</param>
    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        return [new Detection(new Box(0, 0, frame.Gray.Width, frame.Gray.Height), 1, Face)];
    }
}
