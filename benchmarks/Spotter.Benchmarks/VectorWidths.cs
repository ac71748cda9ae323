using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Benchmarks;

internal static class VectorWidths
{
    /// <summary>
    /// Which widths the engine may use; the runtime's switches (DOTNET_EnableAVX512=0 and so on) turn them off.
    /// </summary>
    public static string Describe() =>
        $"vectors: 512 {OnOff(Lanes512.IsSupported)}, 256 {OnOff(Lanes256.IsSupported)}, 128 "
        + $"{OnOff(Lanes128.IsSupported)}";

    private static string OnOff(bool isOn) => isOn ? "on" : "off";
}
