namespace Spotter.Networks.Kernels;

/// <summary>
/// Sixteen adjacent floats: the unit of every panel, whatever the registers are (one of 512 bits, two of 256, four of
/// 128). Kernels are written once over this type; the width is chosen once, when a plan is compiled.
/// </summary>
internal unsafe interface IRow<TRow>
    where TRow : struct, IRow<TRow>
{
    /// <summary>The most rows whose accumulators stay in registers next to the operands.</summary>
    static abstract int TileHeight { get; }

    static abstract TRow Zero { get; }

    static abstract TRow Load(float* source);

    static abstract TRow Create(float value);

    static abstract void Store(TRow value, float* destination);

    /// <summary>*factor * row + sum, rounded once where the processor can.</summary>
    static abstract TRow MultiplyAdd(float* factor, TRow row, TRow sum);

    static abstract TRow MultiplyAdd(TRow left, TRow right, TRow sum);

    static abstract TRow Add(TRow left, TRow right);

    static abstract TRow Subtract(TRow left, TRow right);

    static abstract TRow Multiply(TRow left, TRow right);

    static abstract TRow Divide(TRow left, TRow right);

    static abstract TRow Max(TRow left, TRow right);

    static abstract TRow Min(TRow left, TRow right);

    /// <summary>1 / sqrt(value) to about 23 bits, for normal positive values.</summary>
    static abstract TRow ReciprocalSqrt(TRow value);

    /// <summary>1 / value to about 23 bits, for normal values.</summary>
    static abstract TRow Reciprocal(TRow value);

    /// <summary>The lanes of <paramref name="value"/> where <paramref name="test"/> is above zero, else 0.</summary>
    static abstract TRow WherePositive(TRow test, TRow value);

    /// <summary>
    /// Per lane: <paramref name="left"/> &gt; <paramref name="right"/> ? <paramref name="yes"/> :
    /// <paramref name="no"/>.
    /// </summary>
    static abstract TRow WhereGreater(TRow left, TRow right, TRow yes, TRow no);

    /// <summary>
    /// value * 2^n where the bits of <paramref name="biased"/> hold n in their low end (see RowMath.Exp).
    /// </summary>
    static abstract TRow ScaleByPowerOfTwo(TRow value, TRow biased);

    /// <summary>The sum of the sixteen lanes.</summary>
    static abstract float Sum(TRow value);

    /// <summary>The greatest of the sixteen lanes.</summary>
    static abstract float MaxLane(TRow value);
}

internal static class Row
{
    /// <summary>Floats a row.</summary>
    public const int Width = 16;
}
