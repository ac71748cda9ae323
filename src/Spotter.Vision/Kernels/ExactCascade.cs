using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels;

/// <summary>
/// A model bound to a layout, evaluated window by window in OpenCV's own arithmetic: features in single precision, sums
/// of votes in double. It defines what every kernel must answer, and decides where a kernel's fixed point cannot.
/// </summary>
internal sealed class ExactCascade
{
    private readonly CascadeModel _model;
    private readonly BoundHaarFeature[] _haar;
    private readonly BoundLbpFeature[] _lbp;

    public ExactCascade(CascadeModel model, LevelLayout layout)
    {
        _model = model;
        _haar = new BoundHaarFeature[model.HaarFeatures.Length];
        for (int i = 0; i < _haar.Length; i++)
        {
            _haar[i] = new BoundHaarFeature(model.HaarFeatures[i], layout);
        }

        _lbp = new BoundLbpFeature[model.LbpFeatures.Length];
        for (int i = 0; i < _lbp.Length; i++)
        {
            _lbp[i] = new BoundLbpFeature(model.LbpFeatures[i], layout);
        }
    }

    /// <summary>The votes of a stage's weak classifiers for a window.</summary>
    /// <param name="stage">Which stage.</param>
    /// <param name="window">The window's first sample in the integral image.</param>
    /// <param name="factor">Haar only: the window's variance factor.</param>
    public double StageSum(Stage stage, ref readonly int window, float factor)
    {
        double sum = 0;
        foreach (WeakClassifier tree in _model.WeakClassifiers.Slice(stage.FirstClassifier, stage.ClassifierCount))
        {
            sum += Vote(tree, in window, factor);
        }

        return sum;
    }

    private float Vote(WeakClassifier tree, ref readonly int window, float factor)
    {
        int child = 0;
        do
        {
            int index = tree.FirstNode + child;
            TreeNode node = _model.Nodes[index];
            child = GoesLeft(index, node, in window, factor) ? node.Left : node.Right;
        } while (child > 0);
        return _model.Leaves[tree.FirstLeaf - child];
    }

    private bool GoesLeft(int index, TreeNode node, ref readonly int window, float factor)
    {
        if (_model.FeatureType == CascadeFeatureType.Haar)
        {
            return _haar[node.Feature].Evaluate(in window) * factor < node.Threshold;
        }

        int category = _lbp[node.Feature].Evaluate(in window);
        return (_model.Subsets[(index * CascadeModel.SubsetWords) + (category >> 5)] & (1 << (category & 31))) != 0;
    }
}
