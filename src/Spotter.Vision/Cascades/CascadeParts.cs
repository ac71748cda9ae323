namespace Spotter.Vision.Cascades;

/// <summary>A cascade while a format reader puts it together; every reader's result passes the same checks.</summary>
internal sealed class CascadeParts
{
    // Far above every cascade in use, far below what could overflow: a 2048 x 2048 window of white sums to 2^30.
    private const int MaxWindow = 2048;

    public required BoxSize WindowSize { get; init; }

    public required CascadeFeatureType FeatureType { get; init; }

    public List<Stage> Stages { get; } = [];

    public List<WeakClassifier> WeakClassifiers { get; } = [];

    public List<TreeNode> Nodes { get; } = [];

    public List<float> Leaves { get; } = [];

    public List<int> Subsets { get; } = [];

    public List<HaarFeature> HaarFeatures { get; } = [];

    public List<LbpFeature> LbpFeatures { get; } = [];

    private int FeatureCount => FeatureType == CascadeFeatureType.Haar ? HaarFeatures.Count : LbpFeatures.Count;

    /// <summary>Refuses whatever could send the engine outside a window, into a loop or into numbers without meaning.</summary>
    /// <exception cref="CascadeFormatException">Something is wrong; the message says where and what.</exception>
    public void Validate()
    {
        (int width, int height) = WindowSize;
        Require(width is >= 3 and <= MaxWindow && height is >= 3 and <= MaxWindow,
            $"window size must be 3x3 to {MaxWindow}x{MaxWindow}, got {width}x{height}");
        Require(Stages.Count > 0, "there are no stages");
        Require(FeatureCount > 0, "there are no features");
        for (int i = 0; i < HaarFeatures.Count; i++)
        {
            ValidateFeature(i, HaarFeatures[i]);
        }

        for (int i = 0; i < LbpFeatures.Count; i++)
        {
            ValidateFeature(i, LbpFeatures[i]);
        }

        for (int i = 0; i < Stages.Count; i++)
        {
            Require(float.IsFinite(Stages[i].Threshold), $"stage {i}: threshold is not a finite number");
            Require(Stages[i].ClassifierCount > 0, $"stage {i} has no weak classifiers");
            for (int weak = 0; weak < Stages[i].ClassifierCount; weak++)
            {
                ValidateTree($"stage {i}, weak classifier {weak}", WeakClassifiers[Stages[i].FirstClassifier + weak]);
            }
        }
    }

    private void ValidateTree(string place, WeakClassifier tree)
    {
        for (int n = 0; n < tree.NodeCount; n++)
        {
            TreeNode node = Nodes[tree.FirstNode + n];
            Require(node.Feature >= 0 && node.Feature < FeatureCount,
                $"{place}: feature {node.Feature} is out of range, there are {FeatureCount}");
            Require(float.IsFinite(node.Threshold), $"{place}: threshold of node {n} is not a finite number");
            ValidateChild(place, tree, n, node.Left);
            ValidateChild(place, tree, n, node.Right);
        }

        for (int leaf = 0; leaf <= tree.NodeCount; leaf++)
        {
            Require(float.IsFinite(Leaves[tree.FirstLeaf + leaf]), $"{place}: leaf {leaf} is not a finite number");
        }
    }

    // A child that lies behind its parent cannot close a loop.
    private static void ValidateChild(string place, WeakClassifier tree, int parent, int child) =>
        Require(child > 0 ? child > parent && child < tree.NodeCount : -(long)child <= tree.NodeCount,
            $"{place}: node {parent} points to {(child > 0 ? "node" : "leaf")} {Math.Abs((long)child)}, which is not there");

    private void ValidateFeature(int index, HaarFeature feature)
    {
        ValidateRectangle(index, feature.First, feature.IsTilted);
        ValidateRectangle(index, feature.Second, feature.IsTilted);
        if (feature.Third.Weight != 0)
        {
            ValidateRectangle(index, feature.Third, feature.IsTilted);
        }
    }

    private void ValidateRectangle(int index, WeightedRectangle r, bool isTilted)
    {
        Require(float.IsFinite(r.Weight) && Math.Abs(r.Weight) <= 1e6f, $"feature {index}: weight {r.Weight} is not a sensible number");
        bool inside = r is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && (isTilted
            ? r.X - (long)r.Height >= 0 && r.X + (long)r.Width <= WindowSize.Width && r.Y + (long)r.Width + r.Height <= WindowSize.Height
            : r.X + (long)r.Width <= WindowSize.Width && r.Y + (long)r.Height <= WindowSize.Height);
        Require(inside, $"feature {index}: {(isTilted ? "tilted " : "")}rectangle {r.X} {r.Y} {r.Width} {r.Height} reaches outside the {WindowSize.Width}x{WindowSize.Height} window");
    }

    private void ValidateFeature(int index, LbpFeature f) =>
        Require(
            f is { X: >= 0, Y: >= 0, BlockWidth: > 0, BlockHeight: > 0 }
                && f.X + 3L * f.BlockWidth <= WindowSize.Width && f.Y + 3L * f.BlockHeight <= WindowSize.Height,
            $"feature {index}: 3x3 blocks of {f.BlockWidth}x{f.BlockHeight} at {f.X} {f.Y} reach outside the {WindowSize.Width}x{WindowSize.Height} window");

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new CascadeFormatException(problem);
        }
    }
}
