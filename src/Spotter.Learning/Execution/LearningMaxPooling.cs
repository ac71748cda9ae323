using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>The gradient goes to the pixel that was the greatest.</summary>
internal sealed unsafe class LearningMaxPooling<TRow>(Tensor input, Tensor output, Window window)
    : MaxPoolingOperation<TRow>(input, output, window, keepsWinners: input.Gradient is not null),
        ILearningOperation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    public void Backward(Worker worker, int samples)
    {
        if (Winners is null)
        {
            return;
        }

        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* dx = Input.Slope + (nint)sample * Input.SampleStride;
            new Span<float>(dx, Input.SampleStride).Clear();
            nint from = (nint)sample * Output.SampleStride;
            for (int pixel = 0; pixel < Pixels; pixel++)
            {
                nint offset = from + (nint)pixel * Output.PixelStride;
                SpreadPixel(dx, Taps.Of(pixel), offset);
            }
        }
    }

    // Each pixel under the window gets the gradients of the channels that it won: winner - 1/2 < pixel < winner + 1/2.
    private void SpreadPixel(float* dx, ReadOnlySpan<int> taps, nint offset)
    {
        for (int channel = 0; channel < Output.PixelStride; channel += Width)
        {
            TRow slope = TRow.Load(Output.Slope + offset + channel);
            TRow winner = TRow.Load(Winners!.Pointer + offset + channel);
            foreach (int tap in taps)
            {
                float* target = dx + (nint)tap * Input.PixelStride + channel;
                TRow notBefore = TRow.WhereGreater(winner, TRow.Create(tap - 0.5f), slope, TRow.Zero);
                TRow won = TRow.WhereGreater(TRow.Create(tap + 0.5f), winner, notBefore, TRow.Zero);
                TRow.Store(TRow.Add(TRow.Load(target), won), target);
            }
        }
    }
}
