using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

/// <summary>Finds faces and marks those that smile, by the network.</summary>
/// <param name="faces">What finds faces.</param>
/// <param name="network">What is asked about each.</param>
/// <param name="minSmile">From which <see cref="Detection.Smile"/> on a face is marked, 0 to 1.</param>
internal sealed class SmilingFaces(IDetector faces, SmileNetwork network, double minSmile) : IDetector
{
    private readonly LandmarkedFaces _faces = LandmarkedFaces.Of(faces);

    public IReadOnlyList<string> Labels { get; } =
    [.. faces.Labels.Append(SmileNetwork.Smiling).Distinct(StringComparer.Ordinal)];

    public bool UsesColor => _faces.UsesColor;

    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        var marked = new List<Detection>();
        foreach (Detection face in _faces.Detect(frame, options, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            double smile = network.Score(frame, face.Landmarks!);
            marked.Add(face with { Label = smile >= minSmile ? SmileNetwork.Smiling : face.Label, Smile = smile });
        }

        return marked;
    }
}
