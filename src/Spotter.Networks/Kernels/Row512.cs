using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spotter.Networks.Kernels;

/// <summary>A row in one 512-bit register (AVX-512F).</summary>
internal readonly unsafe struct Row512 : IRow<Row512>
{
    private readonly Vector512<float> _all;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Row512(Vector512<float> all) => _all = all;

    // The runtime's Vector512.IsHardwareAccelerated is false on processors that lower their clock for wide registers;
    // the wide tiles win there all the same, because a dense layer is bound by multiply-adds.
    public static bool IsSupported => Avx512F.IsSupported && Avx512DQ.IsSupported;

    public static int TileHeight => 12;

    public static Row512 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Load(float* source) => new(Avx512F.LoadVector512(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Row512 value, float* destination) => Avx512F.Store(destination, value._all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 MultiplyAdd(float* factor, Row512 row, Row512 sum) =>
        new(Avx512F.FusedMultiplyAdd(Vector512.Create(*factor), row._all, sum._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 MultiplyAdd(Row512 left, Row512 right, Row512 sum) =>
        new(Avx512F.FusedMultiplyAdd(left._all, right._all, sum._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Add(Row512 left, Row512 right) => new(Avx512F.Add(left._all, right._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Subtract(Row512 left, Row512 right) => new(Avx512F.Subtract(left._all, right._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Multiply(Row512 left, Row512 right) => new(Avx512F.Multiply(left._all, right._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Divide(Row512 left, Row512 right) => new(Avx512F.Divide(left._all, right._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Max(Row512 left, Row512 right) => new(Avx512F.Max(left._all, right._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Min(Row512 left, Row512 right) => new(Avx512F.Min(left._all, right._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 ReciprocalSqrt(Row512 value)
    {
        // y' = y * (1.5 - x/2 * y * y) doubles the 14 bits of the estimate.
        Vector512<float> estimate = Avx512F.ReciprocalSqrt14(value._all);
        Vector512<float> half = Avx512F.Multiply(value._all, Vector512.Create(0.5f));
        return new(
            Avx512F.Multiply(
                estimate,
                Avx512F.FusedMultiplyAddNegated(Avx512F.Multiply(half, estimate), estimate, Vector512.Create(1.5f))
            )
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Reciprocal(Row512 value)
    {
        // y' = y * (2 - x * y) doubles the 14 bits of the estimate.
        Vector512<float> estimate = Avx512F.Reciprocal14(value._all);
        return new(
            Avx512F.Multiply(estimate, Avx512F.FusedMultiplyAddNegated(value._all, estimate, Vector512.Create(2f)))
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 WherePositive(Row512 test, Row512 value) =>
        new(Avx512DQ.And(Avx512F.CompareGreaterThan(test._all, Vector512<float>.Zero), value._all));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 WhereGreater(Row512 left, Row512 right, Row512 yes, Row512 no) =>
        new(Avx512F.BlendVariable(no._all, yes._all, Avx512F.CompareGreaterThan(left._all, right._all)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 ScaleByPowerOfTwo(Row512 value, Row512 biased) =>
        new(Avx512F.Add(value._all.AsInt32(), Avx512F.ShiftLeftLogical(biased._all.AsInt32(), 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Row512 value)
    {
        Vector256<float> half = Avx.Add(value._all.GetLower(), value._all.GetUpper());
        return Vector128.Sum(Sse.Add(half.GetLower(), half.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Row512 value)
    {
        Vector256<float> half = Avx.Max(value._all.GetLower(), value._all.GetUpper());
        return RowMath.MaxLane(Sse.Max(half.GetLower(), half.GetUpper()));
    }
}
