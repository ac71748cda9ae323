using Spotter.Applications;
using Spotter.Media.Drawing;
using Spotter.Media.Drawing.Speech;
using Spotter.Media.Drawing.Stickers;
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
    /// <summary>Lines and zones of a video, which count what crosses and enters them.</summary>
    public JobPlaces Places { get; init; } = JobPlaces.None;

    private const int MostStickers = 8;

    public static readonly string[] Styles = ["boxes", "labels", "captions", "blur", "pixelate", "solid"];

    /// <exception cref="ProblemException">The query asks for what there is not.</exception>
    public static JobRequest From(DetectorShelf shelf, DetectQuery query, JobLooks looks)
    {
        Application application = shelf.Get(query.Detector);
        DetectionOptions options = query.ToSettings().ToOptions(application.Detector);
        Application wanted = application with
        {
            Drawing = WithFun(DrawingOf(application, looks.Style ?? Styles[0]), looks),

            // Nobody waits before a camera: small ones count too.
            SmallestShare = 0,
        };
        return new JobRequest(query.Detector ?? DetectorShelf.Default, wanted.AsDrawn(), options)
        {
            Places = JobPlaces.Parse(looks.Lines, looks.Zones),
        };
    }

    private static AnnotatorOptions DrawingOf(Application application, string style) =>
        style.ToUpperInvariant() switch
        {
            "BOXES" => application.Drawing,
            "LABELS" => application.Drawing with { Label = LabelTemplate.Parse("{label}"), Text = null },
            "CAPTIONS" => application.Drawing with { Style = DrawStyle.Labels, Label = LabelTemplate.Parse("{label}") },
            "BLUR" => application.Drawing with { Style = DrawStyle.Blur },
            "PIXELATE" => application.Drawing with { Style = DrawStyle.Pixelate },
            "SOLID" => application.Drawing with { Style = DrawStyle.Solid },
            _ => throw ProblemException.BadRequest($"style must be one of {string.Join(", ", Styles)}"),
        };

    // Built-in stickers alone: a name of a file would be looked for on the studio's machine.
    private static AnnotatorOptions WithFun(AnnotatorOptions drawing, JobLooks looks)
    {
        string[] names =
        [
            .. (looks.Stickers ?? "").Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            ),
        ];
        if (
            names.Length > MostStickers
            || Array.Find(names, static name => !Sticker.BuiltInNames.Contains(name, StringComparer.Ordinal))
                is not null
        )
        {
            throw ProblemException.BadRequest(
                $"stickers must be at most {MostStickers} of {string.Join(", ", Sticker.BuiltInNames)}"
            );
        }

        try
        {
            return drawing with
            {
                Stickers = [.. names.Select(Sticker.Parse)],
                Speech = string.IsNullOrWhiteSpace(looks.Speech) ? null : SpeechBubbles.InTurn(looks.Speech),
            };
        }
        catch (ArgumentException e)
        {
            throw ProblemException.BadRequest($"speech: {SpotterException.PlainMessage(e)}");
        }
    }
}

/// <summary>How annotated copies look, as the query says it.</summary>
internal sealed class JobLooks
{
    /// <summary>boxes, labels, captions (labels without boxes), blur, pixelate or solid; boxes unless given.</summary>
    public string? Style { get; init; }

    /// <summary>What is put on faces: names of stickers, separated by commas; none unless given.</summary>
    public string? Stickers { get; init; }

    /// <summary>What faces say, in bubbles; nothing unless given.</summary>
    public string? Speech { get; init; }

    /// <summary>
    /// Lines that count who crosses them in a video: X,Y,X,Y and further points in its pixels, several lines separated
    /// by semicolons; none unless given.
    /// </summary>
    public string? Lines { get; init; }

    /// <summary>Zones that count who is in them: the corners of each, as of lines; none unless given.</summary>
    public string? Zones { get; init; }
}
