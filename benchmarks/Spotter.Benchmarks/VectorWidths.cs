using System.Runtime.Intrinsics;

namespace Spotter.Benchmarks;

internal static class VectorWidths
{
    /// <summary>Which widths the runtime accelerates; its own switches (DOTNET_EnableAVX512 and so on) turn them off.</summary>
    public static string Describe() =>
        $"vectors: 512 {OnOff(Vector512.IsHardwareAccelerated)}, 256 {OnOff(Vector256.IsHardwareAccelerated)}, 128 {OnOff(Vector128.IsHardwareAccelerated)}";

    private static string OnOff(bool isOn) => isOn ? "on" : "off";
}
