namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Evaluates one node of a weak classifier for as many neighbouring windows as there are lanes. What it needs stands in
/// an entry of a table: offsets of samples first, then weights and the threshold.
/// </summary>
internal unsafe interface IFeatureKernel<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>Numbers an entry has.</summary>
    static abstract int EntryLength { get; }

    /// <summary>The windows that go to the left child.</summary>
    /// <param name="entry">The node's entry.</param>
    /// <param name="window">The first sample of the first window.</param>
    /// <param name="factor">The variance factors of the windows.</param>
    static abstract TInt GoesLeft(int* entry, int* window, TFloat factor);
}
