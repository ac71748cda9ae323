using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Operations;

/// <summary>
/// One filter a channel, sixteen channels at a time, with bias and a ReLU of any slope. Workers own pixels.
/// </summary>
internal unsafe class DepthwiseOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    private readonly Parameter _bias;

    public DepthwiseOperation(Tensor input, Tensor output, ConvolutionParts parts)
        : base(input, output)
    {
        Window = parts.Window;
        Kernel = parts.Kernel;
        _bias = parts.Bias;
        Factor = parts.Factor;
    }

    protected Window Window { get; }

    protected Parameter Kernel { get; }

    protected float Factor { get; }

    public override void Forward(Worker worker, int samples)
    {
        foreach ((int sample, int first, int end) in worker.Rows(samples, Window.OutputPixels))
        {
            float* x = Input.Data + (nint)sample * Input.SampleStride;
            float* y = Output.Data + (nint)sample * Output.SampleStride;
            for (int panel = 0; panel < Kernel.Panels; panel++)
            {
                ForwardPanel(x + panel * Width, y + panel * Width, panel, first, end);
            }
        }
    }

    private void ForwardPanel(float* x, float* y, int panel, int first, int end)
    {
        float* weights = Kernel.Packed.Pointer + (nint)panel * Kernel.Rows * Width;
        TRow bias = TRow.Load(_bias.Packed.Pointer + panel * Width);
        TRow factor = TRow.Create(Factor);
        for (int pixel = first; pixel < end; pixel++)
        {
            TRow sum = bias;
            var taps = new WindowTaps(Window, pixel);
            while (taps.MoveNext())
            {
                sum = TRow.MultiplyAdd(
                    TRow.Load(x + (nint)taps.Source * Input.PixelStride),
                    TRow.Load(weights + taps.Tap * Width),
                    sum
                );
            }

            TRow.Store(TRow.Max(sum, TRow.Multiply(sum, factor)), y + (nint)pixel * Output.PixelStride);
        }
    }
}
