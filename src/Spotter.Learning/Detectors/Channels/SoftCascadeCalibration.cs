// C. Zhang, P. Viola: Multiple-instance pruning for learning efficient cascade detectors, NIPS 2007 (direct backward
// pruning: what a good positive passed on its way is what any object may be asked for).

using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>Sets after each tree the sum of votes below which a window is given up.</summary>
internal static class SoftCascadeCalibration
{
    // After so many trees some positives are given up that lie lowest then: a few stragglers would keep the limits of
    // all the early trees low, and with them most windows in the search.
    private static readonly int[] _earlyTrees = [8, 16, 32, 64, 128];

    // Of the positives that may be given up, the part that is given up for the scores that they end with.
    private const double LostAtTheEnd = 0.4;

    /// <param name="trees">The trees.</param>
    /// <param name="geometry">The model's.</param>
    /// <param name="windows">Begin with the positives.</param>
    /// <param name="count">How many positives there are.</param>
    /// <param name="lostPart">The part of positives, the worst ones, that may be given up.</param>
    /// <param name="margin">How far below the kept positives the limits lie, in units of a score.</param>
    /// <returns>The trees with their limits.</returns>
    public static ChannelTree[] Calibrate(
        IReadOnlyList<ChannelTree> trees,
        ChannelGeometry geometry,
        WindowMatrix windows,
        int count,
        double lostPart,
        double margin
    )
    {
        var evaluator = new TreeEvaluator(windows, geometry);
        int[][] traces = [.. Enumerable.Range(0, count).Select(_ => new int[trees.Count])];
        var sums = new int[count];
        for (int t = 0; t < trees.Count; t++)
        {
            evaluator.Vote(trees[t], sums);
            for (int i = 0; i < count; i++)
            {
                traces[i][t] = sums[i];
            }
        }

        List<int[]> kept = [.. traces];
        Drop(kept, trees.Count - 1, (int)(count * lostPart * LostAtTheEnd));
        foreach (int early in _earlyTrees.Where(tree => tree <= trees.Count))
        {
            Drop(kept, early - 1, (int)(count * lostPart * (1 - LostAtTheEnd) / _earlyTrees.Length));
        }

        int slack = (int)Math.Round(margin / ChannelTree.ScoreUnit);
        var result = new ChannelTree[trees.Count];
        for (int t = 0; t < result.Length; t++)
        {
            int lowest = int.MaxValue;
            foreach (int[] trace in kept)
            {
                lowest = Math.Min(lowest, trace[t]);
            }

            // More votes for than against are never given up: where objects and negatives lie far apart, the lowest
            // object says little about where the next one will lie.
            result[t] = trees[t] with { RejectBelow = Math.Min(lowest - slack, 0) };
        }

        return result;
    }

    private static void Drop(List<int[]> traces, int tree, int count)
    {
        traces.Sort((a, b) => a[tree].CompareTo(b[tree]));
        traces.RemoveRange(0, Math.Min(count, traces.Count - 1));
    }
}
