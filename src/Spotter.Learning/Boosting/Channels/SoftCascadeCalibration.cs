// C. Zhang, P. Viola: Multiple-instance pruning for learning efficient cascade detectors, NIPS 2007 (direct backward
// pruning: what a good positive passed on its way is what any object may be asked for).

using Spotter.Vision.Channels;

namespace Spotter.Learning.Boosting.Channels;

/// <summary>Sets after each tree the sum of votes below which a window is given up.</summary>
internal static class SoftCascadeCalibration
{
    /// <param name="trees">The trees.</param>
    /// <param name="geometry">The model's.</param>
    /// <param name="positives">Matrices of positives with how many of each are positives.</param>
    /// <param name="lostPart">The part of positives, the worst ones, that may be given up.</param>
    /// <param name="margin">How far below the kept positives the limits lie, in units of a score.</param>
    /// <returns>The trees with their limits.</returns>
    public static ChannelTree[] Calibrate(
        IReadOnlyList<ChannelTree> trees, ChannelGeometry geometry, IReadOnlyList<(WindowMatrix Windows, int Count)> positives, double lostPart, double margin)
    {
        var traces = new List<int[]>();
        foreach ((WindowMatrix windows, int count) in positives)
        {
            var evaluator = new TreeEvaluator(windows, geometry);
            traces.AddRange(Enumerable.Range(0, count).Select(_ => new int[trees.Count]));
            int first = traces.Count - count;
            var sums = new int[count];
            for (int t = 0; t < trees.Count; t++)
            {
                evaluator.Vote(trees[t], sums);
                for (int i = 0; i < count; i++)
                {
                    traces[first + i][t] = sums[i];
                }
            }
        }

        traces.Sort(static (a, b) => a[^1].CompareTo(b[^1]));
        int lost = (int)(traces.Count * lostPart);
        int slack = (int)Math.Round(margin / ChannelTree.ScoreUnit);
        var result = new ChannelTree[trees.Count];
        for (int t = 0; t < result.Length; t++)
        {
            int lowest = int.MaxValue;
            for (int i = lost; i < traces.Count; i++)
            {
                lowest = Math.Min(lowest, traces[i][t]);
            }

            result[t] = trees[t] with { RejectBelow = lowest - slack };
        }

        return result;
    }
}
