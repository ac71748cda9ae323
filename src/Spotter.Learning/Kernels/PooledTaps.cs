using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>
/// Convolutions of few channels with pooling: sums over the numbers under a filter straight from the picture, for the
/// four pixels of a pool at once, without patches in between.
/// </summary>
internal static unsafe class PooledTaps
{
    private const int Width = Row.Width;
    private const int Pool = 2;

    /// <summary>A row of pooled pixels, sixteen filters: the greatest sum of each four, and which it was.</summary>
    /// <param name="picture">Top left number under the filter of the first pixel.</param>
    /// <param name="pixelStride">Floats from a pixel of the picture to the next.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    /// <param name="taps">Where the numbers under a filter lie, from the top left one.</param>
    /// <param name="weights">A row of sixteen filters for each tap.</param>
    /// <param name="best">Receives the sums.</param>
    /// <param name="winners">Receives 0 to 3, see <see cref="PoolOfFour"/>.</param>
    /// <param name="stride">Floats from a pooled pixel to the next in both.</param>
    /// <param name="count">Pooled pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TRow>(
        float* picture,
        nint pixelStride,
        nint rowStride,
        ReadOnlySpan<int> taps,
        float* weights,
        float* best,
        float* winners,
        nint stride,
        int count
    )
        where TRow : struct, IRow<TRow>
    {
        for (; count > 0; count--)
        {
            TRow topLeft = TRow.Zero;
            TRow topRight = TRow.Zero;
            TRow bottomLeft = TRow.Zero;
            TRow bottomRight = TRow.Zero;
            float* weight = weights;
            foreach (int tap in taps)
            {
                TRow panel = TRow.Load(weight);
                weight += Width;
                float* top = picture + tap;
                float* bottom = top + rowStride;
                topLeft = TRow.MultiplyAdd(top, panel, topLeft);
                topRight = TRow.MultiplyAdd(top + pixelStride, panel, topRight);
                bottomLeft = TRow.MultiplyAdd(bottom, panel, bottomLeft);
                bottomRight = TRow.MultiplyAdd(bottom + pixelStride, panel, bottomRight);
            }

            TRow.Store(PoolOfFour.Greatest(topLeft, topRight, bottomLeft, bottomRight, out TRow winner), best);
            TRow.Store(winner, winners);
            best += stride;
            winners += stride;
            picture += Pool * pixelStride;
        }
    }
}
