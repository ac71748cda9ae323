using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>The greatest value of each window; the first of equals.</summary>
internal unsafe class MaxPoolingOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    /// <param name="input">Pictures of whole rows.</param>
    /// <param name="output">Receives the greatest values.</param>
    /// <param name="window">What is pooled.</param>
    /// <param name="keepsWinners">Whether someone asks afterwards which pixel was the greatest.</param>
    public MaxPoolingOperation(Tensor input, Tensor output, Window window, bool keepsWinners = false)
        : base(input, output)
    {
        Pixels = window.OutputPixels;
        Taps = new TapTable(window);
        Winners = keepsWinners ? new AlignedBuffer(output.Value.Length) : null;
    }

    protected int Pixels { get; }

    protected TapTable Taps { get; }

    /// <summary>
    /// The number of the pixel that was the greatest, in the layout of the output; null where nobody asks.
    /// </summary>
    protected AlignedBuffer? Winners { get; }

    public override void Forward(Worker worker, int samples)
    {
        foreach ((int sample, int first, int end) in worker.Rows(samples, Pixels))
        {
            float* x = Input.Data + (nint)sample * Input.SampleStride;
            nint target = (nint)sample * Output.SampleStride;
            for (int pixel = first; pixel < end; pixel++)
            {
                nint offset = target + (nint)pixel * Output.PixelStride;
                PoolPixel(x, Taps.Of(pixel), offset);
            }
        }
    }

    // Pixel numbers below 2^24 are exact as floats, which lets one selection serve values and places.
    private void PoolPixel(float* x, ReadOnlySpan<int> taps, nint offset)
    {
        for (int channel = 0; channel < Output.PixelStride; channel += Width)
        {
            TRow best = TRow.Load(x + (nint)taps[0] * Input.PixelStride + channel);
            TRow winner = TRow.Create(taps[0]);
            for (int i = 1; i < taps.Length; i++)
            {
                TRow value = TRow.Load(x + (nint)taps[i] * Input.PixelStride + channel);
                winner = TRow.WhereGreater(value, best, TRow.Create(taps[i]), winner);
                best = TRow.Max(value, best);
            }

            TRow.Store(best, Output.Data + offset + channel);
            if (Winners is not null)
            {
                TRow.Store(winner, Winners.Pointer + offset + channel);
            }
        }
    }
}
