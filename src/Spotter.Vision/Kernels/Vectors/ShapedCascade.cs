using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>A model whose features are sorted by shape: what compiling for any layout starts from. Immutable.</summary>
internal sealed class ShapedCascade
{
    private readonly ShapedFeature[] _features;

    public ShapedCascade(CascadeModel model)
    {
        Model = model;

        // Pairs and larger trees have no kernel for nine samples.
        bool allowNine = model.MaxNodesPerTree == 1;
        _features = new ShapedFeature[model.HaarFeatures.Length];
        for (int i = 0; i < _features.Length; i++)
        {
            _features[i] = ShapedFeature.Of(model.HaarFeatures[i], allowNine);
        }
    }

    public CascadeModel Model { get; }

    public ShapedFeature this[int feature] => _features[feature];

    /// <summary>Whether a node's feature can be computed in 16 bits.</summary>
    public bool FitsShort(TreeNode node) =>
        Model.FeatureType == CascadeFeatureType.Haar && _features[node.Feature].FitsShort;

    public FeatureShape ShapeOf(TreeNode node) =>
        Model.FeatureType == CascadeFeatureType.Lbp ? FeatureShape.Pattern : _features[node.Feature].Shape;
}
