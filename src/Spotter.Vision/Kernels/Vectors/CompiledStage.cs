namespace Spotter.Vision.Kernels.Vectors;

/// <summary>What a run of entries is, and so which loop goes over it.</summary>
internal enum RunKind
{
    /// <summary>Trees of two nodes: an entry is the root, its child and three votes.</summary>
    Pairs,

    /// <summary>Nodes of larger trees: an entry is a node and the slot that keeps its answers.</summary>
    Nodes,

    /// <summary>Trees of a root and two children: an entry puts their answers together.</summary>
    Forks,

    /// <summary>Trees of three nodes below each other, likewise.</summary>
    Chains,

    /// <summary>All other trees, likewise.</summary>
    Trees,
}

/// <summary>Entries of one kind that stand together in the table, so that a loop over them never branches.</summary>
/// <param name="Kind">What the entries are.</param>
/// <param name="IsShort">Whether their kernels read samples of 16 bits.</param>
/// <param name="Root">Shape of the node, or of a pair's root.</param>
/// <param name="Child">Shape of a pair's second node.</param>
/// <param name="Start">Place of the first entry in the table.</param>
/// <param name="Count">Number of entries.</param>
internal readonly record struct Run(
    RunKind Kind,
    bool IsShort,
    FeatureShape Root,
    FeatureShape Child,
    int Start,
    int Count
);

/// <summary>
/// The stumps of a stage: an entry is a node and a vote, entries of a shape stand together in this order.
/// </summary>
/// <param name="Start">Place of the first entry in the table.</param>
/// <param name="Six">Stumps of shape <see cref="FeatureShape.Six"/>.</param>
/// <param name="Two">Stumps of shape <see cref="FeatureShape.Two"/>.</param>
/// <param name="Nine">Stumps of shape <see cref="FeatureShape.Nine"/>.</param>
/// <param name="Three">Stumps of shape <see cref="FeatureShape.Three"/>.</param>
/// <param name="Pattern">Stumps of shape <see cref="FeatureShape.Pattern"/>; then there are no others.</param>
internal readonly record struct StumpCounts(int Start, int Six, int Two, int Nine, int Three, int Pattern)
{
    /// <summary>Stumps that look at Haar features.</summary>
    public int Haar { get; } = Six + Two + Nine + Three;
}

/// <summary>A stage in fixed point: votes are whole numbers, the sum of a window starts at a base.</summary>
/// <remarks>Fields, because kernels read them in place: properties would hand out copies.</remarks>
internal sealed class CompiledStage(
    StumpCounts shortStumps,
    StumpCounts stumps,
    Run[] runs,
    int start,
    int low,
    int high
)
{
    /// <summary>The weak classifiers of one node whose kernels read samples of 16 bits.</summary>
    public readonly StumpCounts ShortStumps = shortStumps;

    /// <summary>The others of one node.</summary>
    public readonly StumpCounts Stumps = stumps;

    /// <summary>The larger ones.</summary>
    public readonly Run[] Runs = runs;

    /// <summary>Where the sum starts.</summary>
    public readonly int Base = start;

    /// <summary>A window whose sum is at most this fails for certain.</summary>
    public readonly int Low = low;

    /// <summary>
    /// A window whose sum is above this passes for certain; between the two only the exact sum can tell.
    /// </summary>
    public readonly int High = high;
}
