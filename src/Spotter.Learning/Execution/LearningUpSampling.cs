using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>A pixel gets the sum of the gradients of the four that it became.</summary>
internal sealed unsafe class LearningUpSampling<TRow>(Tensor input, Tensor output)
    : UpSamplingOperation<TRow>(input, output),
        ILearningOperation
    where TRow : struct, IRow<TRow>
{
    public void Backward(Worker worker, int samples)
    {
        if (Input.Gradient is null)
        {
            return;
        }

        int stride = Input.PixelStride;
        nint line = (nint)Output.Shape.Width * stride;
        foreach ((int sample, int first, int end) in worker.Rows(samples, Input.Shape.Height))
        {
            for (int row = first; row < end; row++)
            {
                float* dx = Input.Slope + (nint)sample * Input.SampleStride + (nint)row * Input.Shape.Width * stride;
                float* dy = Output.Slope + (nint)sample * Output.SampleStride + 2 * row * line;
                for (int column = 0; column < Input.Shape.Width; column++, dx += stride, dy += 2 * stride)
                {
                    for (int channel = 0; channel < stride; channel += Row.Width)
                    {
                        float* four = dy + channel;
                        TRow top = TRow.Add(TRow.Load(four), TRow.Load(four + stride));
                        TRow bottom = TRow.Add(TRow.Load(four + line), TRow.Load(four + line + stride));
                        TRow.Store(TRow.Add(top, bottom), dx + channel);
                    }
                }
            }
        }
    }
}
