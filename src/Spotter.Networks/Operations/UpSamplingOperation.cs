using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>Every pixel four times, two by two. Workers own rows of the input. (H, W, C) -> (2H, 2W, C)</summary>
internal unsafe class UpSamplingOperation<TRow>(Tensor input, Tensor output) : Operation(input, output)
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    public override void Forward(Worker worker, int samples)
    {
        int stride = Input.PixelStride;
        nint line = (nint)Output.Shape.Width * stride;
        foreach ((int sample, int first, int end) in worker.Rows(samples, Input.Shape.Height))
        {
            for (int row = first; row < end; row++)
            {
                float* x = Input.Data + (nint)sample * Input.SampleStride + (nint)row * Input.Shape.Width * stride;
                float* y = Output.Data + (nint)sample * Output.SampleStride + 2 * row * line;
                for (int column = 0; column < Input.Shape.Width; column++, x += stride, y += 2 * stride)
                {
                    for (int channel = 0; channel < stride; channel += Width)
                    {
                        TRow value = TRow.Load(x + channel);
                        TRow.Store(value, y + channel);
                        TRow.Store(value, y + stride + channel);
                        TRow.Store(value, y + line + channel);
                        TRow.Store(value, y + line + stride + channel);
                    }
                }
            }
        }
    }
}
