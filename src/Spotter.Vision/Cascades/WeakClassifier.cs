namespace Spotter.Vision.Cascades;

/// <summary>A decision tree, most often a stump of one node.</summary>
/// <param name="FirstNode">Index of the root in <see cref="CascadeModel.Nodes"/>; the other nodes follow it.</param>
/// <param name="NodeCount">Number of nodes, at least 1; the tree has one leaf more.</param>
/// <param name="FirstLeaf">Index of the first leaf value in <see cref="CascadeModel.Leaves"/>.</param>
public readonly record struct WeakClassifier(int FirstNode, int NodeCount, int FirstLeaf);
