using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Short = System.Runtime.Intrinsics.Vector128<short>;

namespace Spotter.Vision.Kernels.Lanes;

/// <summary>Eight short lanes with AVX2, for <see cref="Lanes256"/>.</summary>
internal readonly unsafe struct Shorts128 : IShortLanes<Short>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short LoadSamples(nint window, nint offset) => Sse2.LoadVector128((short*)window + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Broadcast(int* source) => Avx2.BroadcastScalarToVector128(source).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Add(Short a, Short b) => Sse2.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Subtract(Short a, Short b) => Sse2.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Short Multiply(Short a, Short b) => Sse2.MultiplyLow(a, b);
}
