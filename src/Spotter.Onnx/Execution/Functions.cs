using Spotter.Networks.Kernels;

namespace Spotter.Onnx.Execution;

/// <summary>A function of a number, for rows of sixteen and for one. Its numbers come from the node.</summary>
internal interface IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    TRow Apply(TRow x);
}

/// <summary>A function of two numbers, for rows of sixteen and for one.</summary>
internal interface IRowPair<TRow>
    where TRow : struct, IRow<TRow>
{
    static abstract TRow Apply(TRow a, TRow b);

    static abstract float Apply(float a, float b);
}

internal readonly struct ClipRow<TRow>(float least, float most) : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) => TRow.Min(TRow.Max(x, TRow.Create(least)), TRow.Create(most));
}

internal readonly struct LeakyRow<TRow>(float slope) : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) => TRow.WhereGreater(x, TRow.Zero, x, TRow.Multiply(x, TRow.Create(slope)));
}

internal readonly struct SigmoidRow<TRow> : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) => RowMath.Sigmoid(x);
}

/// <summary>x sigmoid x.</summary>
internal readonly struct SwishRow<TRow> : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) => TRow.Multiply(x, RowMath.Sigmoid(x));
}

internal readonly struct TanhRow<TRow> : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) => RowMath.Tanh(x);
}

/// <summary>max(0, min(1, alpha x + beta)).</summary>
internal readonly struct HardSigmoidRow<TRow>(float alpha, float beta) : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) =>
        TRow.Min(TRow.Max(TRow.MultiplyAdd(x, TRow.Create(alpha), TRow.Create(beta)), TRow.Zero), TRow.Create(1f));
}

/// <summary>x max(0, min(1, x / 6 + 1/2)).</summary>
internal readonly struct HardSwishRow<TRow> : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) => TRow.Multiply(x, new HardSigmoidRow<TRow>(1f / 6, 0.5f).Apply(x));
}

internal readonly struct ExpRow<TRow> : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) => RowMath.Exp(x);
}

/// <summary>x tanh(ln(1 + e^x)), with e = e^min(x, 20): x (e^2 + 2 e) / (e^2 + 2 e + 2).</summary>
internal readonly struct MishRow<TRow> : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x)
    {
        TRow e = RowMath.Exp(TRow.Min(x, TRow.Create(20f)));
        TRow sum = TRow.MultiplyAdd(e, e, TRow.Add(e, e));
        return TRow.Multiply(x, TRow.Divide(sum, TRow.Add(sum, TRow.Create(2f))));
    }
}

/// <summary>2 N(x sqrt 2) - 1, N the normal distribution function.</summary>
internal readonly struct ErfRow<TRow> : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x)
    {
        TRow twice = RowMath.NormalCumulative(TRow.Multiply(x, TRow.Create(1.41421356f)));
        return TRow.Subtract(TRow.Add(twice, twice), TRow.Create(1f));
    }
}

internal readonly struct GeluRow<TRow> : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    public TRow Apply(TRow x) => TRow.Multiply(x, RowMath.NormalCumulative(x));
}

/// <summary>What a quantised network would keep of a number: scale (round(x / scale), within limits).</summary>
internal readonly struct QuantizedRow<TRow>(float scale, float least, float most) : IRowFunction<TRow>
    where TRow : struct, IRow<TRow>
{
    // Adding 1.5 * 2^23 rounds to even what is below 2^22.
    public TRow Apply(TRow x)
    {
        TRow magic = TRow.Create(12582912f);
        TRow steps = TRow.Divide(x, TRow.Create(scale));
        steps = TRow.Min(TRow.Max(steps, TRow.Create(least)), TRow.Create(most));
        return TRow.Multiply(TRow.Subtract(TRow.Add(steps, magic), magic), TRow.Create(scale));
    }
}

internal readonly struct AddPair<TRow> : IRowPair<TRow>
    where TRow : struct, IRow<TRow>
{
    public static TRow Apply(TRow a, TRow b) => TRow.Add(a, b);

    public static float Apply(float a, float b) => a + b;
}

internal readonly struct SubtractPair<TRow> : IRowPair<TRow>
    where TRow : struct, IRow<TRow>
{
    public static TRow Apply(TRow a, TRow b) => TRow.Subtract(a, b);

    public static float Apply(float a, float b) => a - b;
}

internal readonly struct MultiplyPair<TRow> : IRowPair<TRow>
    where TRow : struct, IRow<TRow>
{
    public static TRow Apply(TRow a, TRow b) => TRow.Multiply(a, b);

    public static float Apply(float a, float b) => a * b;
}

internal readonly struct DividePair<TRow> : IRowPair<TRow>
    where TRow : struct, IRow<TRow>
{
    public static TRow Apply(TRow a, TRow b) => TRow.Divide(a, b);

    public static float Apply(float a, float b) => a / b;
}

internal readonly struct MaxPair<TRow> : IRowPair<TRow>
    where TRow : struct, IRow<TRow>
{
    public static TRow Apply(TRow a, TRow b) => TRow.Max(a, b);

    public static float Apply(float a, float b) => MathF.Max(a, b);
}

internal readonly struct MinPair<TRow> : IRowPair<TRow>
    where TRow : struct, IRow<TRow>
{
    public static TRow Apply(TRow a, TRow b) => TRow.Min(a, b);

    public static float Apply(float a, float b) => MathF.Min(a, b);
}

/// <summary>a where a is positive, else a times b: PRelu.</summary>
internal readonly struct SlopePair<TRow> : IRowPair<TRow>
    where TRow : struct, IRow<TRow>
{
    public static TRow Apply(TRow a, TRow b) => TRow.WhereGreater(a, TRow.Zero, a, TRow.Multiply(a, b));

    public static float Apply(float a, float b) => a > 0 ? a : a * b;
}
