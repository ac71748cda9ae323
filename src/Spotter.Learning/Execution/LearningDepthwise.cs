using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>Every tap of a window leads back to its weight and its pixel.</summary>
internal sealed unsafe class LearningDepthwise<TRow, TUpdate>(
    Tensor input,
    Tensor output,
    ConvolutionParts parts,
    int threads,
    UpdateSource<TUpdate> updates
) : DepthwiseOperation<TRow>(input, output, parts), ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

    private readonly GradientReducer<TRow, TUpdate> _kernelGradient = new(parts.Kernel, threads, updates);
    private readonly GradientReducer<TRow, TUpdate> _biasGradient = new(parts.Bias, threads, updates);

    public void Backward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* slope = Output.Slope + (nint)sample * Output.SampleStride;
            if (Factor == 0)
            {
                Columns.MaskByPositive<TRow>(
                    Output.Data + (nint)sample * Output.SampleStride,
                    slope,
                    Width,
                    Output.RowsPerSample
                );
            }

            if (Input.Gradient is not null)
            {
                new Span<float>(Input.Slope + (nint)sample * Input.SampleStride, Input.SampleStride).Clear();
            }

            for (int panel = 0; panel < Kernel.Panels; panel++)
            {
                BackwardPanel(worker, sample, panel, slope + panel * Width);
            }
        }

        worker.Meet();
        _kernelGradient.Apply(worker);
        _biasGradient.Apply(worker);
    }

    private void BackwardPanel(Worker worker, int sample, int panel, float* slope)
    {
        float* weights = Kernel.Packed.Pointer + (nint)panel * Kernel.Rows * Width;
        float* kernelPart = _kernelGradient.PartOf(worker) + (nint)panel * Kernel.Rows * Width;
        float* biasPart = _biasGradient.PartOf(worker) + panel * Width;
        float* x = Input.Data + (nint)sample * Input.SampleStride + panel * Width;
        float* dx = Input.Gradient is null ? null : Input.Slope + (nint)sample * Input.SampleStride + panel * Width;
        TRow biasSum = TRow.Load(biasPart);
        for (int pixel = 0; pixel < Window.OutputPixels; pixel++)
        {
            TRow dy = TRow.Load(slope + (nint)pixel * Output.PixelStride);
            biasSum = TRow.Add(biasSum, dy);
            var taps = new WindowTaps(Window, pixel);
            while (taps.MoveNext())
            {
                nint source = (nint)taps.Source * Input.PixelStride;
                float* gradient = kernelPart + taps.Tap * Width;
                TRow.Store(TRow.MultiplyAdd(TRow.Load(x + source), dy, TRow.Load(gradient)), gradient);
                if (dx is not null)
                {
                    TRow.Store(
                        TRow.MultiplyAdd(TRow.Load(weights + taps.Tap * Width), dy, TRow.Load(dx + source)),
                        dx + source
                    );
                }
            }
        }

        TRow.Store(biasSum, biasPart);
    }
}
