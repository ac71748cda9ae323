// Luiten, Osep, Dendorfer, Torr, Geiger, Leal-Taixe and Leibe, "HOTA: A Higher Order Metric for Evaluating Multi-Object
// Tracking", IJCV 2021.

using Spotter.Vision.Tracking;

namespace Spotter.Vision.Evaluation;

/// <summary>
/// HOTA: how well boxes are found and how well they are joined, in equal parts, as a mean over 19 intersections over
/// union from 0.05 to 0.95.
/// </summary>
public sealed record HotaScore
{
    private const int Thresholds = 19;

    // Overlaps are quotients of sums: equal to a threshold but for rounding is equal.
    private const double Rounding = 2.3e-16;

    private readonly long[] _found = new long[Thresholds];
    private readonly double[] _association = new double[Thresholds];
    private readonly long _objects;
    private readonly long _tracks;

    /// <summary>Nothing at all.</summary>
    internal HotaScore() { }

    private HotaScore(long[] found, double[] association, long objects, long tracks)
    {
        (_found, _association, _objects, _tracks) = (found, association, objects, tracks);
    }

    /// <summary>Mean over the thresholds of the square root of detection times association, 0 to 1.</summary>
    public double Hota => Mean((detection, association) => Math.Sqrt(detection * association));

    /// <summary>DetA: TP / (TP + FN + FP), 0 to 1.</summary>
    public double Detection => Mean(static (detection, _) => detection);

    /// <summary>AssA: of the boxes found, how much of their object and their track belongs together, 0 to 1.</summary>
    public double Association => Mean(static (_, association) => association);

    internal HotaScore Plus(HotaScore other) =>
        new(
            [.. _found.Zip(other._found, static (a, b) => a + b)],
            [.. _association.Zip(other._association, static (a, b) => a + b)],
            _objects + other._objects,
            _tracks + other._tracks
        );

    private double Mean(Func<double, double, double> of) =>
        Enumerable
            .Range(0, Thresholds)
            .Average(at =>
                of(
                    TrackingScore.Share(_found[at], _objects + _tracks - _found[at]),
                    TrackingScore.Share(_association[at], _found[at])
                )
            );

    internal static HotaScore Measure(IReadOnlyList<ComparedFrame> frames, int objects, int tracks)
    {
        var boxesOfObject = new int[objects];
        var boxesOfTrack = new int[tracks];
        double[] alignment = Alignment(frames, boxesOfObject, boxesOfTrack);
        var found = new long[Thresholds];
        var together = new int[Thresholds][];
        for (int at = 0; at < Thresholds; at++)
        {
            together[at] = new int[objects * tracks];
        }

        var solver = new AssignmentSolver();
        foreach (ComparedFrame frame in frames)
        {
            var gain = new double[frame.Similarity.Length];
            for (int i = 0; i < gain.Length; i++)
            {
                gain[i] = alignment[frame.PairAt(i, tracks)] * frame.Similarity[i];
            }

            var trackOf = new int[frame.Objects.Length];
            solver.Solve(gain, frame.Objects.Length, frame.Tracks.Length, trackOf);
            for (int i = 0; i < trackOf.Length; i++)
            {
                if (trackOf[i] < 0)
                {
                    continue;
                }

                int pair = i * frame.Tracks.Length + trackOf[i];
                for (int at = 0; at < Thresholds && frame.Similarity[pair] >= Threshold(at) - Rounding; at++)
                {
                    found[at]++;
                    together[at][frame.PairAt(pair, tracks)]++;
                }
            }
        }

        var association = new double[Thresholds];
        for (int at = 0; at < Thresholds; at++)
        {
            for (int pair = 0; pair < together[at].Length; pair++)
            {
                double both = together[at][pair];
                if (both > 0)
                {
                    association[at] +=
                        both * both / (boxesOfObject[pair / tracks] + boxesOfTrack[pair % tracks] - both);
                }
            }
        }

        return new HotaScore(found, association, boxesOfObject.Sum(), boxesOfTrack.Sum());
    }

    /// <summary>Objects x tracks: how well each pair belongs together over the whole sequence, 0 to 1.</summary>
    private static double[] Alignment(IReadOnlyList<ComparedFrame> frames, int[] boxesOfObject, int[] boxesOfTrack)
    {
        int tracks = boxesOfTrack.Length;
        var alignment = new double[boxesOfObject.Length * tracks];
        foreach (ComparedFrame frame in frames)
        {
            var sumOfObject = new double[frame.Objects.Length];
            var sumOfTrack = new double[frame.Tracks.Length];
            for (int i = 0; i < frame.Similarity.Length; i++)
            {
                sumOfObject[i / frame.Tracks.Length] += frame.Similarity[i];
                sumOfTrack[i % frame.Tracks.Length] += frame.Similarity[i];
            }

            for (int i = 0; i < frame.Similarity.Length; i++)
            {
                double similarity = frame.Similarity[i];
                double all = sumOfObject[i / frame.Tracks.Length] + sumOfTrack[i % frame.Tracks.Length] - similarity;
                alignment[frame.PairAt(i, tracks)] += TrackingScore.Share(similarity, all);
            }

            foreach (int one in frame.Objects)
            {
                boxesOfObject[one]++;
            }

            foreach (int one in frame.Tracks)
            {
                boxesOfTrack[one]++;
            }
        }

        for (int i = 0; i < alignment.Length; i++)
        {
            alignment[i] /= boxesOfObject[i / tracks] + boxesOfTrack[i % tracks] - alignment[i];
        }

        return alignment;
    }

    private static double Threshold(int at) => 0.05 * (at + 1);
}
