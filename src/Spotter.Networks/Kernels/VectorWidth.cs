namespace Spotter.Networks.Kernels;

/// <summary>
/// How wide the registers are that a plan uses. Results agree to rounding between widths, bit for bit within one.
/// </summary>
internal enum VectorWidth
{
    /// <summary>The widest that this processor has.</summary>
    Best,
    Bits128,
    Bits256,
    Bits512,
}

internal static class VectorWidths
{
    public static bool IsSupported(VectorWidth width) =>
        width switch
        {
            VectorWidth.Bits512 => Row512.IsSupported,
            VectorWidth.Bits256 => Row256.IsSupported,
            _ => true,
        };

    /// <summary>Never <see cref="VectorWidth.Best"/>.</summary>
    public static VectorWidth Resolve(VectorWidth asked)
    {
        if (asked != VectorWidth.Best)
        {
            return IsSupported(asked)
                ? asked
                : throw new PlatformNotSupportedException($"this processor has no {asked} registers");
        }

        return Row512.IsSupported ? VectorWidth.Bits512
            : Row256.IsSupported ? VectorWidth.Bits256
            : VectorWidth.Bits128;
    }
}
