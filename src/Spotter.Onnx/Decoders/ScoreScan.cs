using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spotter.Onnx.Decoders;

/// <summary>
/// Finds the few numbers of many that reach a threshold: a network answers thousands of scores for each box that
/// counts.
/// </summary>
internal static class ScoreScan
{
    /// <summary>Adds the places of all numbers that are at least a threshold; what is no number is not.</summary>
    /// <param name="values">Any number of them.</param>
    /// <param name="threshold">The smallest that counts.</param>
    /// <param name="places">Receives them, in order.</param>
    public static void AtLeast(ReadOnlySpan<float> values, float threshold, List<int> places)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // Two registers of eight: where none of sixteen counts, which is nearly always, one test tells.
            ref float first = ref MemoryMarshal.GetReference(values);
            Vector256<float> least = Vector256.Create(threshold);
            for (; i <= values.Length - 16; i += 16)
            {
                Vector256<float> low = Vector256.LoadUnsafe(ref first, (nuint)i);
                Vector256<float> high = Vector256.LoadUnsafe(ref first, (nuint)i + 8);
                uint reached =
                    Vector256.GreaterThanOrEqual(low, least).ExtractMostSignificantBits()
                    | (Vector256.GreaterThanOrEqual(high, least).ExtractMostSignificantBits() << 8);
                for (; reached != 0; reached &= reached - 1)
                {
                    places.Add(i + BitOperations.TrailingZeroCount(reached));
                }
            }
        }

        AddRest(values, threshold, places, i);
    }

    /// <summary>One number after the other: what <see cref="AtLeast"/> means.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddRest(ReadOnlySpan<float> values, float threshold, List<int> places, int from)
    {
        for (int i = from; i < values.Length; i++)
        {
            if (values[i] >= threshold)
            {
                places.Add(i);
            }
        }
    }
}
