using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>
/// y = near + far, where two by two pixels of near take one of far. Workers own rows.
/// (2H, 2W, C), (H, W, C) -> (2H, 2W, C)
/// </summary>
internal sealed unsafe class UpSampledAddOperation<TRow>(Tensor near, Tensor far, Tensor output)
    : Operation(near, output)
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    public override void Forward(Worker worker, int samples)
    {
        int stride = Output.PixelStride;
        nint line = (nint)Output.Shape.Width * stride;
        foreach ((int sample, int first, int end) in worker.Rows(samples, Output.Shape.Height))
        {
            for (int row = first; row < end; row++)
            {
                float* a = Input.Data + (nint)sample * Input.SampleStride + row * line;
                float* b = far.Data + (nint)sample * far.SampleStride + row / 2 * (line / 2);
                float* y = Output.Data + (nint)sample * Output.SampleStride + row * line;
                for (int column = 0; column < far.Shape.Width; column++, a += 2 * stride, b += stride, y += 2 * stride)
                {
                    for (int channel = 0; channel < stride; channel += Width)
                    {
                        TRow value = TRow.Load(b + channel);
                        TRow.Store(TRow.Add(TRow.Load(a + channel), value), y + channel);
                        TRow.Store(TRow.Add(TRow.Load(a + stride + channel), value), y + stride + channel);
                    }
                }
            }
        }
    }
}
