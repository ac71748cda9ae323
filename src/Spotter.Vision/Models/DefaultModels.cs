using Spotter.Vision.Detectors;

namespace Spotter.Vision.Models;

/// <summary>Which model is taken where the caller names what to find and no model.</summary>
internal static class DefaultModels
{
    private const string FaceCascade = "haarcascade_frontalface_alt2";
    private const string FaceChannels = "faces";

    public const string ProfileFaces = "haarcascade_profileface";

    public const string Eyes = "haarcascade_eye";

    public const string Smiles = "haarcascade_smile";

    // Chosen by measurement: docs/models/people.md and docs/models/cars.md.
    public const string People = "people";

    public const string Cars = "cars";

    public const string FullBodies = "haarcascade_fullbody";

    public const string UpperBodies = "haarcascade_upperbody";

    public const string CatFaces = "haarcascade_frontalcatface";

    // Chosen by measurement: docs/reference/default_face_model.md.
    public static ConfirmedDetector ConfirmedFaces()
    {
        ModelInfo cascade = ModelCatalog.Get(FaceCascade);
        return new ConfirmedDetector(
            new CascadeDetector(cascade.LoadCascade(), cascade.Label, cascade.DefaultOptions with { MinNeighbors = 2 }),
            new InnerSearch
            {
                Detector = ModelCatalog.Get(FaceChannels).CreateDetector(),
                Region = new RelativeRegion(-0.3, -0.3, 1.6, 1.6),
                WorkingWidth = 64,
                MinWidth = 0.6,
            },
            weight: 0.1);
    }
}
