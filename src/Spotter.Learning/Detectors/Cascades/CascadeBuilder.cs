using System.Runtime.InteropServices;
using Spotter.Vision;
using Spotter.Vision.Cascades;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>Puts trained stages together to a model.</summary>
internal static class CascadeBuilder
{
    /// <summary>A model with one stage more.</summary>
    /// <param name="model">The stages so far; null for none.</param>
    /// <param name="window">The window's size.</param>
    /// <param name="family">The features that the stumps name.</param>
    /// <param name="stage">The new stage.</param>
    public static CascadeModel Append(CascadeModel? model, BoxSize window, IFeatureFamily family, BoostedStage stage)
    {
        var parts = new CascadeParts { WindowSize = window, FeatureType = family.Type };
        if (model is not null)
        {
            parts.Stages.AddRange(model.Stages);
            parts.WeakClassifiers.AddRange(model.WeakClassifiers);
            parts.Nodes.AddRange(model.Nodes);
            parts.Leaves.AddRange(model.Leaves);
            parts.Subsets.AddRange(model.Subsets);
            parts.HaarFeatures.AddRange(model.HaarFeatures);
            parts.LbpFeatures.AddRange(model.LbpFeatures);
        }

        var indices = new Dictionary<int, int>();
        parts.Stages.Add(new Stage(parts.WeakClassifiers.Count, stage.Stumps.Count, stage.Threshold));
        foreach (Stump stump in stage.Stumps)
        {
            ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(indices, stump.Feature, out bool isKnown);
            if (!isKnown)
            {
                index = parts.HaarFeatures.Count + parts.LbpFeatures.Count;
                family.AddFeature(stump.Feature, parts);
            }

            // 0 and -1 name the first and the second leaf.
            parts.WeakClassifiers.Add(new WeakClassifier(parts.Nodes.Count, 1, parts.Leaves.Count));
            parts.Nodes.Add(new TreeNode(0, -1, index, stump.Threshold));
            parts.Leaves.AddRange([stump.Left, stump.Right]);
            parts.Subsets.AddRange(stump.Subset ?? []);
        }

        return new CascadeModel(parts.ToData());
    }

    /// <summary>The first stages of a model.</summary>
    public static CascadeModel Take(CascadeModel model, int stages)
    {
        var parts = new CascadeParts { WindowSize = model.WindowSize, FeatureType = model.FeatureType };
        parts.Stages.AddRange(model.Stages[..stages]);
        parts.WeakClassifiers.AddRange(model.WeakClassifiers);
        parts.Nodes.AddRange(model.Nodes);
        parts.Leaves.AddRange(model.Leaves);
        parts.Subsets.AddRange(model.Subsets);
        parts.HaarFeatures.AddRange(model.HaarFeatures);
        parts.LbpFeatures.AddRange(model.LbpFeatures);
        return new CascadeModel(parts.ToData());
    }
}
