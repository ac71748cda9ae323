using Spotter.Vision;

namespace Spotter.Applications;

/// <summary>Faces seen from the front.</summary>
public static class Faces
{
    /// <summary>Makes the application.</summary>
    /// <param name="detector">What finds them; null takes the built-in model.</param>
    public static Application Create(IDetector? detector = null) =>
        new(detector ?? Detector.Faces()) { SmallestShare = Application.SmallestFaceShare };
}
