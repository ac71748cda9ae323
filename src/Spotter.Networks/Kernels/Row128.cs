using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spotter.Networks.Kernels;

/// <summary>A row in four 128-bit registers: NEON, SSE and every other processor.</summary>
internal readonly unsafe struct Row128 : IRow<Row128>
{
    private readonly Vector128<float> _a;
    private readonly Vector128<float> _b;
    private readonly Vector128<float> _c;
    private readonly Vector128<float> _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Row128(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        _a = a;
        _b = b;
        _c = c;
        _d = d;
    }

    public static int TileHeight => 4;

    public static Row128 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Load(float* source) =>
        new(
            Vector128.Load(source),
            Vector128.Load(source + 4),
            Vector128.Load(source + 8),
            Vector128.Load(source + 12)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Create(float value)
    {
        Vector128<float> all = Vector128.Create(value);
        return new(all, all, all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Row128 value, float* destination)
    {
        Vector128.Store(value._a, destination);
        Vector128.Store(value._b, destination + 4);
        Vector128.Store(value._c, destination + 8);
        Vector128.Store(value._d, destination + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 MultiplyAdd(float* factor, Row128 row, Row128 sum)
    {
        Vector128<float> all = Vector128.Create(*factor);
        return new(
            Vector128.MultiplyAddEstimate(all, row._a, sum._a),
            Vector128.MultiplyAddEstimate(all, row._b, sum._b),
            Vector128.MultiplyAddEstimate(all, row._c, sum._c),
            Vector128.MultiplyAddEstimate(all, row._d, sum._d)
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 MultiplyAdd(Row128 left, Row128 right, Row128 sum) =>
        new(
            Vector128.MultiplyAddEstimate(left._a, right._a, sum._a),
            Vector128.MultiplyAddEstimate(left._b, right._b, sum._b),
            Vector128.MultiplyAddEstimate(left._c, right._c, sum._c),
            Vector128.MultiplyAddEstimate(left._d, right._d, sum._d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Add(Row128 left, Row128 right) =>
        new(left._a + right._a, left._b + right._b, left._c + right._c, left._d + right._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Subtract(Row128 left, Row128 right) =>
        new(left._a - right._a, left._b - right._b, left._c - right._c, left._d - right._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Multiply(Row128 left, Row128 right) =>
        new(left._a * right._a, left._b * right._b, left._c * right._c, left._d * right._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Divide(Row128 left, Row128 right) =>
        new(left._a / right._a, left._b / right._b, left._c / right._c, left._d / right._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Max(Row128 left, Row128 right) =>
        new(
            Vector128.Max(left._a, right._a),
            Vector128.Max(left._b, right._b),
            Vector128.Max(left._c, right._c),
            Vector128.Max(left._d, right._d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Min(Row128 left, Row128 right) =>
        new(
            Vector128.Min(left._a, right._a),
            Vector128.Min(left._b, right._b),
            Vector128.Min(left._c, right._c),
            Vector128.Min(left._d, right._d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 ReciprocalSqrt(Row128 value) =>
        new(ReciprocalSqrt(value._a), ReciprocalSqrt(value._b), ReciprocalSqrt(value._c), ReciprocalSqrt(value._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 Reciprocal(Row128 value) =>
        new(Reciprocal(value._a), Reciprocal(value._b), Reciprocal(value._c), Reciprocal(value._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 WherePositive(Row128 test, Row128 value) =>
        new(
            Vector128.GreaterThan(test._a, Vector128<float>.Zero) & value._a,
            Vector128.GreaterThan(test._b, Vector128<float>.Zero) & value._b,
            Vector128.GreaterThan(test._c, Vector128<float>.Zero) & value._c,
            Vector128.GreaterThan(test._d, Vector128<float>.Zero) & value._d
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 WhereGreater(Row128 left, Row128 right, Row128 yes, Row128 no) =>
        new(
            Vector128.ConditionalSelect(Vector128.GreaterThan(left._a, right._a), yes._a, no._a),
            Vector128.ConditionalSelect(Vector128.GreaterThan(left._b, right._b), yes._b, no._b),
            Vector128.ConditionalSelect(Vector128.GreaterThan(left._c, right._c), yes._c, no._c),
            Vector128.ConditionalSelect(Vector128.GreaterThan(left._d, right._d), yes._d, no._d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row128 ScaleByPowerOfTwo(Row128 value, Row128 biased) =>
        new(
            (value._a.AsInt32() + (biased._a.AsInt32() << 23)).AsSingle(),
            (value._b.AsInt32() + (biased._b.AsInt32() << 23)).AsSingle(),
            (value._c.AsInt32() + (biased._c.AsInt32() << 23)).AsSingle(),
            (value._d.AsInt32() + (biased._d.AsInt32() << 23)).AsSingle()
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Row128 value) => Vector128.Sum((value._a + value._c) + (value._b + value._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Row128 value) =>
        RowMath.MaxLane(Vector128.Max(Vector128.Max(value._a, value._c), Vector128.Max(value._b, value._d)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ReciprocalSqrt(Vector128<float> value) =>
        Vector128<float>.One / Vector128.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Reciprocal(Vector128<float> value) => Vector128<float>.One / value;
}
