using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Evaluates one node of a weak classifier for four vectors of neighbouring windows. What it needs stands in an entry
/// of a table: offsets of samples first, then weights and the threshold.
/// </summary>
/// <remarks>
/// A kernel holds the entry's weights and threshold in vectors, read once for all windows. The comparison is a step of
/// its own, so that its mask goes straight into what it selects: the compiler keeps masks in mask registers only inside
/// an expression.
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

    /// <summary>The feature in four vectors of windows.</summary>
    /// <param name="entry">The node's entry.</param>
    /// <param name="windows">The addresses of the first samples of the first windows: of shorts or ints.</param>
    static abstract Four<TFloat> Values(int* entry, Four<nint> windows);

    /// <summary>The windows that go to the left child.</summary>
    /// <param name="entry">The node's entry.</param>
    /// <param name="value">The feature.</param>
    /// <param name="factor">The variance factors of the windows.</param>
    TFloat GoesLeft(int* entry, TFloat value, TFloat factor);
}
