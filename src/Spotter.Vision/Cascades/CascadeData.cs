namespace Spotter.Vision.Cascades;

/// <summary>What a cascade consists of; whatever the format that it came in, it passes the same checks.</summary>
internal sealed class CascadeData
{
    // Far above every cascade in use, far below what could overflow: a 2048 x 2048 window of white sums to 2^30.
    private const int MaxWindow = 2048;

    // A thousand times the weights in use; a sum of pixels times this stays far from infinity.
    private const float MaxWeight = 1e6f;

    public required BoxSize WindowSize { get; init; }

    public required CascadeFeatureType FeatureType { get; init; }

    public required Stage[] Stages { get; init; }

    public required WeakClassifier[] WeakClassifiers { get; init; }

    public required TreeNode[] Nodes { get; init; }

    public required float[] Leaves { get; init; }

    public required int[] Subsets { get; init; }

    public required HaarFeature[] HaarFeatures { get; init; }

    public required LbpFeature[] LbpFeatures { get; init; }

    private int FeatureCount => FeatureType == CascadeFeatureType.Haar ? HaarFeatures.Length : LbpFeatures.Length;

    /// <summary>
    /// Refuses whatever could send the engine outside a window, into a loop or into numbers without meaning.
    /// </summary>
    /// <exception cref="CascadeFormatException">Something is wrong; the message says where and what.</exception>
    public void Validate()
    {
        (int width, int height) = WindowSize;
        if (width is < 3 or > MaxWindow || height is < 3 or > MaxWindow)
        {
            throw new CascadeFormatException(
                $"window size must be 3x3 to {MaxWindow}x{MaxWindow}, got {width}x{height}"
            );
        }

        if (Stages.Length == 0 || FeatureCount == 0)
        {
            throw new CascadeFormatException(Stages.Length == 0 ? "there are no stages" : "there are no features");
        }

        for (int i = 0; i < HaarFeatures.Length; i++)
        {
            ValidateFeature(i, HaarFeatures[i]);
        }

        for (int i = 0; i < LbpFeatures.Length; i++)
        {
            ValidateFeature(i, LbpFeatures[i]);
        }

        for (int i = 0; i < Stages.Length; i++)
        {
            ValidateStage(i, Stages[i]);
        }
    }

    private void ValidateStage(int index, Stage stage)
    {
        if (!float.IsFinite(stage.Threshold) || stage.ClassifierCount == 0)
        {
            throw new CascadeFormatException(
                stage.ClassifierCount == 0
                    ? $"stage {index} has no weak classifiers"
                    : $"stage {index}: threshold is not a finite number"
            );
        }

        for (int weak = 0; weak < stage.ClassifierCount; weak++)
        {
            if (ProblemOf(WeakClassifiers[stage.FirstClassifier + weak]) is { } problem)
            {
                throw new CascadeFormatException($"stage {index}, weak classifier {weak}: {problem}");
            }
        }
    }

    private string? ProblemOf(WeakClassifier tree)
    {
        for (int n = 0; n < tree.NodeCount; n++)
        {
            TreeNode node = Nodes[tree.FirstNode + n];
            if (node.Feature < 0 || node.Feature >= FeatureCount)
            {
                return $"feature {node.Feature} is out of range, there are {FeatureCount}";
            }

            if (!float.IsFinite(node.Threshold))
            {
                return $"threshold of node {n} is not a finite number";
            }

            if (!IsChild(tree, n, node.Left) || !IsChild(tree, n, node.Right))
            {
                int child = IsChild(tree, n, node.Left) ? node.Right : node.Left;
                return $"node {n} points to {(child > 0 ? "node" : "leaf")} {Math.Abs((long)child)}, where it must not";
            }
        }

        for (int leaf = 0; leaf <= tree.NodeCount; leaf++)
        {
            if (!float.IsFinite(Leaves[tree.FirstLeaf + leaf]))
            {
                return $"leaf {leaf} is not a finite number";
            }
        }

        return null;
    }

    // A child that lies behind its parent cannot close a loop.
    private static bool IsChild(WeakClassifier tree, int parent, int child) =>
        child > 0 ? child > parent && child < tree.NodeCount : -(long)child <= tree.NodeCount;

    private void ValidateFeature(int index, HaarFeature feature)
    {
        ValidateRectangle(index, feature.First, feature.IsTilted);
        ValidateRectangle(index, feature.Second, feature.IsTilted);
        if (feature.Third is not { X: 0, Y: 0, Width: 0, Height: 0, Weight: 0 })
        {
            ValidateRectangle(index, feature.Third, feature.IsTilted);
        }
    }

    private void ValidateRectangle(int index, WeightedRectangle r, bool isTilted)
    {
        if (!(Math.Abs(r.Weight) <= MaxWeight))
        {
            throw new CascadeFormatException($"feature {index}: weight {r.Weight} is not a sensible number");
        }

        bool inside =
            r is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 }
            && (
                isTilted
                    ? r.X - (long)r.Height >= 0
                        && r.X + (long)r.Width <= WindowSize.Width
                        && r.Y + (long)r.Width + r.Height <= WindowSize.Height
                    : r.X + (long)r.Width <= WindowSize.Width && r.Y + (long)r.Height <= WindowSize.Height
            );
        if (!inside)
        {
            throw new CascadeFormatException(
                $"feature {index}: {(isTilted ? "tilted " : "")}rectangle {r.X} {r.Y} {r.Width} {r.Height} reaches "
                    + $"outside the {WindowSize.Width}x{WindowSize.Height} window"
            );
        }
    }

    private void ValidateFeature(int index, LbpFeature f)
    {
        bool inside =
            f is { X: >= 0, Y: >= 0, BlockWidth: > 0, BlockHeight: > 0 }
            && f.X + 3L * f.BlockWidth <= WindowSize.Width
            && f.Y + 3L * f.BlockHeight <= WindowSize.Height;
        if (!inside)
        {
            throw new CascadeFormatException(
                $"feature {index}: 3x3 blocks of {f.BlockWidth}x{f.BlockHeight} at {f.X} {f.Y} reach outside the "
                    + $"{WindowSize.Width}x{WindowSize.Height} window"
            );
        }
    }
}
