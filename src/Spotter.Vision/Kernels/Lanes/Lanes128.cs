using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Spotter.Vision.Kernels.Vectors;
using Int = System.Runtime.Intrinsics.Vector128<int>;
using Real = System.Runtime.Intrinsics.Vector128<float>;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>Four lanes on whatever 128-bit vectors the processor has: SSE, NEON, WebAssembly.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Int, Real>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Count => 4;

    public static ShortSamples ShortSamples => ShortSamples.InTrees;

    public static Int Zero => Int.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Load(int* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadSamples(nint window, nint offset) => Load((int*)window + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real LoadFloat(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Int value, int* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloat(Real value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Broadcast(int* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real BroadcastFloat(float* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Add(Int a, Int b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Subtract(Int a, Int b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real ToFloat(Int value) => Vector128.ConvertToSingle(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real Multiply(Real a, Real b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real AddFloat(Real a, Real b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real MultiplySubtractExact(Real a, Real b, Real c) => (a * b) - c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real LessThan(Real a, Real b) => Vector128.LessThan(a, b);

    // No portable vector looks up in eight words; four look-ups of their own are quick enough.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real IsMember(int* subset, Int category) =>
        Vector128
            .Create(
                Member(subset, category.GetElement(0)),
                Member(subset, category.GetElement(1)),
                Member(subset, category.GetElement(2)),
                Member(subset, category.GetElement(3))
            )
            .AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SetBitWhereAtLeast(Int bits, Int a, Int b, int bit) =>
        bits | (Vector128.GreaterThanOrEqual(a, b) & Vector128.Create(bit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Keep(Real mask, Int value) => mask.AsInt32() & value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int AddWhere(Real mask, Int vote, Int sum) => sum + (mask.AsInt32() & vote);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Select(Real mask, Int a, Int b) => Vector128.ConditionalSelect(mask.AsInt32(), a, b);

    public static int MaskLength => Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(Real mask, int* target) => StoreFloat(mask, (float*)target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SelectStored(int* mask, Int a, Int b) => Select(LoadFloat((float*)mask), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint GreaterThanBits(Int a, Int b) => Vector128.GreaterThan(a, b).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadBytes(byte* source)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(source)).AsByte();
        return Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadPairs(byte* source, out Int seconds)
    {
        Int pairs = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(long*)source).AsUInt16()).AsInt32();
        seconds = Vector128.ShiftRightLogical(pairs, 8);
        return (pairs & Vector128.Create(0xFF)) + seconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int Square(Int value) => value * value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int SquarePairs(byte* source)
    {
        Vector128<ushort> pixels = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(long*)source).AsByte());
        Vector128<int> pairs = pixels.AsInt32();
        Vector128<int> left = pairs & Vector128.Create(0xFFFF);
        Vector128<int> right = Vector128.ShiftRightLogical(pairs, 16);
        return (left * left) + (right * right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int PrefixSum(Int value, ref Int carry)
    {
        value += Vector128.Shuffle(value, Vector128.Create(4, 0, 1, 2)); // an index out of range reads 0
        value += Vector128.Shuffle(value, Vector128.Create(4, 4, 0, 1));
        value += carry;
        carry = Vector128.Shuffle(value, Vector128.Create(3));
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(Int value, int* even, int* odd)
    {
        Vector128<long> sorted = Vector128.Shuffle(value, Vector128.Create(0, 2, 1, 3)).AsInt64();
        *(long*)even = sorted.GetElement(0);
        *(long*)odd = sorted.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int LoadEven(int* source)
    {
        Int low = Vector128.Shuffle(Vector128.Load(source), Vector128.Create(0, 2, 0, 2));
        Int high = Vector128.Shuffle(Vector128.Load(source + 4), Vector128.Create(0, 2, 0, 2));
        return Vector128.Create(low.GetLower(), high.GetLower());
    }

    public static void Transpose(int* source, int sourceStride, int* target, int targetStride)
    {
        for (int row = 0; row < Count; row++)
        {
            for (int column = 0; column < Count; column++)
            {
                target[(column * targetStride) + row] = source[(row * sourceStride) + column];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreShort(Int value, short* target) =>
        *(long*)target = Vector128.Narrow(value, value).AsInt64().ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<Int> ShortValues<TShape>(int* entry, Four<nint> windows)
        where TShape : struct, IHaarShape => Widen(TShape.ShortValues<Shorts64, Vector128<short>>(entry, windows));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Four<Int> Widen(Four<Vector128<short>> values) =>
        new()
        {
            Item0 = Vector128.WidenLower(values.Item0),
            Item1 = Vector128.WidenLower(values.Item1),
            Item2 = Vector128.WidenLower(values.Item2),
            Item3 = Vector128.WidenLower(values.Item3),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real VarianceFactors(Int sums, Int squares, double area, double smallest, out uint passing)
    {
        Vector128<double> low = Radicand(Vector128.WidenLower(sums), Vector128.WidenLower(squares), area);
        Vector128<double> high = Radicand(Vector128.WidenUpper(sums), Vector128.WidenUpper(squares), area);
        Vector128<double> least = Vector128.Create(smallest);
        passing =
            Vector128.GreaterThanOrEqual(low, least).ExtractMostSignificantBits()
            | (Vector128.GreaterThanOrEqual(high, least).ExtractMostSignificantBits() << 2);
        Vector128<double> one = Vector128.Create(1.0);
        return passing == 0 ? Real.Zero : Vector128.Narrow(one / Vector128.Sqrt(low), one / Vector128.Sqrt(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Radicand(Vector128<long> sums, Vector128<long> squares, double area)
    {
        Vector128<double> sum = Vector128.ConvertToDouble(sums);
        return (Vector128.Create(area) * Vector128.ConvertToDouble(squares)) - (sum * sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Member(int* subset, int category) => (subset[category >> 5] << (31 - (category & 31))) >> 31;
}
