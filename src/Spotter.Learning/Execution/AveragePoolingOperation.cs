using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>The mean of the pixels of each window that lie inside the picture.</summary>
internal sealed unsafe class AveragePoolingOperation<TRow>(Tensor input, Tensor output, Window window) : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = ParameterRows.Width;

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            for (int pixel = 0; pixel < window.OutputPixels; pixel++)
            {
                for (int channel = 0; channel < Tensor.RoundUp(output.Channels); channel += Width)
                {
                    float* x = input.Data + (nint)sample * input.SampleStride + channel;
                    TRow sum = TRow.Zero;
                    var taps = new WindowTaps(window, pixel);
                    TRow share = TRow.Create(1f / taps.Count);
                    while (taps.MoveNext())
                    {
                        sum = TRow.Add(sum, TRow.Load(x + (nint)taps.Source * input.PixelStride));
                    }

                    TRow.Store(TRow.Multiply(sum, share), output.Data + Offset(sample, pixel) + channel);
                }
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        if (input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* dx = input.Slope + (nint)sample * input.SampleStride;
            new Span<float>(dx, input.SampleStride).Clear();
            for (int pixel = 0; pixel < window.OutputPixels; pixel++)
            {
                for (int channel = 0; channel < Tensor.RoundUp(output.Channels); channel += Width)
                {
                    var taps = new WindowTaps(window, pixel);
                    TRow dy = TRow.Multiply(TRow.Load(output.Slope + Offset(sample, pixel) + channel), TRow.Create(1f / taps.Count));
                    while (taps.MoveNext())
                    {
                        float* target = dx + (nint)taps.Source * input.PixelStride + channel;
                        TRow.Store(TRow.Add(TRow.Load(target), dy), target);
                    }
                }
            }
        }
    }

    private nint Offset(int sample, int pixel) => (nint)sample * output.SampleStride + (nint)pixel * output.PixelStride;
}
