namespace Spotter.Vision.Channels;

/// <summary>The trees of a model in a file: column by column, which compresses better than tree by tree.</summary>
internal static class TreeColumns
{
    public static ChannelTree[] Read(ChannelReader reader)
    {
        int count = reader.Int();
        if (count is < 0 or > ChannelModelData.MaxTrees)
        {
            throw new ChannelFormatException($"{count} trees are out of range");
        }

        int nodes = count * ChannelTree.NodeCount;
        ReadOnlySpan<byte> channels = reader.Bytes(nodes);
        ReadOnlySpan<byte> xs = reader.Bytes(nodes);
        ReadOnlySpan<byte> ys = reader.Bytes(nodes);
        ReadOnlySpan<byte> otherXs = reader.Bytes(nodes);
        ReadOnlySpan<byte> otherYs = reader.Bytes(nodes);
        ReadOnlySpan<byte> thresholds = reader.Bytes(nodes);
        var trees = new ChannelTree[count];
        Span<short> votes = stackalloc short[TreeVotes.Count];
        for (int i = 0; i < count; i++)
        {
            for (int v = 0; v < votes.Length; v++)
            {
                votes[v] = reader.Short();
            }

            int n = i * ChannelTree.NodeCount;
            trees[i] = new ChannelTree(
                Node(n, channels, xs, ys, otherXs, otherYs, thresholds),
                Node(n + 1, channels, xs, ys, otherXs, otherYs, thresholds),
                Node(n + 2, channels, xs, ys, otherXs, otherYs, thresholds),
                TreeVotes.Of(votes),
                reader.Int()
            );
        }

        return trees;
    }

    public static void Write(ChannelWriter writer, ReadOnlySpan<ChannelTree> trees)
    {
        writer.Int(trees.Length);
        var nodes = new List<ChannelNode>(trees.Length * ChannelTree.NodeCount);
        foreach (ref readonly ChannelTree tree in trees)
        {
            nodes.AddRange([tree.Root, tree.Left, tree.Right]);
        }

        Column(writer, nodes, static node => node.Channel);
        Column(writer, nodes, static node => node.X);
        Column(writer, nodes, static node => node.Y);
        Column(writer, nodes, static node => node.OtherX);
        Column(writer, nodes, static node => node.OtherY);
        Column(writer, nodes, static node => unchecked((byte)node.Threshold));
        foreach (ref readonly ChannelTree tree in trees)
        {
            foreach (short vote in tree.Votes)
            {
                writer.Short(vote);
            }

            writer.Int(tree.RejectBelow);
        }
    }

    private static ChannelNode Node(
        int i,
        ReadOnlySpan<byte> channels,
        ReadOnlySpan<byte> xs,
        ReadOnlySpan<byte> ys,
        ReadOnlySpan<byte> otherXs,
        ReadOnlySpan<byte> otherYs,
        ReadOnlySpan<byte> thresholds
    ) => new(channels[i], xs[i], ys[i], otherXs[i], otherYs[i], unchecked((sbyte)thresholds[i]));

    private static void Column(ChannelWriter writer, List<ChannelNode> nodes, Func<ChannelNode, int> value)
    {
        foreach (ChannelNode node in nodes)
        {
            writer.Byte(value(node));
        }
    }
}
