using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>
/// A width of vectors: the operations that the kernels are written in, so that each kernel exists once. A lane is a
/// window (stage kernels) or a pixel (row kernels). All integer operations wrap; all float operations round each lane
/// on its own, so every width gives the same bits.
/// </summary>
/// <remarks>
/// The 256- and 512-bit widths call the processor's instructions by name instead of <c>Vector256</c>'s operators: ahead
/// of time for plain x64, the compiler turns only the former into instructions behind a check at run time; the latter
/// would become calls.
/// </remarks>
/// <typeparam name="TInt">A vector of 32-bit integers.</typeparam>
/// <typeparam name="TFloat">
/// A vector of as many single floats. Masks are of this type, since most come from comparing floats: with AVX-512 the
/// compiler keeps a mask in a mask register only while its type stays the same. The highest bit of a lane says whether
/// it is set; what the others hold is each width's own affair.
/// </typeparam>
internal unsafe interface ILanes<TInt, TFloat> : ISampleLanes<TInt>
    where TInt : struct
    where TFloat : struct
{
    /// <summary>Lanes a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Where samples of 16 bits make the engine faster, as measured.</summary>
    static abstract ShortSamples ShortSamples { get; }

    static abstract TInt Zero { get; }

    static abstract TInt Load(int* source);

    static abstract TFloat LoadFloat(float* source);

    static abstract void Store(TInt value, int* target);

    static abstract void StoreFloat(TFloat value, float* target);

    /// <summary>The same number in every lane.</summary>
    static abstract TInt Broadcast(int* source);

    static abstract TFloat BroadcastFloat(float* source);

    static abstract TFloat ToFloat(TInt value);

    static abstract TFloat Multiply(TFloat a, TFloat b);

    static abstract TFloat AddFloat(TFloat a, TFloat b);

    /// <summary>
    /// a b - c, where a b is a whole number below 2^24, so that it makes no difference whether it is rounded.
    /// </summary>
    static abstract TFloat MultiplySubtractExact(TFloat a, TFloat b, TFloat c);

    /// <summary>The lanes in which a is below b.</summary>
    static abstract TFloat LessThan(TFloat a, TFloat b);

    /// <summary>The lanes whose bit is set in a subset of 256 categories.</summary>
    /// <param name="subset">Eight words, first category in the lowest bit of the first.</param>
    /// <param name="category">0 to 255.</param>
    static abstract TFloat IsMember(int* subset, TInt category);

    /// <summary>Sets a bit in the lanes in which a is at least b.</summary>
    static abstract TInt SetBitWhereAtLeast(TInt bits, TInt a, TInt b, int bit);

    /// <summary>The value where the mask is set, 0 elsewhere.</summary>
    static abstract TInt Keep(TFloat mask, TInt value);

    /// <summary>The sum, plus the vote in the lanes where the mask is set.</summary>
    static abstract TInt AddWhere(TFloat mask, TInt vote, TInt sum);

    /// <summary>In each lane, a where the mask is set, b elsewhere.</summary>
    static abstract TInt Select(TFloat mask, TInt a, TInt b);

    /// <summary>Numbers that a mask takes in memory.</summary>
    static abstract int MaskLength { get; }

    /// <summary>Keeps a mask in memory.</summary>
    static abstract void StoreMask(TFloat mask, int* target);

    /// <summary>In each lane, a where the mask kept in memory is set, b elsewhere.</summary>
    static abstract TInt SelectStored(int* mask, TInt a, TInt b);

    /// <summary>A bit for each lane in which a is above b, the first lane lowest.</summary>
    static abstract uint GreaterThanBits(TInt a, TInt b);

    /// <summary>As many bytes as there are lanes, widened.</summary>
    static abstract TInt LoadBytes(byte* source);

    /// <summary>Of twice as many bytes as there are lanes, the sums of two neighbours each.</summary>
    /// <param name="source">The first byte.</param>
    /// <param name="seconds">Receives the second of each two.</param>
    static abstract TInt LoadPairs(byte* source, out TInt seconds);

    /// <summary>Squares of numbers from 0 to 255.</summary>
    static abstract TInt Square(TInt value);

    /// <summary>Of twice as many bytes as there are lanes, the sums of the squares of two neighbours each.</summary>
    static abstract TInt SquarePairs(byte* source);

    /// <summary>
    /// Running sums from the first lane to the last, on top of the carry; the last becomes the new carry in all lanes.
    /// </summary>
    static abstract TInt PrefixSum(TInt value, ref TInt carry);

    /// <summary>Writes the even lanes to one place and the odd lanes to another.</summary>
    static abstract void StoreEvenOdd(TInt value, int* even, int* odd);

    /// <summary>Reads the even elements of twice as many as there are lanes.</summary>
    static abstract TInt LoadEven(int* source);

    /// <summary>Turns rows into columns, in a square of as many rows as there are lanes.</summary>
    /// <param name="source">The first number of the first row.</param>
    /// <param name="sourceStride">From row to row.</param>
    /// <param name="target">Receives the square, first column as first row.</param>
    /// <param name="targetStride">From row to row.</param>
    static abstract void Transpose(int* source, int sourceStride, int* target, int targetStride);

    /// <summary>Writes the lower 16 bits of each lane.</summary>
    static abstract void StoreShort(TInt value, short* target);

    /// <summary>The values of a shape from samples of 16 bits, widened.</summary>
    /// <param name="entry">What the shape needs.</param>
    /// <param name="windows">The addresses of the first samples of the first windows.</param>
    static abstract Four<TInt> ShortValues<TShape>(int* entry, Four<nint> windows)
        where TShape : struct, IHaarShape;

    /// <summary>
    /// For each lane 1 / sqrt(area * squares - sum * sum), computed in double and rounded once to single.
    /// </summary>
    /// <param name="sums">Sums of pixels.</param>
    /// <param name="squares">Sums of squared pixels, below 2^31.</param>
    /// <param name="area">Pixels a window.</param>
    /// <param name="smallest">Lanes whose radicand is below this do not pass; it is above 0.</param>
    /// <param name="passing">A bit for each lane that passes; the factors of the others have no meaning.</param>
    static abstract TFloat VarianceFactors(TInt sums, TInt squares, double area, double smallest, out uint passing);
}
