using System.Runtime.InteropServices;

namespace Spotter.Learning.Execution;

/// <summary>
/// The gradients of a block of pixels that are not zero, by channel and by pixel. Behind a max-pooling of 2 x 2 and a
/// ReLU about one in eight is left, and products with the others need not be computed.
/// </summary>
internal sealed unsafe class SparseSlopes(int channels, int pixels)
{
    private readonly int[] _channelCounts = new int[channels];
    private readonly int[] _pixelCounts = new int[pixels];
    private readonly int[] _pixelOffsets = GC.AllocateArray<int>(channels * pixels, pinned: true);
    private readonly int[] _channelOffsets = GC.AllocateArray<int>(channels * pixels, pinned: true);
    private readonly float[] _byChannel = GC.AllocateArray<float>(channels * pixels, pinned: true);
    private readonly float[] _byPixel = GC.AllocateArray<float>(channels * pixels, pinned: true);

    /// <summary>Collects the gradients unless more than <paramref name="limit"/> of them are not zero.</summary>
    /// <param name="slopes">Pixel after pixel.</param>
    /// <param name="stride">Floats from a pixel to the next.</param>
    /// <param name="count">Pixels of the block.</param>
    /// <param name="patchStride">Floats from a pixel's patch to the next: entries by channel point to patches.</param>
    /// <param name="channelStride">Floats from a channel's weights to the next: entries by pixel point to weights.</param>
    /// <param name="limit">The most that is worth it.</param>
    public bool TryCollect(float* slopes, nint stride, int count, int patchStride, int channelStride, int limit)
    {
        Array.Clear(_channelCounts);
        int* channelOffsets = At(_channelOffsets, 0);
        float* byPixelSlopes = At(_byPixel, 0);
        int* pixelOffsets = At(_pixelOffsets, 0);
        float* byChannelSlopes = At(_byChannel, 0);
        int left = limit;
        for (int pixel = 0; pixel < count; pixel++)
        {
            float* row = slopes + pixel * stride;
            int found = 0;
            fixed (int* counts = _channelCounts)
            {
                // Every gradient is written and only the counts depend on it: a branch would be guessed wrong too often.
                for (int channel = 0; channel < channels; channel++)
                {
                    float slope = row[channel];
                    int isThere = slope != 0 ? 1 : 0;
                    int byPixel = pixel * channels + found;
                    channelOffsets[byPixel] = channel * channelStride;
                    byPixelSlopes[byPixel] = slope;
                    found += isThere;
                    int byChannel = channel * pixels + counts[channel];
                    pixelOffsets[byChannel] = pixel * patchStride;
                    byChannelSlopes[byChannel] = slope;
                    counts[channel] += isThere;
                }
            }

            _pixelCounts[pixel] = found;
            left -= found;
            if (left < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The entries of one channel: offsets of patches and gradients.</summary>
    public int OfChannel(int channel, out int* offsets, out float* slopes)
    {
        offsets = At(_pixelOffsets, channel * pixels);
        slopes = At(_byChannel, channel * pixels);
        return _channelCounts[channel];
    }

    /// <summary>The entries of one pixel: offsets of weights and gradients.</summary>
    public int OfPixel(int pixel, out int* offsets, out float* slopes)
    {
        offsets = At(_channelOffsets, pixel * channels);
        slopes = At(_byPixel, pixel * channels);
        return _pixelCounts[pixel];
    }

    // The arrays are pinned, so their elements have addresses.
    private static T* At<T>(T[] array, int index)
        where T : unmanaged => (T*)Marshal.UnsafeAddrOfPinnedArrayElement(array, index);
}
