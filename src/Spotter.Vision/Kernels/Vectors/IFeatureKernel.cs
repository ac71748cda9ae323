namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Evaluates one node of a weak classifier for as many neighbouring windows as there are lanes. What it needs stands in
/// an entry of a table: offsets of samples first, then weights and the threshold.
/// </summary>
/// <remarks>
/// A kernel holds the entry's weights and threshold in vectors, read once for all windows: the compiler shares reads of
/// plain integers between the windows by itself, but not those of vectors.
/// </remarks>
internal unsafe interface IFeatureKernel<TSelf, TInt, TFloat>
    where TSelf : struct, IFeatureKernel<TSelf, TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>True where samples are the lower 16 bits of sums, false where they are whole sums.</summary>
    static abstract bool IsShort { get; }

    /// <summary>Numbers an entry has.</summary>
    static abstract int EntryLength { get; }

    /// <summary>Reads the weights and the threshold of an entry.</summary>
    static abstract TSelf Read(int* entry);

    /// <summary>The windows that go to the left child.</summary>
    /// <param name="entry">The node's entry.</param>
    /// <param name="window">The first sample of the first window: a short or an int.</param>
    /// <param name="factor">The variance factors of the windows.</param>
    TFloat GoesLeft(int* entry, void* window, TFloat factor);
}
