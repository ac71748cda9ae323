using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>Four lanes on whatever 128-bit vectors the processor has.</summary>
internal readonly unsafe struct Float4(Vector128<float> value) : IFloatLanes<Float4>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 LoadBytes(byte* source) =>
        new(
            Vector128.ConvertToSingle(
                Vector128
                    .WidenLower(
                        Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(source)).AsByte())
                    )
                    .AsInt32()
            )
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Create(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Gather(float* source, int* indexes) =>
        new(Vector128.Create(source[indexes[0]], source[indexes[1]], source[indexes[2]], source[indexes[3]]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => _value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBiased(sbyte* target)
    {
        Vector128<int> whole =
            Vector128.ConvertToInt32Native(Vector128.MinNative(_value, Vector128.Create(255f)) + Vector128.Create(0.5f))
            - Vector128.Create(ChannelLayout.Bias);
        Unsafe.WriteUnaligned(
            target,
            Vector128.Narrow(Vector128.Narrow(whole, whole), Vector128<short>.Zero).AsUInt32().ToScalar()
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator +(Float4 a, Float4 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator -(Float4 a, Float4 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator *(Float4 a, Float4 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator /(Float4 a, Float4 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Abs(Float4 value) => new(Vector128.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Max(Float4 a, Float4 b) => new(Vector128.MaxNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Sqrt(Float4 value) => new(Vector128.Sqrt(value._value));
}
