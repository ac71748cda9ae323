using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

/// <summary>Finds faces and marks those that smile, by the network.</summary>
internal sealed class SmilingFaces(IDetector faces, SmileNetwork network) : IDetector
{
    private readonly RelativeRegion _square = FaceBoxes.SquareFor(faces);

    public IReadOnlyList<string> Labels { get; } =
    [.. faces.Labels.Append(SmileNetwork.Smiling).Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        var marked = new List<Detection>();
        foreach (Detection face in faces.Detect(frame, options, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            marked.Add(
                network.Score(frame.Gray, _square.Of(face.Box)) >= SmileNetwork.Threshold
                    ? face with
                    {
                        Label = SmileNetwork.Smiling,
                    }
                    : face
            );
        }

        return marked;
    }
}
