namespace Spotter.Vision.Evaluation;

/// <summary>
/// How good a tracker was on a sequence, or on several: counts that are added, and the figures of them.
/// </summary>
public sealed record TrackingScore
{
    /// <summary>
    /// HOTA (Luiten et al., "HOTA: A Higher Order Metric for Evaluating Multi-Object Tracking", IJCV 2021).
    /// </summary>
    public HotaScore Hota { get; init; } = new();

    /// <summary>
    /// CLEAR MOT (Bernardin and Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT Metrics",
    /// EURASIP JIVP 2008).
    /// </summary>
    public ClearScore Clear { get; init; } = new();

    /// <summary>
    /// Identity (Ristani et al., "Performance Measures and a Data Set for Multi-Target, Multi-Camera Tracking", ECCV
    /// workshops 2016).
    /// </summary>
    public IdentityScore Identity { get; init; } = new();

    /// <summary>Frames that were looked at.</summary>
    public int Frames { get; init; }

    /// <summary>Measures a sequence.</summary>
    /// <param name="frames">All of its frames, in their order.</param>
    /// <param name="leastHeight">
    /// Tracks that lie on no object and are not higher than this leave before anything counts, in pixels (25 in KITTI);
    /// 0 keeps all.
    /// </param>
    /// <exception cref="ArgumentException">An identity is twice in a frame.</exception>
    public static TrackingScore Measure(IEnumerable<TrackingFrame> frames, double leastHeight = 0)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var preparation = new TrackingPreparation(leastHeight);
        ComparedFrame[] compared = [.. frames.Select(preparation.Prepare)];
        return new TrackingScore
        {
            Hota = HotaScore.Measure(compared, preparation.Objects, preparation.Tracks),
            Clear = ClearScore.Measure(compared, preparation.Objects),
            Identity = IdentityScore.Measure(compared, preparation.Objects, preparation.Tracks),
            Frames = compared.Length,
        };
    }

    /// <summary>Several sequences as one: their counts are added, not their figures.</summary>
    public static TrackingScore Sum(IEnumerable<TrackingScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return scores.Aggregate(new TrackingScore(), static (sum, one) => new TrackingScore
            {
                Hota = sum.Hota.Plus(one.Hota),
                Clear = sum.Clear.Plus(one.Clear),
                Identity = sum.Identity.Plus(one.Identity),
                Frames = sum.Frames + one.Frames,
            });
    }

    /// <summary>A part of a whole, 0 where there is no whole.</summary>
    internal static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
