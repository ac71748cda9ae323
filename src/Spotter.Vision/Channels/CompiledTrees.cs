using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Channels;

/// <summary>A question with the distances of its cells from a window's first.</summary>
internal struct CompiledNode
{
    public int Cell;

    /// <summary>The cell that is subtracted; negative where nothing is.</summary>
    public int Other;

    public int Threshold;
}

/// <summary>A tree, ready to be evaluated at any window of a level.</summary>
internal struct CompiledTree
{
    public CompiledNode Root;
    public CompiledNode Left;
    public CompiledNode Right;
    public TreeVotes Votes;
    public int RejectBelow;
}

/// <summary>The trees of a model for one stride of levels.</summary>
internal sealed unsafe class CompiledTrees(ChannelModel model)
{
    private readonly GrowingBuffer<CompiledTree> _trees = new();
    private int _stride;

    public int Count => model.TreeCount;

    /// <summary>The first so many trees: sums of their votes fit 16 bits.</summary>
    public int DenseCount { get; } = Dense(model.Trees);

    public CompiledTree* Pointer => _trees.Pointer;

    public void Prepare(int stride)
    {
        if (stride == _stride)
        {
            return;
        }

        _trees.Reserve(Count);
        _stride = stride;
        for (int i = 0; i < Count; i++)
        {
            ChannelTree tree = model.Trees[i];
            _trees.Pointer[i] = new CompiledTree
            {
                Root = Compile(tree.Root),
                Left = Compile(tree.Left),
                Right = Compile(tree.Right),
                Votes = tree.Votes,
                RejectBelow = tree.RejectBelow,
            };
        }
    }

    private static int Dense(ReadOnlySpan<ChannelTree> trees)
    {
        int most = 0;
        int count = 0;
        while (count < trees.Length && (most += Largest(trees[count].Votes)) <= short.MaxValue)
        {
            count++;
        }

        return count;
    }

    private static int Largest(in TreeVotes votes)
    {
        int largest = 0;
        foreach (short vote in votes)
        {
            largest = Math.Max(largest, Math.Abs((int)vote));
        }

        return largest;
    }

    private CompiledNode Compile(ChannelNode node) =>
        new()
        {
            Cell = Offset(node.Channel, node.X, node.Y),
            Other = node.IsDifference ? Offset(node.Channel, node.OtherX, node.OtherY) : -1,
            Threshold = node.Threshold,
        };

    private int Offset(int channel, int x, int y) => (((y * ChannelLayout.Count) + channel) * _stride) + x;
}
