using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

/// <summary>Finds faces, and in each that has none yet the eyes, the nose and the mouth.</summary>
internal sealed class LandmarkedFaces : IDetector
{
    private readonly IDetector _faces;
    private readonly RelativeRegion _tight;

    private LandmarkedFaces(IDetector faces) => (_faces, _tight) = (faces, FaceBoxes.TightFor(faces));

    /// <summary>What finds faces; itself where it gives landmarks already.</summary>
    public static LandmarkedFaces Of(IDetector faces) => faces as LandmarkedFaces ?? new LandmarkedFaces(faces);

    public IReadOnlyList<string> Labels => _faces.Labels;

    public bool UsesColor => _faces.UsesColor;

    /// <summary>What finds the faces.</summary>
    public IDetector Faces => _faces;

    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        var faces = new List<Detection>();
        foreach (Detection face in _faces.Detect(frame, options, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            faces.Add(
                face with
                {
                    Landmarks = face.Landmarks ?? LandmarkNetwork.Default.Find(frame, _tight.Of(face.Box)),
                }
            );
        }

        return faces;
    }
}
