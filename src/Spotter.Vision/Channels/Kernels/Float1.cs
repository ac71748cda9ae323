using System.Runtime.CompilerServices;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>One lane: the definition, and the ends of rows.</summary>
internal readonly unsafe struct Float1(float value) : IFloatLanes<Float1>
{
    private readonly float _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 Load(float* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 LoadBytes(byte* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 Create(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 Gather(float* source, int* indexes) => new(source[*indexes]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => *target = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBiased(sbyte* target) =>
        *target = (sbyte)((int)(MathF.Min(_value, 255) + 0.5f) - ChannelLayout.Bias);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 operator +(Float1 a, Float1 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 operator -(Float1 a, Float1 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 operator *(Float1 a, Float1 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 operator /(Float1 a, Float1 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 Abs(Float1 value) => new(MathF.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 Max(Float1 a, Float1 b) => new(MathF.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 Sqrt(Float1 value) => new(MathF.Sqrt(value._value));
}
