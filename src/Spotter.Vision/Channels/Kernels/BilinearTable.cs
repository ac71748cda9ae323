using Spotter.Vision.Images;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>
/// For each target cell along one axis, the left one of its two source cells and the right one's weight.
/// </summary>
internal sealed unsafe class BilinearTable
{
    private readonly GrowingBuffer<int> _sources = new();
    private readonly GrowingBuffer<float> _weights = new();

    public int* Sources => _sources.Pointer;

    public float* Weights => _weights.Pointer;

    public void Prepare(int sourceLength, int targetLength)
    {
        _sources.Reserve(targetLength);
        _weights.Reserve(targetLength);
        for (int i = 0; i < targetLength; i++)
        {
            LinearTap tap = LinearTap.Resized(i, sourceLength, targetLength);
            _sources.Pointer[i] = tap.First;
            _weights.Pointer[i] = (float)tap.Weight;
        }
    }
}
