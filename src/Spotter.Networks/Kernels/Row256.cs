using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spotter.Networks.Kernels;

/// <summary>A row in two 256-bit registers (AVX2 and FMA).</summary>
internal readonly unsafe struct Row256 : IRow<Row256>
{
    private readonly Vector256<float> _a;
    private readonly Vector256<float> _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Row256(Vector256<float> a, Vector256<float> b)
    {
        _a = a;
        _b = b;
    }

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static int TileHeight => 6;

    public static Row256 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Load(float* source) => new(Avx.LoadVector256(source), Avx.LoadVector256(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Create(float value)
    {
        Vector256<float> all = Vector256.Create(value);
        return new(all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Row256 value, float* destination)
    {
        Avx.Store(destination, value._a);
        Avx.Store(destination + 8, value._b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 MultiplyAdd(float* factor, Row256 row, Row256 sum)
    {
        Vector256<float> all = Vector256.Create(*factor);
        return new(Fma.MultiplyAdd(all, row._a, sum._a), Fma.MultiplyAdd(all, row._b, sum._b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 MultiplyAdd(Row256 left, Row256 right, Row256 sum) =>
        new(Fma.MultiplyAdd(left._a, right._a, sum._a), Fma.MultiplyAdd(left._b, right._b, sum._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Add(Row256 left, Row256 right) => new(Avx.Add(left._a, right._a), Avx.Add(left._b, right._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Subtract(Row256 left, Row256 right) =>
        new(Avx.Subtract(left._a, right._a), Avx.Subtract(left._b, right._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Multiply(Row256 left, Row256 right) =>
        new(Avx.Multiply(left._a, right._a), Avx.Multiply(left._b, right._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Divide(Row256 left, Row256 right) =>
        new(Avx.Divide(left._a, right._a), Avx.Divide(left._b, right._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Max(Row256 left, Row256 right) => new(Avx.Max(left._a, right._a), Avx.Max(left._b, right._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Min(Row256 left, Row256 right) => new(Avx.Min(left._a, right._a), Avx.Min(left._b, right._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 ReciprocalSqrt(Row256 value) => new(ReciprocalSqrt(value._a), ReciprocalSqrt(value._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 Reciprocal(Row256 value) => new(Reciprocal(value._a), Reciprocal(value._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 WherePositive(Row256 test, Row256 value) =>
        new(
            Avx.And(Avx.CompareGreaterThan(test._a, Vector256<float>.Zero), value._a),
            Avx.And(Avx.CompareGreaterThan(test._b, Vector256<float>.Zero), value._b)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 WhereGreater(Row256 left, Row256 right, Row256 yes, Row256 no) =>
        new(
            Avx.BlendVariable(no._a, yes._a, Avx.CompareGreaterThan(left._a, right._a)),
            Avx.BlendVariable(no._b, yes._b, Avx.CompareGreaterThan(left._b, right._b))
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256 ScaleByPowerOfTwo(Row256 value, Row256 biased) =>
        new(
            Avx2.Add(value._a.AsInt32(), Avx2.ShiftLeftLogical(biased._a.AsInt32(), 23)).AsSingle(),
            Avx2.Add(value._b.AsInt32(), Avx2.ShiftLeftLogical(biased._b.AsInt32(), 23)).AsSingle()
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Row256 value)
    {
        Vector256<float> half = Avx.Add(value._a, value._b);
        return Vector128.Sum(Sse.Add(half.GetLower(), half.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Row256 value)
    {
        Vector256<float> half = Avx.Max(value._a, value._b);
        return RowMath.MaxLane(Sse.Max(half.GetLower(), half.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ReciprocalSqrt(Vector256<float> value)
    {
        // y' = y * (1.5 - x/2 * y * y) doubles the 12 bits of the estimate.
        Vector256<float> estimate = Avx.ReciprocalSqrt(value);
        Vector256<float> half = Avx.Multiply(value, Vector256.Create(0.5f));
        return Avx.Multiply(
            estimate,
            Fma.MultiplyAddNegated(Avx.Multiply(half, estimate), estimate, Vector256.Create(1.5f))
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Reciprocal(Vector256<float> value)
    {
        // y' = y * (2 - x * y) doubles the 12 bits of the estimate.
        Vector256<float> estimate = Avx.Reciprocal(value);
        return Avx.Multiply(estimate, Fma.MultiplyAddNegated(value, estimate, Vector256.Create(2f)));
    }
}
