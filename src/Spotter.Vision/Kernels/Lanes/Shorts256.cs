using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Short = System.Runtime.Intrinsics.Vector256<short>;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>Sixteen short lanes with AVX2, for <see cref="Lanes512"/>.</summary>
internal readonly unsafe struct Shorts256 : IShortLanes<Short>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short LoadSamples(nint window, nint offset) => Avx.LoadVector256((short*)window + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Broadcast(int* source) => Avx2.BroadcastScalarToVector256(source).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Add(Short a, Short b) => Avx2.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Subtract(Short a, Short b) => Avx2.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Multiply(Short a, Short b) => Avx2.MultiplyLow(a, b);
}
