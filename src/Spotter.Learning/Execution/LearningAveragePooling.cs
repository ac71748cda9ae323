using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Each pixel under a window gets its share of the gradient.</summary>
internal sealed unsafe class LearningAveragePooling<TRow>(Tensor input, Tensor output, Window window)
    : AveragePoolingOperation<TRow>(input, output, window),
        ILearningOperation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    public void Backward(Worker worker, int samples)
    {
        if (Input.Gradient is null)
        {
            return;
        }

        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* dx = Input.Slope + (nint)sample * Input.SampleStride;
            new Span<float>(dx, Input.SampleStride).Clear();
            for (int pixel = 0; pixel < Window.OutputPixels; pixel++)
            {
                for (int channel = 0; channel < Tensor.RoundUp(Output.Channels); channel += Width)
                {
                    var taps = new WindowTaps(Window, pixel);
                    TRow dy = TRow.Multiply(
                        TRow.Load(Output.Slope + Offset(sample, pixel) + channel),
                        TRow.Create(1f / taps.Count)
                    );
                    while (taps.MoveNext())
                    {
                        float* target = dx + (nint)taps.Source * Input.PixelStride + channel;
                        TRow.Store(TRow.Add(TRow.Load(target), dy), target);
                    }
                }
            }
        }
    }
}
