using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Short = System.Runtime.Intrinsics.Vector128<short>;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>Four short lanes in the lower half of a vector, for <see cref="Lanes128"/>.</summary>
internal readonly unsafe struct Shorts64 : IShortLanes<Short>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short LoadSamples(nint window, nint offset) =>
        Vector128.CreateScalarUnsafe(*(long*)((short*)window + offset)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Broadcast(int* source) => Vector128.Create(*source).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Add(Short a, Short b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Subtract(Short a, Short b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Multiply(Short a, Short b) => a * b;
}
