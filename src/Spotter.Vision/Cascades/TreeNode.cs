namespace Spotter.Vision.Cascades;

/// <summary>A question about one feature.</summary>
/// <param name="Left">
/// Where to go when the feature is below the threshold (Haar) or its category in the subset (LBP): a positive number
/// is a node of the same tree, counted from its root; 0 or less is, negated, a leaf of the tree.
/// </param>
/// <param name="Right">Where to go otherwise, in the same notation.</param>
/// <param name="Feature">Index into the model's features.</param>
/// <param name="Threshold">Haar only: in units of the window's standard deviation times its area.</param>
public readonly record struct TreeNode(int Left, int Right, int Feature, float Threshold);
