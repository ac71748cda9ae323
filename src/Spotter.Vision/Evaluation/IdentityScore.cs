// Ristani, Solera, Zou, Cucchiara and Tomasi, "Performance Measures and a Data Set for Multi-Target, Multi-Camera
// Tracking", ECCV workshops 2016.

using Spotter.Vision.Tracking;

namespace Spotter.Vision.Evaluation;

/// <summary>
/// How long tracks are on the right object: each object has one track at most, and each track one object, so that as
/// many boxes as can be belong together.
/// </summary>
public sealed record IdentityScore
{
    /// <summary>Boxes of objects that their one track is on.</summary>
    public int TruePositives { get; init; }

    /// <summary>Boxes of objects that their one track is not on.</summary>
    public int FalseNegatives { get; init; }

    /// <summary>Boxes of tracks that are not on their one object.</summary>
    public int FalsePositives { get; init; }

    /// <summary>The harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>, 0 to 1.</summary>
    public double F1 =>
        TrackingScore.Share(2.0 * TruePositives, (2.0 * TruePositives) + FalseNegatives + FalsePositives);

    /// <summary>IDP: share of the tracks' boxes that are on their one object.</summary>
    public double Precision => TrackingScore.Share(TruePositives, TruePositives + FalsePositives);

    /// <summary>IDR: share of the objects' boxes that their one track is on.</summary>
    public double Recall => TrackingScore.Share(TruePositives, TruePositives + FalseNegatives);

    internal IdentityScore Plus(IdentityScore other) =>
        new()
        {
            TruePositives = TruePositives + other.TruePositives,
            FalseNegatives = FalseNegatives + other.FalseNegatives,
            FalsePositives = FalsePositives + other.FalsePositives,
        };

    internal static IdentityScore Measure(IReadOnlyList<ComparedFrame> frames, int objects, int tracks)
    {
        // The fewest boxes left over are the most boxes in pairs.
        var together = new double[objects * tracks];
        foreach (ComparedFrame frame in frames)
        {
            for (int i = 0; i < frame.Similarity.Length; i++)
            {
                together[frame.PairAt(i, tracks)] += frame.Similarity[i] >= TrackingPreparation.SameThing ? 1 : 0;
            }
        }

        var trackOf = new int[objects];
        new AssignmentSolver().Solve(together, objects, tracks, trackOf);
        int right = 0;
        for (int i = 0; i < objects; i++)
        {
            right += trackOf[i] >= 0 ? (int)together[i * tracks + trackOf[i]] : 0;
        }

        return new IdentityScore
        {
            TruePositives = right,
            FalseNegatives = frames.Sum(static frame => frame.Objects.Length) - right,
            FalsePositives = frames.Sum(static frame => frame.Tracks.Length) - right,
        };
    }
}
