using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spotter.Networks.Kernels;

/// <summary>Functions of a row that need no more than the operations of <see cref="IRow{TRow}"/>.</summary>
internal static class RowMath
{
    /// <summary>
    /// e^x, relative error below 2e-7 for -87..88; below it goes to 0 or the smallest normal number, above to the
    /// greatest.
    /// </summary>
    // x = n ln 2 + r with |r| <= ln 2 / 2; n comes out of the low bits after adding 1.5 * 2^23; the polynomial is the
    // Taylor series to r^7, whose rest at the ends is below half a unit in the last place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRow Exp<TRow>(TRow x)
        where TRow : struct, IRow<TRow>
    {
        x = TRow.Max(TRow.Min(x, TRow.Create(88f)), TRow.Create(-87f));
        TRow magic = TRow.Create(12582912f);
        TRow biased = TRow.MultiplyAdd(x, TRow.Create(1.44269504f), magic);
        TRow n = TRow.Subtract(biased, magic);
        TRow r = TRow.MultiplyAdd(n, TRow.Create(-0.693359375f), x);
        r = TRow.MultiplyAdd(n, TRow.Create(2.12194440e-4f), r);
        TRow sum = TRow.MultiplyAdd(r, TRow.Create(1f / 5040), TRow.Create(1f / 720));
        sum = TRow.MultiplyAdd(sum, r, TRow.Create(1f / 120));
        sum = TRow.MultiplyAdd(sum, r, TRow.Create(1f / 24));
        sum = TRow.MultiplyAdd(sum, r, TRow.Create(1f / 6));
        sum = TRow.MultiplyAdd(sum, r, TRow.Create(0.5f));
        sum = TRow.MultiplyAdd(sum, r, TRow.Create(1f));
        sum = TRow.MultiplyAdd(sum, r, TRow.Create(1f));
        return TRow.ScaleByPowerOfTwo(sum, biased);
    }

    /// <summary>Values closer to zero than 1e-25 become zero.</summary>
    // What decays by a factor a step ends among the denormal numbers, on which a processor is a hundred times slower:
    // one such lane in a tenth of the rows made Adam three times as slow. 1e-25 moves no weight by a rounding error.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRow FlushTiny<TRow>(TRow value)
        where TRow : struct, IRow<TRow>
    {
        TRow magnitude = TRow.Max(value, TRow.Subtract(TRow.Zero, value));
        return TRow.WhereGreater(magnitude, TRow.Create(1e-25f), value, TRow.Zero);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRow Sigmoid<TRow>(TRow x)
        where TRow : struct, IRow<TRow>
    {
        TRow one = TRow.Create(1f);
        return TRow.Divide(one, TRow.Add(one, Exp(TRow.Subtract(TRow.Zero, x))));
    }

    /// <summary>tanh x = 2 sigmoid(2x) - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRow Tanh<TRow>(TRow x)
        where TRow : struct, IRow<TRow> =>
        TRow.Subtract(TRow.Multiply(TRow.Create(2f), Sigmoid(TRow.Add(x, x))), TRow.Create(1f));

    /// <summary>The normal distribution function, from Abramowitz and Stegun 7.1.26 (error below 1e-7).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRow NormalCumulative<TRow>(TRow x)
        where TRow : struct, IRow<TRow>
    {
        TRow one = TRow.Create(1f);
        TRow magnitude = TRow.Max(x, TRow.Subtract(TRow.Zero, x));
        TRow z = TRow.Multiply(magnitude, TRow.Create(0.707106781f));
        TRow t = TRow.Divide(one, TRow.MultiplyAdd(z, TRow.Create(0.3275911f), one));
        TRow sum = TRow.MultiplyAdd(t, TRow.Create(1.061405429f), TRow.Create(-1.453152027f));
        sum = TRow.MultiplyAdd(sum, t, TRow.Create(1.421413741f));
        sum = TRow.MultiplyAdd(sum, t, TRow.Create(-0.284496736f));
        sum = TRow.MultiplyAdd(sum, t, TRow.Create(0.254829592f));
        TRow tail = TRow.Multiply(TRow.Multiply(sum, t), Exp(TRow.Subtract(TRow.Zero, TRow.Multiply(z, z))));
        TRow half = TRow.Multiply(tail, TRow.Create(0.5f));
        return TRow.WhereGreater(x, TRow.Zero, TRow.Subtract(one, half), half);
    }

    /// <summary>The greatest of four lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Vector128<float> value)
    {
        value = Vector128.Max(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        return MathF.Max(value[0], value[1]);
    }
}
