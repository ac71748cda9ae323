using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Writes the trees of three and more nodes of a stage: all their nodes first, sorted by shape, each with the slot that
/// keeps its answers; then the trees, by form.
/// </summary>
internal sealed class TreeWriter(
    ShapedCascade cascade,
    EntryWriter writer,
    List<int> table,
    Func<TreeNode, bool> isShort
)
{
    private readonly CascadeModel _model = cascade.Model;

    /// <summary>Slots that the trees written last need.</summary>
    public int SlotCount { get; private set; }

    public void Write(WeakClassifier[] trees, FixedPoint point, List<Run> runs)
    {
        var nodes = new List<Node>();
        var shapes = new List<(RunKind Kind, WeakClassifier Tree, int FirstSlot)>();
        foreach (WeakClassifier tree in trees)
        {
            RunKind kind = KindOf(tree);
            shapes.Add((kind, tree, nodes.Count));
            for (int n = 0; n < tree.NodeCount; n++)
            {
                // In a chain left is to be the leaf.
                nodes.Add(
                    new Node(
                        tree.FirstNode + n,
                        nodes.Count,
                        IsNegated: kind == RunKind.Chains && NodeOf(tree, n).Left > 0
                    )
                );
            }
        }

        SlotCount = nodes.Count;
        WriteNodes(nodes, runs);
        foreach (var group in shapes.GroupBy(static tree => tree.Kind).OrderBy(static group => group.Key))
        {
            runs.Add(new Run(group.Key, IsShort: false, default, default, table.Count, group.Count()));
            foreach ((_, WeakClassifier tree, int firstSlot) in group)
            {
                switch (group.Key)
                {
                    case RunKind.Forks:
                        WriteFork(tree, firstSlot, point);
                        break;
                    case RunKind.Chains:
                        WriteChain(tree, firstSlot, point);
                        break;
                    default:
                        WriteTree(tree, firstSlot, point);
                        break;
                }
            }
        }
    }

    private void WriteNodes(List<Node> nodes, List<Run> runs)
    {
        foreach (
            IGrouping<(bool IsShort, FeatureShape Shape), Node> group in nodes
                .GroupBy(node => (isShort(_model.Nodes[node.Index]), cascade.ShapeOf(_model.Nodes[node.Index])))
                .OrderBy(static g => g.Key)
        )
        {
            runs.Add(new Run(RunKind.Nodes, group.Key.IsShort, group.Key.Shape, default, table.Count, group.Count()));
            foreach (Node node in group)
            {
                writer.WriteNode(node.Index, group.Key.IsShort, node.IsNegated);
                table.Add(node.Slot);
            }
        }
    }

    private RunKind KindOf(WeakClassifier tree)
    {
        if (tree.NodeCount != 3)
        {
            return RunKind.Trees;
        }

        TreeNode root = NodeOf(tree, 0);
        return root.Left > 0 && root.Right > 0 ? RunKind.Forks : RunKind.Chains;
    }

    private void WriteFork(WeakClassifier tree, int firstSlot, FixedPoint point)
    {
        TreeNode root = NodeOf(tree, 0);
        table.AddRange([firstSlot, firstSlot + root.Left, firstSlot + root.Right]);
        foreach (TreeNode child in (ReadOnlySpan<TreeNode>)[NodeOf(tree, root.Left), NodeOf(tree, root.Right)])
        {
            table.Add(Vote(tree, child.Left, point));
            table.Add(Vote(tree, child.Right, point));
        }
    }

    private void WriteChain(WeakClassifier tree, int firstSlot, FixedPoint point)
    {
        TreeNode root = NodeOf(tree, 0);
        int second = Math.Max(root.Left, root.Right);
        TreeNode middle = NodeOf(tree, second);
        int third = Math.Max(middle.Left, middle.Right);
        TreeNode last = NodeOf(tree, third);
        table.AddRange([firstSlot, firstSlot + second, firstSlot + third]);
        table.Add(Vote(tree, Math.Min(root.Left, root.Right), point));
        table.Add(Vote(tree, Math.Min(middle.Left, middle.Right), point));
        table.Add(Vote(tree, last.Left, point));
        table.Add(Vote(tree, last.Right, point));
    }

    // Number of nodes; for each node, last first: its slot and, left then right, whether the child is a node and the
    // child's slot or vote.
    private void WriteTree(WeakClassifier tree, int firstSlot, FixedPoint point)
    {
        table.Add(tree.NodeCount);
        for (int n = tree.NodeCount - 1; n >= 0; n--)
        {
            TreeNode node = NodeOf(tree, n);
            table.Add(firstSlot + n);
            foreach (int child in (ReadOnlySpan<int>)[node.Left, node.Right])
            {
                table.Add(child > 0 ? 1 : 0);
                table.Add(child > 0 ? firstSlot + child : Vote(tree, child, point));
            }
        }
    }

    private TreeNode NodeOf(WeakClassifier tree, int node) => _model.Nodes[tree.FirstNode + node];

    // A child of 0 and below is a leaf.
    private int Vote(WeakClassifier tree, int child, FixedPoint point) =>
        point.Of(_model.Leaves[tree.FirstLeaf - child]);

    private readonly record struct Node(int Index, int Slot, bool IsNegated);
}
