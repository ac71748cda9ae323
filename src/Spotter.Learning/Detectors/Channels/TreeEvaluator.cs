using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>Trees applied to windows of a matrix.</summary>
internal sealed class TreeEvaluator(WindowMatrix windows, ChannelGeometry geometry)
{
    /// <summary>Adds a tree's votes for the first windows to their sums.</summary>
    public void Vote(in ChannelTree tree, Span<int> sums)
    {
        var root = new NodeValues(windows, Question(tree.Root), tree.Root.Threshold);
        var left = new NodeValues(windows, Question(tree.Left), tree.Left.Threshold);
        var right = new NodeValues(windows, Question(tree.Right), tree.Right.Threshold);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += root.IsHigh(i) ? tree.Votes[right.IsHigh(i) ? 3 : 2] : tree.Votes[left.IsHigh(i) ? 1 : 0];
        }
    }

    /// <summary>The node that asks a question.</summary>
    public ChannelNode Node(Question question, int threshold)
    {
        (int x, int channel, int y) = Place(question.Cell);
        (int otherX, _, int otherY) = question.Other < 0 ? (x, channel, y) : Place(question.Other);
        return new ChannelNode((byte)channel, (byte)x, (byte)y, (byte)otherX, (byte)otherY, (sbyte)threshold);
    }

    /// <summary>Where a value of a window is from.</summary>
    public (int X, int Channel, int Y) Place(int cell) =>
        (
            cell % geometry.Columns,
            cell / geometry.Columns % ChannelLayout.Count,
            cell / geometry.Columns / ChannelLayout.Count
        );

    /// <summary>Index in a window.</summary>
    public int Cell(int x, int channel, int y) => (((y * ChannelLayout.Count) + channel) * geometry.Columns) + x;

    private Question Question(in ChannelNode node) =>
        new(Cell(node.X, node.Channel, node.Y), node.IsDifference ? Cell(node.OtherX, node.Channel, node.OtherY) : -1);

    private readonly ref struct NodeValues(WindowMatrix windows, Question question, int threshold)
    {
        private readonly ReadOnlySpan<sbyte> _cell = windows.Column(question.Cell);
        private readonly ReadOnlySpan<sbyte> _other = question.Other < 0 ? default : windows.Column(question.Other);

        public bool IsHigh(int window)
        {
            int value = _cell[window];
            return (_other.IsEmpty ? value : Math.Clamp(value - _other[window], sbyte.MinValue, sbyte.MaxValue))
                > threshold;
        }
    }
}
