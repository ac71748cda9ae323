using System.Runtime.CompilerServices;
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
        int width = Window.OutputWidth;
        (int inside, int end) = InsideOf(Window);
        foreach ((int sample, int first, int stop) in worker.Rows(samples, Window.OutputPixels))
        {
            float* x = Input.Data + (nint)sample * Input.SampleStride;
            float* y = Output.Data + (nint)sample * Output.SampleStride;
            for (int pixel = first; pixel < stop; )
            {
                (int row, int column) = Math.DivRem(pixel, width);
                int count = Math.Min(width - column, stop - pixel);
                int top = row * Window.Stride.Height - Window.Top;
                bool isInside = top >= 0 && top + Window.Kernel.Height <= Window.Input.Height;
                int begin = isInside ? Math.Clamp(inside - column, 0, count) : count;
                int until = isInside ? Math.Clamp(end - column, begin, count) : count;
                for (int panel = 0; panel < Kernel.Panels; panel++)
                {
                    float* from = x + panel * Width;
                    float* to = y + panel * Width;
                    ForwardEdge(from, to, panel, pixel, pixel + begin);
                    ForwardInside(from, to, panel, top, column + begin, row * width, until - begin);
                    ForwardEdge(from, to, panel, pixel + until, pixel + count);
                }

                pixel += count;
            }
        }
    }

    // Pixels whose kernels lie partly outside.
    private void ForwardEdge(float* x, float* y, int panel, int first, int end)
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

    // Pixels of a row whose kernels lie inside, from left to right: the same sums in the same order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardInside(float* x, float* y, int panel, int top, int column, int row, int count)
    {
        if (count <= 0)
        {
            return;
        }

        float* weights = Kernel.Packed.Pointer + (nint)panel * Kernel.Rows * Width;
        TRow bias = TRow.Load(_bias.Packed.Pointer + panel * Width);
        TRow factor = TRow.Create(Factor);
        nint pixel = Input.PixelStride;
        nint line = (nint)Window.Input.Width * pixel;
        nint step = Window.Stride.Width * pixel;
        nint to = Output.PixelStride;
        float* from = x + top * line + ((nint)column * Window.Stride.Width - Window.Left) * pixel;
        y += (nint)(row + column) * to;
        if (Window.Kernel is { Height: 3, Width: 3 })
        {
            for (; count > 0; count--, from += step, y += to)
            {
                TRow sum = Three(from, pixel, weights, bias);
                sum = Three(from + line, pixel, weights + 3 * Width, sum);
                sum = Three(from + 2 * line, pixel, weights + 6 * Width, sum);
                TRow.Store(TRow.Max(sum, TRow.Multiply(sum, factor)), y);
            }

            return;
        }

        for (; count > 0; count--, from += step, y += to)
        {
            TRow sum = bias;
            float* taps = weights;
            for (int ky = 0; ky < Window.Kernel.Height; ky++)
            {
                float* source = from + ky * line;
                for (int kx = 0; kx < Window.Kernel.Width; kx++, source += pixel, taps += Width)
                {
                    sum = TRow.MultiplyAdd(TRow.Load(source), TRow.Load(taps), sum);
                }
            }

            TRow.Store(TRow.Max(sum, TRow.Multiply(sum, factor)), y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TRow Three(float* x, nint pixel, float* weights, TRow sum)
    {
        sum = TRow.MultiplyAdd(TRow.Load(x), TRow.Load(weights), sum);
        sum = TRow.MultiplyAdd(TRow.Load(x + pixel), TRow.Load(weights + Width), sum);
        return TRow.MultiplyAdd(TRow.Load(x + 2 * pixel), TRow.Load(weights + 2 * Width), sum);
    }

    // Columns of the output whose kernels lie inside.
    private static (int First, int End) InsideOf(Window window)
    {
        int stride = window.Stride.Width;
        int room = window.Input.Width + window.Left - window.Kernel.Width;
        return ((window.Left + stride - 1) / stride, room < 0 ? 0 : room / stride + 1);
    }
}
