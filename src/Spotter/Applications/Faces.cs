using Spotter.Media.Drawing;
using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Applications;

/// <summary>Faces.</summary>
public static class Faces
{
    private const string Face = "face";

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

    /// <summary>
    /// The same application, but faces come with <see cref="Detection.Landmarks"/>, so that what is put on them turns
    /// with them; itself where it finds anything but faces.
    /// </summary>
    /// <param name="application">What finds.</param>
    public static Application WithLandmarks(this Application application)
    {
        ArgumentNullException.ThrowIfNull(application);
        IDetector marked = Marked(application.Detector);
        return ReferenceEquals(marked, application.Detector) ? application : application with { Detector = marked };
    }

    /// <summary>The same, with landmarks where its drawing puts something on faces: what runs begin with.</summary>
    internal static Application AsDrawn(this Application application) =>
        application.Drawing.AsksForFaces ? application.WithLandmarks() : application;

    // What was named by a classifier is no less a face.
    private static IDetector Marked(IDetector detector)
    {
        if (detector is not ClassifiedFinds named)
        {
            return detector.Labels is [Face] ? Detector.WithLandmarks(detector) : detector;
        }

        IDetector finder = Marked(named.Finder);
        return ReferenceEquals(finder, named.Finder) ? named : named.Over(finder);
    }

    // A network boxes a face from brows to chin: what hides it must reach further than from a cascade's box.
    internal static AnnotatorOptions DrawingFor(IDetector? detector) =>
        detector is null || FaceBoxes.IsNetwork(detector)
            ? AnnotatorOptions.Default with
            {
                Margin = TightMargin,
            }
            : AnnotatorOptions.Default;

    // A network takes as long whatever the sizes.
    internal static double SmallestShareFor(IDetector? detector) =>
        detector is null || FaceBoxes.IsNetwork(detector) ? 0 : Application.SmallestFaceShare;
}
