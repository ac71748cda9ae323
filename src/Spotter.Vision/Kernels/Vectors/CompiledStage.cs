namespace Spotter.Vision.Kernels.Vectors;

/// <summary>What a run of entries is, and so which loop goes over it.</summary>
internal enum RunKind
{
    /// <summary>Stumps: an entry is a node and a vote.</summary>
    Stumps,

    /// <summary>Trees of two nodes: an entry is the root, its child and three votes.</summary>
    Pairs,

    /// <summary>Nodes of larger trees: an entry is a node and the slot that keeps its answers.</summary>
    Nodes,

    /// <summary>Larger trees: an entry puts the answers of a tree's nodes together.</summary>
    Trees,
}

/// <summary>Entries of one kind that stand together in the table, so that a loop over them never branches.</summary>
/// <param name="Kind">What the entries are.</param>
/// <param name="Root">Shape of the node, or of a pair's root.</param>
/// <param name="Child">Shape of a pair's second node.</param>
/// <param name="Start">Place of the first entry in the table.</param>
/// <param name="Count">Number of entries.</param>
internal readonly record struct Run(RunKind Kind, FeatureShape Root, FeatureShape Child, int Start, int Count);

/// <summary>A stage in fixed point: votes are whole numbers, the sum of a window starts at a base.</summary>
/// <param name="Runs">The weak classifiers.</param>
/// <param name="Base">Where the sum starts.</param>
/// <param name="Low">A window whose sum is at most this fails for certain.</param>
/// <param name="High">A window whose sum is above this passes for certain; between the two only the exact sum can tell.</param>
internal sealed record CompiledStage(Run[] Runs, int Base, int Low, int High);
