namespace Spotter.Vision.Cascades;

/// <summary>A cascade while the reader of a file puts it together.</summary>
internal sealed class CascadeParts
{
    public required BoxSize WindowSize { get; init; }

    public required CascadeFeatureType FeatureType { get; init; }

    public List<Stage> Stages { get; } = [];

    public List<WeakClassifier> WeakClassifiers { get; } = [];

    public List<TreeNode> Nodes { get; } = [];

    public List<float> Leaves { get; } = [];

    public List<int> Subsets { get; } = [];

    public List<HaarFeature> HaarFeatures { get; } = [];

    public List<LbpFeature> LbpFeatures { get; } = [];

    public CascadeData ToData() =>
        new()
        {
            WindowSize = WindowSize,
            FeatureType = FeatureType,
            Stages = [.. Stages],
            WeakClassifiers = [.. WeakClassifiers],
            Nodes = [.. Nodes],
            Leaves = [.. Leaves],
            Subsets = [.. Subsets],
            HaarFeatures = [.. HaarFeatures],
            LbpFeatures = [.. LbpFeatures],
        };
}
