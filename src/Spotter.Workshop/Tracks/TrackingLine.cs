using Spotter.Vision.Evaluation;

namespace Spotter.Workshop.Tracks;

/// <summary>An evaluation of a tracker as JSON.</summary>
/// <param name="Sequences">Each sequence.</param>
/// <param name="Total">All of them as one.</param>
/// <param name="FramesPerSecond">How fast Spotter's tracker was; null for results of a file.</param>
public sealed record TrackingLine(
    IReadOnlyList<TrackingFigures> Sequences,
    TrackingFigures Total,
    double? FramesPerSecond
)
{
    /// <summary>Says an evaluation in this form.</summary>
    public static TrackingLine Of(TrackingEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return new TrackingLine(
            [.. evaluation.Sequences.Select(static one => TrackingFigures.Of(one.Name, one.Score))],
            TrackingFigures.Of("total", evaluation.Total),
            evaluation.FramesPerSecond is { } rate ? Math.Round(rate) : null
        );
    }
}

/// <summary>The figures of a sequence; shares are 0 to 1, MOTA may be below 0.</summary>
/// <param name="Sequence">Its name.</param>
/// <param name="Frames">Frames.</param>
/// <param name="Hota">HOTA.</param>
/// <param name="DetA">How well boxes are found.</param>
/// <param name="AssA">How well they are joined.</param>
/// <param name="Idf1">Identity F1.</param>
/// <param name="Idp">Identity precision.</param>
/// <param name="Idr">Identity recall.</param>
/// <param name="Idtp">Boxes on their one object.</param>
/// <param name="Idfn">Boxes of objects without their one track.</param>
/// <param name="Idfp">Boxes of tracks off their one object.</param>
/// <param name="Mota">Multiple object tracking accuracy.</param>
/// <param name="Motp">Mean intersection over union.</param>
/// <param name="Recall">Share of the objects' boxes found.</param>
/// <param name="Precision">Share of the tracks' boxes right.</param>
/// <param name="Tp">Boxes found.</param>
/// <param name="Fn">Boxes missed.</param>
/// <param name="Fp">Boxes on no object.</param>
/// <param name="Idsw">Identity switches.</param>
/// <param name="Frag">Fragments.</param>
/// <param name="Mt">Mostly tracked objects.</param>
/// <param name="Pt">Partly tracked objects.</param>
/// <param name="Ml">Mostly lost objects.</param>
public sealed record TrackingFigures(
    string Sequence,
    int Frames,
    double Hota,
    double DetA,
    double AssA,
    double Idf1,
    double Idp,
    double Idr,
    int Idtp,
    int Idfn,
    int Idfp,
    double Mota,
    double Motp,
    double Recall,
    double Precision,
    int Tp,
    int Fn,
    int Fp,
    int Idsw,
    int Frag,
    int Mt,
    int Pt,
    int Ml
)
{
    internal static TrackingFigures Of(string name, TrackingScore score) =>
        new(
            name,
            score.Frames,
            Share(score.Hota.Hota),
            Share(score.Hota.Detection),
            Share(score.Hota.Association),
            Share(score.Identity.F1),
            Share(score.Identity.Precision),
            Share(score.Identity.Recall),
            score.Identity.TruePositives,
            score.Identity.FalseNegatives,
            score.Identity.FalsePositives,
            Share(score.Clear.Mota),
            Share(score.Clear.Motp),
            Share(score.Clear.Recall),
            Share(score.Clear.Precision),
            score.Clear.TruePositives,
            score.Clear.FalseNegatives,
            score.Clear.FalsePositives,
            score.Clear.IdentitySwitches,
            score.Clear.Fragments,
            score.Clear.MostlyTracked,
            score.Clear.PartlyTracked,
            score.Clear.MostlyLost
        );

    private static double Share(double value) => Math.Round(value, 6);
}
