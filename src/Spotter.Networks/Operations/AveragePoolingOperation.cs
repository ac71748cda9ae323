using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>The mean of the pixels of each window that lie inside the picture.</summary>
internal unsafe class AveragePoolingOperation<TRow>(Tensor input, Tensor output, Window window)
    : Operation(input, output)
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    protected Window Window => window;

    public override void Forward(Worker worker, int samples)
    {
        foreach ((int sample, int first, int end) in worker.Rows(samples, window.OutputPixels))
        {
            for (int pixel = first; pixel < end; pixel++)
            {
                for (int channel = 0; channel < Tensor.RoundUp(Output.Channels); channel += Width)
                {
                    float* x = Input.Data + (nint)sample * Input.SampleStride + channel;
                    TRow sum = TRow.Zero;
                    var taps = new WindowTaps(window, pixel);
                    TRow share = TRow.Create(1f / taps.Count);
                    while (taps.MoveNext())
                    {
                        sum = TRow.Add(sum, TRow.Load(x + (nint)taps.Source * Input.PixelStride));
                    }

                    TRow.Store(TRow.Multiply(sum, share), Output.Data + Offset(sample, pixel) + channel);
                }
            }
        }
    }

    protected nint Offset(int sample, int pixel) =>
        (nint)sample * Output.SampleStride + (nint)pixel * Output.PixelStride;
}
