// The rules of MOTChallenge (Milan et al., "MOT16: A Benchmark for Multi-Object Tracking", 2016, section 4.1.3) and of
// KITTI's tracking benchmark (Geiger et al., CVPR 2012) are one: what lies on something that does not count leaves.

using Spotter.Vision.Tracking;

namespace Spotter.Vision.Evaluation;

/// <summary>What is compared in a frame: identities counted from 0, and how alike each pair is.</summary>
/// <param name="Objects">Identities of ground truth.</param>
/// <param name="Tracks">Identities of the tracker.</param>
/// <param name="Similarity">Objects x tracks, row-major: intersection over union.</param>
internal sealed record ComparedFrame(int[] Objects, int[] Tracks, double[] Similarity)
{
    /// <summary>The place of a pair in objects x tracks of the whole sequence.</summary>
    /// <param name="index">Its place in <see cref="Similarity"/>.</param>
    /// <param name="tracks">Identities of the tracker in the sequence.</param>
    public int PairAt(int index, int tracks) =>
        (Objects[index / Tracks.Length] * tracks) + Tracks[index % Tracks.Length];
}

/// <summary>Leaves out what does not count, and numbers the identities of a sequence.</summary>
internal sealed class TrackingPreparation(double leastHeight)
{
    /// <summary>Boxes that overlap so much are of one thing.</summary>
    public const double SameThing = 0.5;

    // More than half of its own area.
    private const double Inside = 0.5;

    private readonly AssignmentSolver _solver = new();
    private readonly Dictionary<int, int> _objects = [];
    private readonly Dictionary<int, int> _tracks = [];

    /// <summary>Identities of ground truth so far.</summary>
    public int Objects => _objects.Count;

    /// <summary>Identities of the tracker so far.</summary>
    public int Tracks => _tracks.Count;

    public ComparedFrame Prepare(TrackingFrame frame)
    {
        TruthTrack[] truth = [.. frame.Truth.Where(static one => one.Role != TruthRole.IgnoredRegion)];
        TruthTrack[] counted = [.. truth.Where(static one => one.Role == TruthRole.Counted)];
        TrackedBox[] tracks = [.. frame.Tracks];
        Check(counted.Select(static one => one.Id), "ground truth");
        Check(tracks.Select(static one => one.Id), "the tracker");
        bool leavesNone = leastHeight <= 0 && counted.Length == frame.Truth.Count;
        TrackedBox[] kept = leavesNone ? tracks : Kept(truth, tracks, frame);
        return new ComparedFrame(
            [.. counted.Select(one => Number(_objects, one.Id))],
            [.. kept.Select(one => Number(_tracks, one.Id))],
            Similarity(counted, kept)
        );
    }

    private TrackedBox[] Kept(TruthTrack[] truth, TrackedBox[] tracks, TrackingFrame frame)
    {
        double[] similarity = Similarity(truth, tracks);
        for (int i = 0; i < similarity.Length; i++)
        {
            similarity[i] = similarity[i] >= SameThing ? similarity[i] : 0;
        }

        var trackOf = new int[truth.Length];
        _solver.Solve(similarity, truth.Length, tracks.Length, trackOf);
        return
        [
            .. tracks.Where(
                (track, index) =>
                    Array.IndexOf(trackOf, index) is >= 0 and var owner
                        ? truth[owner].Role != TruthRole.Distractor
                        : track.Box.Height > leastHeight && !frame.Truth.Any(one => Holds(one, track.Box))
            ),
        ];
    }

    private static bool Holds(TruthTrack region, RealBox box) =>
        region.Role == TruthRole.IgnoredRegion && region.Box.Shared(box) > Inside * box.Area;

    private static double[] Similarity(TruthTrack[] truth, TrackedBox[] tracks)
    {
        var similarity = new double[truth.Length * tracks.Length];
        for (int i = 0; i < similarity.Length; i++)
        {
            similarity[i] = truth[i / tracks.Length].Box.IntersectionOverUnion(tracks[i % tracks.Length].Box);
        }

        return similarity;
    }

    private static int Number(Dictionary<int, int> numbers, int id)
    {
        if (!numbers.TryGetValue(id, out int number))
        {
            numbers[id] = number = numbers.Count;
        }

        return number;
    }

    private static void Check(IEnumerable<int> ids, string whose)
    {
        var known = new HashSet<int>();
        foreach (int id in ids)
        {
            if (!known.Add(id))
            {
                throw new ArgumentException($"{whose} has the identity {id} twice in a frame");
            }
        }
    }
}
