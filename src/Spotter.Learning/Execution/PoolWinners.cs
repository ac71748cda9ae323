using System.Runtime.CompilerServices;
using Spotter.Learning.Kernels;

namespace Spotter.Learning.Execution;

/// <summary>
/// The gradients of a sample behind a max-pooling of 2 x 2, each with the one pixel of four that it belongs to, listed
/// by filter and by pixel: products with the other three, and with what a ReLU stopped, need not be computed.
/// </summary>
internal sealed unsafe class PoolWinners
{
    private const int Pool = 2;
    private const int Places = Pool * Pool;

    private readonly int _filters;
    private readonly int _height;
    private readonly int _width;
    private readonly SparseList _byFilter;
    private readonly SparseList _byPixel;

    /// <param name="filters">Channels of the pooled picture.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    public PoolWinners(int filters, int height, int width)
    {
        _filters = filters;
        _height = height;
        _width = width;
        _byFilter = new SparseList(filters, height * width);
        _byPixel = new SparseList(Places * height * width, filters);
    }

    /// <summary>A list a filter: offsets of pixels of the picture under the convolution, and gradients.</summary>
    public SparseList ByFilter => _byFilter;

    /// <summary>A list a pixel, rows of two times the pooled width: offsets of filters, and gradients.</summary>
    public SparseList ByPixel => _byPixel;

    /// <summary>Lists what is not zero.</summary>
    /// <param name="slopes">Gradients, pooled pixel after pooled pixel.</param>
    /// <param name="winners">0 to 3 for each: top left, top right, bottom left, bottom right.</param>
    /// <param name="stride">Floats from a pooled pixel to the next.</param>
    /// <param name="rowStride">Floats from a row of the picture under the convolution to the next.</param>
    /// <param name="pixelStride">Floats from a pixel of that picture to the next.</param>
    /// <param name="filterStride">Floats from a filter to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(float* slopes, float* winners, int stride, int rowStride, int pixelStride, int filterStride)
    {
        _byFilter.Clear();
        _byPixel.Clear();
        int* steps = stackalloc int[Places] { 0, pixelStride, rowStride, rowStride + pixelStride };
        int* neighbours = stackalloc int[Places] { 0, 1, Pool * _width, Pool * _width + 1 };
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++, slopes += stride, winners += stride)
            {
                int corner = Pool * (y * rowStride + x * pixelStride);
                int pixel = Pool * (y * Pool * _width + x);
                for (int filter = 0; filter < _filters; filter++)
                {
                    int place = (int)winners[filter];
                    _byFilter.Add(filter, corner + steps[place], slopes[filter]);
                    _byPixel.Add(pixel + neighbours[place], filter * filterStride, slopes[filter]);
                }
            }
        }
    }
}
