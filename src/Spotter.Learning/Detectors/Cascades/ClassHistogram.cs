using System.Runtime.InteropServices;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// How much weight of each class falls into each of 256 bins. Weights are whole numbers, so that sums depend on no
/// order and a choice is the same on every machine.
/// </summary>
internal sealed unsafe class ClassHistogram : IDisposable
{
    public const int Bins = 256;

    // Neighbouring samples often fall into one bin; adding to two histograms in turn spares waiting for the store.
    private const int Copies = 2;

    private readonly int* _sums = (int*)NativeMemory.AllocZeroed(Bins * Copies * 2, sizeof(int));

    public ReadOnlySpan<int> Positive => new(_sums, Bins);

    public ReadOnlySpan<int> Negative => new(_sums + Bins, Bins);

    /// <param name="bins">The bin of each sample, positives first.</param>
    /// <param name="weights">The weight of each sample; their sum stays below 2^31.</param>
    /// <param name="positives">How many are positives.</param>
    public void Fill(ReadOnlySpan<byte> bins, ReadOnlySpan<int> weights, int positives)
    {
        NativeMemory.Clear(_sums, Bins * Copies * 2 * sizeof(int));
        Add(bins[..positives], weights[..positives], _sums, _sums + (2 * Bins));
        Add(bins[positives..], weights[positives..], _sums + Bins, _sums + (3 * Bins));
        for (int i = 0; i < 2 * Bins; i++)
        {
            _sums[i] += _sums[(2 * Bins) + i];
        }
    }

    public void Dispose() => NativeMemory.Free(_sums);

    private static void Add(ReadOnlySpan<byte> bins, ReadOnlySpan<int> weights, int* even, int* odd)
    {
        fixed (byte* bin = bins)
        fixed (int* weight = weights)
        {
            int i = 0;
            for (; i + 4 <= bins.Length; i += 4)
            {
                uint four = *(uint*)(bin + i);
                even[four & 0xFF] += weight[i];
                odd[(four >> 8) & 0xFF] += weight[i + 1];
                even[(four >> 16) & 0xFF] += weight[i + 2];
                odd[four >> 24] += weight[i + 3];
            }

            for (; i < bins.Length; i++)
            {
                even[bin[i]] += weight[i];
            }
        }
    }
}
