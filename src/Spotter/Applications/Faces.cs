using Spotter.Media.Drawing;
using Spotter.Vision;
using Spotter.Vision.Networks;

namespace Spotter.Applications;

/// <summary>Faces.</summary>
public static class Faces
{
    // Together 1.7 times the box.
    private const double TightMargin = 0.35;

    /// <summary>Makes the application.</summary>
    /// <param name="detector">What finds them; null takes the built-in model.</param>
    public static Application Create(IDetector? detector = null) =>
        new(detector ?? Detector.Faces())
        {
            SmallestShare = SmallestShareFor(detector),
            Drawing = DrawingFor(detector),
        };

    // A network boxes a face from brows to chin: what hides it must reach further than from a cascade's box.
    internal static AnnotatorOptions DrawingFor(IDetector? detector) =>
        detector is null or NetworkDetector
            ? AnnotatorOptions.Default with
            {
                Margin = TightMargin,
            }
            : AnnotatorOptions.Default;

    // A network takes as long whatever the sizes.
    internal static double SmallestShareFor(IDetector? detector) =>
        detector is null or NetworkDetector ? 0 : Application.SmallestFaceShare;
}
