using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Spotter.Vision.Kernels.Vectors;
using Int = System.Runtime.Intrinsics.Vector512<int>;
using Real = System.Runtime.Intrinsics.Vector512<float>;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>Sixteen lanes with AVX-512 (F, BW and DQ).</summary>
internal readonly unsafe struct Lanes512 : ILanes<Int, Real>
{
    public static bool IsSupported => Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported;

    public static int Count => 16;

    public static ShortSamples ShortSamples => ShortSamples.Everywhere;

    public static Int Zero => Int.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Load(int* source) => Avx512F.LoadVector512(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadSamples(nint window, nint offset) => Load((int*)window + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real LoadFloat(float* source) => Avx512F.LoadVector512(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Int value, int* target) => Avx512F.Store(target, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloat(Real value, float* target) => Avx512F.Store(target, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Broadcast(int* source) =>
        Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real BroadcastFloat(float* source) =>
        Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Add(Int a, Int b) => Avx512F.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Subtract(Int a, Int b) => Avx512F.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real ToFloat(Int value) => Avx512F.ConvertToVector512Single(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Multiply(Real a, Real b) => Avx512F.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real AddFloat(Real a, Real b) => Avx512F.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real MultiplySubtractExact(Real a, Real b, Real c) => Avx512F.FusedMultiplySubtract(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real LessThan(Real a, Real b) => Avx512F.CompareLessThan(a, b);

    // As in 256 bits; an index below 8 never reaches the upper half of the words. (Broadcasting them from memory would
    // do as well, but .NET 10.0 encodes the displacement of VBROADCASTI64X4 for the wrong operand size.)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real IsMember(int* subset, Int category)
    {
        Int words = Avx512F.PermuteVar16x32(
            Avx.LoadVector256(subset).ToVector512Unsafe(),
            Avx512F.ShiftRightLogical(category, 5)
        );
        int lowBits = 31;
        Int distance = Avx512F.AndNot(category, Broadcast(&lowBits));
        return Avx512F.ShiftLeftLogicalVariable(words, distance.AsUInt32()).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SetBitWhereAtLeast(Int bits, Int a, Int b, int bit) =>
        Avx512F.BlendVariable(bits, Avx512F.Or(bits, Broadcast(&bit)), Avx512F.CompareGreaterThanOrEqual(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Keep(Real mask, Int value) => Avx512F.BlendVariable(Real.Zero, value.AsSingle(), mask).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int AddWhere(Real mask, Int vote, Int sum) =>
        Avx512F.BlendVariable(sum.AsSingle(), Avx512F.Add(sum, vote).AsSingle(), mask).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Select(Real mask, Int a, Int b) =>
        Avx512F.BlendVariable(b.AsSingle(), a.AsSingle(), mask).AsInt32();

    public static int MaskLength => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(Real mask, int* target) => *target = Avx512F.MoveMask(mask);

    // A bit a lane: each lane looks at its own bit of the same number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SelectStored(int* mask, Int a, Int b) =>
        Avx512F.BlendVariable(b, a, Avx512F.CompareNotEqual(Avx512F.And(Broadcast(mask), LaneBits()), Int.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint GreaterThanBits(Int a, Int b) => (uint)Avx512F.MoveMask(Avx512F.CompareGreaterThan(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadBytes(byte* source) => Avx512F.ConvertToVector512Int32(Sse2.LoadVector128(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadPairs(byte* source, out Int seconds)
    {
        int lowByte = 0xFF;
        Int pairs = Avx512F.ConvertToVector512Int32(Avx.LoadVector256((ushort*)source));
        seconds = Avx512F.ShiftRightLogical(pairs, 8);
        return Avx512F.Add(Avx512F.And(pairs, Broadcast(&lowByte)), seconds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Square(Int value) => Avx512BW.MultiplyAddAdjacent(value.AsInt16(), value.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SquarePairs(byte* source)
    {
        Vector512<short> pixels = Avx512BW.ConvertToVector512Int16(Avx.LoadVector256(source));
        return Avx512BW.MultiplyAddAdjacent(pixels, pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int PrefixSum(Int value, ref Int carry)
    {
        value = Avx512F.Add(value, Avx512F.AlignRight32(value, Int.Zero, 15));
        value = Avx512F.Add(value, Avx512F.AlignRight32(value, Int.Zero, 14));
        value = Avx512F.Add(value, Avx512F.AlignRight32(value, Int.Zero, 12));
        value = Avx512F.Add(value, Avx512F.AlignRight32(value, Int.Zero, 8));
        value = Avx512F.Add(value, carry);
        int last = 15;
        carry = Avx512F.PermuteVar16x32(value, Broadcast(&last));
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(Int value, int* even, int* odd)
    {
        Avx.Store(even, Avx512F.ConvertToVector256Int32(value.AsInt64()));
        Avx.Store(odd, Avx512F.ConvertToVector256Int32(Avx512F.ShiftRightLogical(value.AsInt64(), 32)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadEven(int* source) =>
        Avx512F.InsertVector256(
            Avx512F.ConvertToVector256Int32(Avx512F.LoadVector512((long*)source)).ToVector512Unsafe(),
            Avx512F.ConvertToVector256Int32(Avx512F.LoadVector512((long*)source + 8)),
            1
        );

    // Four columns at a time: quarters of rows four apart share a vector, then as in 256 bits.
    public static void Transpose(int* source, int sourceStride, int* target, int targetStride)
    {
        for (int quarter = 0; quarter < 4; quarter++)
        {
            int* first = source + (4 * quarter);
            Real row0 = Rows(first, sourceStride);
            Real row1 = Rows(first + sourceStride, sourceStride);
            Real row2 = Rows(first + (2 * sourceStride), sourceStride);
            Real row3 = Rows(first + (3 * sourceStride), sourceStride);
            Real low01 = Avx512F.UnpackLow(row0, row1);
            Real high01 = Avx512F.UnpackHigh(row0, row1);
            Real low23 = Avx512F.UnpackLow(row2, row3);
            Real high23 = Avx512F.UnpackHigh(row2, row3);
            float* columns = (float*)target + (4 * quarter * targetStride);
            Avx512F.Store(columns, Avx512F.Shuffle(low01, low23, 0x44));
            Avx512F.Store(columns + targetStride, Avx512F.Shuffle(low01, low23, 0xEE));
            Avx512F.Store(columns + (2 * targetStride), Avx512F.Shuffle(high01, high23, 0x44));
            Avx512F.Store(columns + (3 * targetStride), Avx512F.Shuffle(high01, high23, 0xEE));
        }
    }

    // Four numbers of each of the rows 0, 4, 8 and 12.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Real Rows(int* first, int stride)
    {
        Real rows = Sse.LoadVector128((float*)first).ToVector256Unsafe().ToVector512Unsafe();
        rows = Avx512F.InsertVector128(rows, Sse.LoadVector128((float*)first + (4 * stride)), 1);
        rows = Avx512F.InsertVector128(rows, Sse.LoadVector128((float*)first + (8 * stride)), 2);
        return Avx512F.InsertVector128(rows, Sse.LoadVector128((float*)first + (12 * stride)), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreShort(Int value, short* target) =>
        Avx.Store(target, Avx512F.ConvertToVector256Int16(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<Int> ShortValues<TShape>(int* entry, Four<nint> windows)
        where TShape : struct, IHaarShape => Widen(TShape.ShortValues<Shorts256, Vector256<short>>(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<Int> Widen(Four<Vector256<short>> values) =>
        new()
        {
            Item0 = Avx512F.ConvertToVector512Int32(values.Item0),
            Item1 = Avx512F.ConvertToVector512Int32(values.Item1),
            Item2 = Avx512F.ConvertToVector512Int32(values.Item2),
            Item3 = Avx512F.ConvertToVector512Int32(values.Item3),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real VarianceFactors(Int sums, Int squares, double area, double smallest, out uint passing)
    {
        Vector512<double> areas = BroadcastDouble(area);
        Vector512<double> least = BroadcastDouble(smallest);
        Vector512<double> low = Radicand(
            Avx512F.ExtractVector256(sums, 0),
            Avx512F.ExtractVector256(squares, 0),
            areas
        );
        Vector512<double> high = Radicand(
            Avx512F.ExtractVector256(sums, 1),
            Avx512F.ExtractVector256(squares, 1),
            areas
        );
        passing = (uint)(
            Avx512DQ.MoveMask(Avx512F.CompareGreaterThanOrEqual(low, least))
            | (Avx512DQ.MoveMask(Avx512F.CompareGreaterThanOrEqual(high, least)) << 8)
        );
        if (passing == 0)
        {
            return Real.Zero;
        }

        Vector512<double> lowRoot = ReciprocalRoot(low, out bool isLowCertain);
        Vector512<double> highRoot = ReciprocalRoot(high, out bool isHighCertain);
        if (!isLowCertain || !isHighCertain)
        {
            Vector512<double> one = BroadcastDouble(1);
            lowRoot = Avx512F.Divide(one, Avx512F.Sqrt(low));
            highRoot = Avx512F.Divide(one, Avx512F.Sqrt(high));
        }

        return Avx512DQ.InsertVector256(
            Avx512F.ConvertToVector256Single(lowRoot).ToVector512Unsafe(),
            Avx512F.ConvertToVector256Single(highRoot),
            1
        );
    }

    // Root and quotient take four times as long as an estimate y of 14 bits and a step of third order (Halley):
    // y (1 + e / 2 + 3 e^2 / 8) with e = 1 - r y^2, which is off by 5 e^3 / 16, less than 2^-40 of the root; rounded to
    // single that makes a difference only next to the middle between two floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ReciprocalRoot(Vector512<double> radicand, out bool isCertain)
    {
        const long Discarded = (1L << 29) - 1;
        const long Middle = 1L << 28;
        const long Doubt = 1L << 13;
        Vector512<double> root = Avx512F.ReciprocalSqrt14(radicand);
        Vector512<double> error = Avx512F.FusedMultiplyAddNegated(
            Avx512F.Multiply(radicand, root),
            root,
            BroadcastDouble(1)
        );
        Vector512<double> step = Avx512F.FusedMultiplyAdd(error, BroadcastDouble(0.375), BroadcastDouble(0.5));
        root = Avx512F.FusedMultiplyAdd(Avx512F.Multiply(root, error), step, root);
        Vector512<long> aboveDoubt = Avx512F.And(
            Avx512F.Add(root.AsInt64(), Vector512.Create(Doubt - Middle)),
            Vector512.Create(Discarded)
        );
        isCertain = Avx512DQ.MoveMask(Avx512F.CompareLessThanOrEqual(aboveDoubt, Vector512.Create(2 * Doubt))) == 0;
        return root;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Int LaneBits() =>
        Vector512.Create(
            1,
            1 << 1,
            1 << 2,
            1 << 3,
            1 << 4,
            1 << 5,
            1 << 6,
            1 << 7,
            1 << 8,
            1 << 9,
            1 << 10,
            1 << 11,
            1 << 12,
            1 << 13,
            1 << 14,
            1 << 15
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> BroadcastDouble(double value) =>
        Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Radicand(Vector256<int> sums, Vector256<int> squares, Vector512<double> areas)
    {
        Vector512<double> sum = Avx512F.ConvertToVector512Double(sums);

        // Whole numbers below 2^53: exact, whether fused or not.
        return Avx512F.FusedMultiplySubtract(
            areas,
            Avx512F.ConvertToVector512Double(squares),
            Avx512F.Multiply(sum, sum)
        );
    }
}
