using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// A model bound to a layout for the vector kernels: a table of entries, sorted inside each stage by what their loop
/// does. Immutable.
/// </summary>
internal sealed class CompiledCascade
{
    private readonly ShapedCascade _shaped;
    private readonly CascadeModel _model;
    private readonly List<int> _entries = [];
    private readonly EntryWriter _writer;
    private readonly TreeWriter _trees;
    private readonly ShortSamples _shortSamples;

    /// <param name="cascade">The model.</param>
    /// <param name="layout">Where samples lie.</param>
    /// <param name="shortSamples">Where to make use of the lower halves of samples, which stand in the same layout in
    /// 16 bits.</param>
    public CompiledCascade(ShapedCascade cascade, LevelLayout layout, ShortSamples shortSamples)
    {
        _shortSamples = shortSamples;
        _shaped = cascade;
        _model = cascade.Model;
        _writer = new EntryWriter(cascade, layout, _entries);
        _trees = new TreeWriter(cascade, _writer, _entries, IsShort);
        Layout = layout;
        Exact = new ExactCascade(_model, layout);
        Stages = new CompiledStage[_model.Stages.Length];
        for (int i = 0; i < Stages.Length; i++)
        {
            Stages[i] = Compile(_model.Stages[i]);
        }

        ReadsShort = Stages.Any(static stage =>
            stage.ShortStumps.Haar > 0 || stage.Runs.Any(static run => run.IsShort)
        );

        // Kernels keep pointers into the table, so it must not move.
        Table = GC.AllocateUninitializedArray<int>(_entries.Count, pinned: true);
        _entries.CopyTo(Table);
        _entries = [];
    }

    public LevelLayout Layout { get; }

    public CompiledStage[] Stages { get; }

    public int[] Table { get; }

    /// <summary>The same model and layout, one window at a time.</summary>
    public ExactCascade Exact { get; }

    /// <summary>Whether any kernel reads samples of 16 bits.</summary>
    public bool ReadsShort { get; }

    /// <summary>Slots that the answers of nodes of larger trees need.</summary>
    public int SlotCount { get; private set; }

    private CompiledStage Compile(Stage stage)
    {
        var point = new FixedPoint(_model, stage);
        WeakClassifier[] trees = [.. _model.WeakClassifiers.Slice(stage.FirstClassifier, stage.ClassifierCount)];
        WeakClassifier[] stumps = [.. trees.Where(static tree => tree.NodeCount == 1)];
        WeakClassifier[] pairs = [.. trees.Where(static tree => tree.NodeCount == 2)];
        WeakClassifier[] larger = [.. trees.Where(static tree => tree.NodeCount > 2)];
        var runs = new List<Run>();
        int start = 0;
        StumpCounts shortCounts = CompileStumps([.. stumps.Where(IsShort)], isShort: true, point, ref start);
        StumpCounts counts = CompileStumps(
            [.. stumps.Where(stump => !IsShort(stump))],
            isShort: false,
            point,
            ref start
        );
        CompilePairs(pairs, point, runs, ref start);
        if (larger.Length > 0)
        {
            _trees.Write(larger, point, runs);
            SlotCount = Math.Max(SlotCount, _trees.SlotCount);
        }

        return new CompiledStage(shortCounts, counts, [.. runs], start, point.Low, point.High);
    }

    // A sum starts with all right votes; a window that goes left gets the difference.
    private StumpCounts CompileStumps(WeakClassifier[] stumps, bool isShort, FixedPoint point, ref int start)
    {
        int first = _entries.Count;
        int right = 0;
        int Write(FeatureShape shape)
        {
            int count = 0;
            foreach (WeakClassifier stump in stumps)
            {
                if (ShapeOf(stump, 0) == shape)
                {
                    TreeNode node = _model.Nodes[stump.FirstNode];
                    int vote = point.Of(Leaf(stump, node.Right));
                    _writer.WriteNode(stump.FirstNode, isShort, isNegated: false);
                    _entries.Add(point.Of(Leaf(stump, node.Left)) - vote);
                    right += vote;
                    count++;
                }
            }

            return count;
        }

        var counts = new StumpCounts(
            first,
            Write(FeatureShape.Six),
            Write(FeatureShape.Two),
            Write(FeatureShape.Nine),
            Write(FeatureShape.Three),
            Write(FeatureShape.Pattern)
        );
        start += right;
        return counts;
    }

    // A pair is turned so that the root's left child is its leaf; the sum starts with the votes of right, right.
    private void CompilePairs(WeakClassifier[] pairs, FixedPoint point, List<Run> runs, ref int start)
    {
        foreach (
            IGrouping<(bool IsShort, FeatureShape Root, FeatureShape Child), WeakClassifier> group in pairs
                .GroupBy(tree => (IsShort(tree), ShapeOf(tree, 0), ShapeOf(tree, 1)))
                .OrderBy(static g => g.Key)
        )
        {
            runs.Add(
                new Run(
                    RunKind.Pairs,
                    group.Key.IsShort,
                    group.Key.Root,
                    group.Key.Child,
                    _entries.Count,
                    group.Count()
                )
            );
            foreach (WeakClassifier pair in group)
            {
                TreeNode root = _model.Nodes[pair.FirstNode];
                TreeNode child = _model.Nodes[pair.FirstNode + 1];
                bool isNegated = root.Left > 0;
                int rest = point.Of(Leaf(pair, child.Right));
                _writer.WriteNode(pair.FirstNode, group.Key.IsShort, isNegated);
                _writer.WriteNode(pair.FirstNode + 1, group.Key.IsShort, isNegated: false);
                _entries.Add(point.Of(Leaf(pair, isNegated ? root.Right : root.Left)) - rest);
                _entries.Add(point.Of(Leaf(pair, child.Left)) - rest);
                start += rest;
            }
        }
    }

    private FeatureShape ShapeOf(WeakClassifier tree, int node) => _shaped.ShapeOf(_model.Nodes[tree.FirstNode + node]);

    // A pair has loops for both or for neither.
    private bool IsShort(WeakClassifier tree)
    {
        if (tree.NodeCount == 1 && _shortSamples != ShortSamples.Everywhere)
        {
            return false;
        }

        foreach (TreeNode node in _model.Nodes.Slice(tree.FirstNode, tree.NodeCount))
        {
            if (!IsShort(node))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsShort(TreeNode node) => _shortSamples != ShortSamples.Nowhere && _shaped.FitsShort(node);

    private float Leaf(WeakClassifier tree, int child) => _model.Leaves[tree.FirstLeaf - child];
}
