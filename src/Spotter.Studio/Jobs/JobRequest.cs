using Spotter.Applications;
using Spotter.Media.Drawing;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Vision;

namespace Spotter.Studio.Jobs;

/// <summary>What is to be done with a file.</summary>
/// <param name="Detector">Names of detectors, as the request gave them.</param>
/// <param name="Application">What to look for, and how the annotated copy looks.</param>
/// <param name="Options">How to look for it.</param>
internal sealed record JobRequest(string Detector, Application Application, DetectionOptions Options)
{
    private static readonly string[] Styles = ["boxes", "labels", "blur", "pixelate", "solid"];

    /// <exception cref="ProblemException">The query asks for what there is not.</exception>
    public static JobRequest From(DetectorShelf shelf, DetectQuery query, string? style)
    {
        Application application = shelf.Get(query.Detector);
        return new JobRequest(
            query.Detector ?? DetectorShelf.Default,
            application with
            {
                Drawing = DrawingOf(application, style ?? Styles[0]),

                // Nobody waits before a camera: small ones count too.
                SmallestShare = 0,
            },
            query.ToSettings().ToOptions(application.Detector)
        );
    }

    private static AnnotatorOptions DrawingOf(Application application, string style) =>
        style.ToUpperInvariant() switch
        {
            "BOXES" => application.Drawing,
            "LABELS" => application.Drawing with
            {
                Label = LabelTemplate.Parse("{label}"),
                Text = null,
                LabelPlace = LabelPlace.Above,
            },
            "BLUR" => application.Drawing with { Style = DrawStyle.Blur },
            "PIXELATE" => application.Drawing with { Style = DrawStyle.Pixelate },
            "SOLID" => application.Drawing with { Style = DrawStyle.Solid },
            _ => throw ProblemException.BadRequest($"style must be one of {string.Join(", ", Styles)}"),
        };
}
