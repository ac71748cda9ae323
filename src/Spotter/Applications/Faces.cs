using Spotter.Vision;
using Spotter.Vision.Networks;

namespace Spotter.Applications;

/// <summary>Faces.</summary>
public static class Faces
{
    /// <summary>Makes the application.</summary>
    /// <param name="detector">What finds them; null takes the built-in model.</param>
    public static Application Create(IDetector? detector = null) =>
        new(detector ?? Detector.Faces()) { SmallestShare = SmallestShareFor(detector) };

    // A network takes as long whatever the sizes.
    internal static double SmallestShareFor(IDetector? detector) =>
        detector is null or NetworkDetector ? 0 : Application.SmallestFaceShare;
}
