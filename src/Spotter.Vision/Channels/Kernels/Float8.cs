using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>Eight lanes on 256-bit vectors.</summary>
internal readonly unsafe struct Float8(Vector256<float> value) : IFloatLanes<Float8>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 LoadBytes(byte* source) =>
        new(
            Vector256.ConvertToSingle(
                Vector256
                    .WidenLower(
                        Vector128
                            .WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(source)).AsByte())
                            .ToVector256Unsafe()
                    )
                    .AsInt32()
            )
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 Gather(float* source, int* indexes) =>
        Avx2.IsSupported
            ? new(Avx2.GatherVector256(source, Vector256.Load(indexes), sizeof(float)))
            : new(
                Vector256.Create(
                    source[indexes[0]],
                    source[indexes[1]],
                    source[indexes[2]],
                    source[indexes[3]],
                    source[indexes[4]],
                    source[indexes[5]],
                    source[indexes[6]],
                    source[indexes[7]]
                )
            );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBiased(sbyte* target)
    {
        Vector256<int> whole =
            Vector256.ConvertToInt32Native(Vector256.MinNative(_value, Vector256.Create(255f)) + Vector256.Create(0.5f))
            - Vector256.Create(ChannelLayout.Bias);
        Vector128<short> narrow = Vector128.Narrow(whole.GetLower(), whole.GetUpper());
        Unsafe.WriteUnaligned(target, Vector128.Narrow(narrow, narrow).AsUInt64().ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 operator +(Float8 a, Float8 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 operator -(Float8 a, Float8 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 operator *(Float8 a, Float8 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 operator /(Float8 a, Float8 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 Abs(Float8 value) => new(Vector256.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 Max(Float8 a, Float8 b) => new(Vector256.MaxNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 Sqrt(Float8 value) => new(Vector256.Sqrt(value._value));
}
