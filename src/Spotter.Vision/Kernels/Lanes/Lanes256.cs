using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Spotter.Vision.Kernels.Vectors;
using Int = System.Runtime.Intrinsics.Vector256<int>;
using Real = System.Runtime.Intrinsics.Vector256<float>;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>Eight lanes with AVX2 and FMA.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Int, Real>
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static int Count => 8;

    public static ShortSamples ShortSamples => ShortSamples.InTrees;

    public static Int Zero => Int.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Load(int* source) => Avx.LoadVector256(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadSamples(nint window, nint offset) => Load((int*)window + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real LoadFloat(float* source) => Avx.LoadVector256(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Int value, int* target) => Avx.Store(target, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloat(Real value, float* target) => Avx.Store(target, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Broadcast(int* source) => Avx2.BroadcastScalarToVector256(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real BroadcastFloat(float* source) => Avx.BroadcastScalarToVector256(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Add(Int a, Int b) => Avx2.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Subtract(Int a, Int b) => Avx2.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real ToFloat(Int value) => Avx.ConvertToVector256Single(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Multiply(Real a, Real b) => Avx.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real AddFloat(Real a, Real b) => Avx.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real MultiplySubtractExact(Real a, Real b, Real c) => Fma.MultiplySubtract(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real LessThan(Real a, Real b) => Avx.CompareLessThan(a, b);

    // The three upper bits of a category choose a word, the five lower ones a bit, which a shift brings to the sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real IsMember(int* subset, Int category)
    {
        Int words = Avx2.PermuteVar8x32(Avx.LoadVector256(subset), Avx2.ShiftRightLogical(category, 5));
        Int distance = Avx2.AndNot(category, Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(31)));
        return Avx2.ShiftRightArithmetic(Avx2.ShiftLeftLogicalVariable(words, distance.AsUInt32()), 31).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SetBitWhereAtLeast(Int bits, Int a, Int b, int bit) =>
        Avx2.Or(
            bits,
            Avx2.AndNot(
                Avx2.CompareGreaterThan(b, a),
                Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(bit))
            )
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Keep(Real mask, Int value) => Avx2.And(mask.AsInt32(), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int AddWhere(Real mask, Int vote, Int sum) => Avx2.Add(sum, Avx2.And(mask.AsInt32(), vote));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Select(Real mask, Int a, Int b) => Avx.BlendVariable(b.AsSingle(), a.AsSingle(), mask).AsInt32();

    public static int MaskLength => Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(Real mask, int* target) => StoreFloat(mask, (float*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SelectStored(int* mask, Int a, Int b) => Select(LoadFloat((float*)mask), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint GreaterThanBits(Int a, Int b) => (uint)Avx.MoveMask(Avx2.CompareGreaterThan(a, b).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadBytes(byte* source) => Avx2.ConvertToVector256Int32(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadPairs(byte* source, out Int seconds)
    {
        Int pairs = Avx2.ConvertToVector256Int32((ushort*)source);
        seconds = Avx2.ShiftRightLogical(pairs, 8);
        return Avx2.Add(Avx2.And(pairs, Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(0xFF))), seconds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Square(Int value) => Avx2.MultiplyAddAdjacent(value.AsInt16(), value.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SquarePairs(byte* source)
    {
        Vector256<short> pixels = Avx2.ConvertToVector256Int16(source);
        return Avx2.MultiplyAddAdjacent(pixels, pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int PrefixSum(Int value, ref Int carry)
    {
        // Sums inside each half, then the lower half's total on top of the upper half.
        value = Avx2.Add(value, Avx2.ShiftLeftLogical128BitLane(value, 4));
        value = Avx2.Add(value, Avx2.ShiftLeftLogical128BitLane(value, 8));
        Int lowerInUpper = Avx2.Permute2x128(value, value, 0x08);
        value = Avx2.Add(value, Avx2.Shuffle(lowerInUpper, 0xFF));
        value = Avx2.Add(value, carry);
        carry = Avx2.PermuteVar8x32(value, Avx2.BroadcastScalarToVector256(Vector128.CreateScalarUnsafe(7)));
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(Int value, int* even, int* odd)
    {
        Int sorted = EvenThenOdd(value);
        Sse2.Store(even, Avx2.ExtractVector128(sorted, 0));
        Sse2.Store(odd, Avx2.ExtractVector128(sorted, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadEven(int* source)
    {
        Real low = Avx.LoadVector256((float*)source);
        Real high = Avx.LoadVector256((float*)source + 8);
        return Avx2.Permute4x64(Avx.Shuffle(low, high, 0x88).AsInt64(), 0xD8).AsInt32();
    }

    // Halves of rows four apart share a vector; then pairs of rows are mixed by element, and pairs of these by two.
    public static void Transpose(int* source, int sourceStride, int* target, int targetStride)
    {
        for (int half = 0; half < 2; half++)
        {
            int* first = source + (4 * half);
            Real row04 = Rows(first, sourceStride);
            Real row15 = Rows(first + sourceStride, sourceStride);
            Real row26 = Rows(first + (2 * sourceStride), sourceStride);
            Real row37 = Rows(first + (3 * sourceStride), sourceStride);
            Real low01 = Avx.UnpackLow(row04, row15);
            Real high01 = Avx.UnpackHigh(row04, row15);
            Real low23 = Avx.UnpackLow(row26, row37);
            Real high23 = Avx.UnpackHigh(row26, row37);
            float* columns = (float*)target + (4 * half * targetStride);
            Avx.Store(columns, Avx.Shuffle(low01, low23, 0x44));
            Avx.Store(columns + targetStride, Avx.Shuffle(low01, low23, 0xEE));
            Avx.Store(columns + (2 * targetStride), Avx.Shuffle(high01, high23, 0x44));
            Avx.Store(columns + (3 * targetStride), Avx.Shuffle(high01, high23, 0xEE));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Real Rows(int* first, int stride) =>
        Avx.InsertVector128(
            Sse.LoadVector128((float*)first).ToVector256Unsafe(),
            Sse.LoadVector128((float*)first + (4 * stride)),
            1
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreShort(Int value, short* target) =>
        Sse2.Store(
            target,
            Avx2.Permute4x64(Avx2.Shuffle(value.AsByte(), LowerHalves()).AsInt64(), 0x08).GetLower().AsInt16()
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<Int> ShortValues<TShape>(int* entry, Four<nint> windows)
        where TShape : struct, IHaarShape => Widen(TShape.ShortValues<Shorts128, Vector128<short>>(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<Int> Widen(Four<Vector128<short>> values) =>
        new()
        {
            Item0 = Avx2.ConvertToVector256Int32(values.Item0),
            Item1 = Avx2.ConvertToVector256Int32(values.Item1),
            Item2 = Avx2.ConvertToVector256Int32(values.Item2),
            Item3 = Avx2.ConvertToVector256Int32(values.Item3),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real VarianceFactors(Int sums, Int squares, double area, double smallest, out uint passing)
    {
        Vector256<double> areas = Avx.BroadcastScalarToVector256(&area);
        Vector256<double> least = Avx.BroadcastScalarToVector256(&smallest);
        Vector256<double> low = Radicand(Avx2.ExtractVector128(sums, 0), Avx2.ExtractVector128(squares, 0), areas);
        Vector256<double> high = Radicand(Avx2.ExtractVector128(sums, 1), Avx2.ExtractVector128(squares, 1), areas);
        passing = (uint)(
            Avx.MoveMask(Avx.CompareGreaterThanOrEqual(low, least))
            | (Avx.MoveMask(Avx.CompareGreaterThanOrEqual(high, least)) << 4)
        );
        if (passing == 0)
        {
            return Real.Zero;
        }

        double unit = 1;
        Vector256<double> one = Avx.BroadcastScalarToVector256(&unit);
        return Avx.InsertVector128(
            Avx.ConvertToVector128Single(Avx.Divide(one, Avx.Sqrt(low))).ToVector256Unsafe(),
            Avx.ConvertToVector128Single(Avx.Divide(one, Avx.Sqrt(high))),
            1
        );
    }

    // In each half the lower 16 bits of its four lanes, then nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LowerHalves() =>
        Vector256.Create(
            0,
            1,
            4,
            5,
            8,
            9,
            12,
            13,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            0,
            1,
            4,
            5,
            8,
            9,
            12,
            13,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255
        );

    // 0 2 4 6 1 3 5 7
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Int EvenThenOdd(Int value) => Avx2.Permute4x64(Avx2.Shuffle(value, 0xD8).AsInt64(), 0xD8).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Radicand(Vector128<int> sums, Vector128<int> squares, Vector256<double> areas)
    {
        Vector256<double> sum = Avx.ConvertToVector256Double(sums);
        return Avx.Subtract(Avx.Multiply(areas, Avx.ConvertToVector256Double(squares)), Avx.Multiply(sum, sum));
    }
}
