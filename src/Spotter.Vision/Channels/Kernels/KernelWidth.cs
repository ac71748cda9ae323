using System.Runtime.Intrinsics;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>Which kernels to use; all give the same bits.</summary>
internal enum KernelWidth
{
    /// <summary>The definition.</summary>
    Scalar,

    /// <summary>128-bit vectors.</summary>
    Vectors128,

    /// <summary>256-bit vectors.</summary>
    Vectors256,
}

internal static class KernelWidths
{
    /// <summary>The widest that the processor runs in one piece.</summary>
    public static KernelWidth Widest =>
        Vector256.IsHardwareAccelerated ? KernelWidth.Vectors256
        : Vector128.IsHardwareAccelerated ? KernelWidth.Vectors128
        : KernelWidth.Scalar;
}
