namespace Spotter.Vision.Models;

/// <summary>Which model is taken where the caller names what to find and no model.</summary>
internal static class DefaultModels
{
    // Chosen by measurement: docs/models/faces.md.
    public const string Faces = "faces";

    public const string ProfileFaces = "haarcascade_profileface";

    public const string Eyes = "haarcascade_eye";

    // Chosen by measurement: docs/models/road.md.
    public const string People = "people";

    public const string Cars = "cars";

    public const string FullBodies = "haarcascade_fullbody";

    public const string UpperBodies = "haarcascade_upperbody";

    public const string CatFaces = "haarcascade_frontalcatface";
}
