using System.Runtime.Intrinsics;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>Eight whole numbers of 0 to 255 as bytes.</summary>
internal static class Lanes
{
    /// <param name="values">One a window.</param>
    /// <param name="bins">Receives as many of them as fit.</param>
    public static void Store(Vector256<int> values, Span<byte> bins)
    {
        Vector128<ushort> halves = Vector128.Narrow(values.GetLower(), values.GetUpper()).AsUInt16();
        Vector64<byte> bytes = Vector128.Narrow(halves, halves).GetLower();
        if (bins.Length >= WindowSet.Lanes)
        {
            bytes.CopyTo(bins);
            return;
        }

        for (int i = 0; i < bins.Length; i++)
        {
            bins[i] = bytes[i];
        }
    }
}
