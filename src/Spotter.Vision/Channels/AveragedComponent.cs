namespace Spotter.Vision.Channels;

/// <summary>
/// Makes one component of several that learned the same view: its score is the mean of theirs. What each of them
/// learned by chance averages out (L. Breiman: Bagging predictors, Machine Learning 24, 1996).
/// </summary>
/// <remarks>
/// A vote counts as one n-th of what it was, and a sum is held against the limits of the trees that it is made of. The
/// first component goes ahead with a few trees: they turn away nearly all windows, for which those of the others would
/// only say the same again. Then the others catch up, and all take turns.
/// </remarks>
internal static class AveragedComponent
{
    // With 64 of 1,000 to 2,000 trees ahead a search takes little longer than with one component alone.
    private const int Ahead = 64;

    /// <param name="components">At least one; for the same windows.</param>
    public static ChannelComponent Of(IReadOnlyList<ChannelComponent> components)
    {
        var trees = new List<ChannelTree>();
        var done = new int[components.Count];
        Take(0, Ahead);
        for (int turn = 1; trees.Count < components.Sum(static component => component.TreeCount); turn++)
        {
            for (int i = 0; i < components.Count; i++)
            {
                Take(i, turn);
            }
        }

        return components[0]
            .With(offset: (int)Math.Round(components.Average(static component => component.Offset)), trees: [.. trees]);

        // A component's trees up to a number.
        void Take(int index, int count)
        {
            ChannelComponent component = components[index];
            while (done[index] < Math.Min(count, component.TreeCount))
            {
                ChannelTree tree = component.Trees[done[index]++];
                trees.Add(tree with { Votes = Share(tree.Votes, components.Count), RejectBelow = Limit() });
            }
        }

        int Limit() =>
            (int)
                Math.Floor(
                    components
                        .Select((component, i) => done[i] == 0 ? 0.0 : component.Trees[done[i] - 1].RejectBelow)
                        .Sum() / components.Count
                );
    }

    private static TreeVotes Share(TreeVotes votes, int parts)
    {
        Span<short> shares = stackalloc short[TreeVotes.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = (short)Math.Round((double)votes[i] / parts);
        }

        return TreeVotes.Of(shares);
    }
}
