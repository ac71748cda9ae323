using Spotter.Vision.Cascades;

namespace Spotter.Workshop.Explaining;

/// <summary>Which features of a stage count.</summary>
internal static class StageFeatures
{
    /// <summary>The features of a stage, those first whose trees can change the sum of votes most.</summary>
    public static int[] ByVotes(CascadeModel model, Stage stage)
    {
        var features = new List<(int Feature, float Votes)>();
        foreach (WeakClassifier tree in model.WeakClassifiers.Slice(stage.FirstClassifier, stage.ClassifierCount))
        {
            float[] leaves = model.Leaves.Slice(tree.FirstLeaf, tree.NodeCount + 1).ToArray();
            foreach (TreeNode node in model.Nodes.Slice(tree.FirstNode, tree.NodeCount))
            {
                features.Add((node.Feature, leaves.Max() - leaves.Min()));
            }
        }

        return
        [
            .. features.OrderByDescending(static pair => pair.Votes).Select(static pair => pair.Feature).Distinct(),
        ];
    }
}
