using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>One filter a channel, sixteen channels at a time, with bias and ReLU if asked. Workers own samples.</summary>
internal sealed unsafe class DepthwiseOperation<TRow, TUpdate> : Operation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = ParameterRows.Width;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly Window _window;
    private readonly Parameter _kernel;
    private readonly bool _hasRelu;
    private readonly ParameterRows _kernelRows;
    private readonly ParameterRows _biasRows;
    private readonly GradientReducer<TRow, TUpdate>? _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate>? _biasGradient;

    public DepthwiseOperation(
        Tensor input, Tensor output, Window window, Parameter kernel, Parameter bias, bool hasRelu, int threads, bool isTraining, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _window = window;
        _kernel = kernel;
        _hasRelu = hasRelu;
        _kernelRows = updates.RowsOf(kernel);
        _biasRows = updates.RowsOf(bias);
        _kernelGradient = isTraining ? new(kernel, threads, updates) : null;
        _biasGradient = isTraining ? new(bias, threads, updates) : null;
    }

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = _input.Data + (nint)sample * _input.SampleStride;
            float* y = _output.Data + (nint)sample * _output.SampleStride;
            for (int panel = 0; panel < _kernel.Panels; panel++)
            {
                ForwardPanel(x + panel * Width, y + panel * Width, panel);
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* slope = _output.Slope + (nint)sample * _output.SampleStride;
            if (_hasRelu)
            {
                Columns.MaskByPositive<TRow>(_output.Data + (nint)sample * _output.SampleStride, slope, Width, _output.RowsPerSample);
            }

            if (_input.Gradient is not null)
            {
                new Span<float>(_input.Slope + (nint)sample * _input.SampleStride, _input.SampleStride).Clear();
            }

            for (int panel = 0; panel < _kernel.Panels; panel++)
            {
                BackwardPanel(worker, sample, panel, slope + panel * Width);
            }
        }

        worker.Meet();
        _kernelGradient!.Apply(worker);
        _biasGradient!.Apply(worker);
    }

    private void ForwardPanel(float* x, float* y, int panel)
    {
        float* weights = _kernelRows.Value + (nint)panel * _kernel.Rows * Width;
        TRow bias = TRow.Load(_biasRows.Value + panel * Width);
        for (int pixel = 0; pixel < _window.OutputPixels; pixel++)
        {
            TRow sum = bias;
            var taps = new WindowTaps(_window, pixel);
            while (taps.MoveNext())
            {
                sum = TRow.MultiplyAdd(TRow.Load(x + (nint)taps.Source * _input.PixelStride), TRow.Load(weights + taps.Tap * Width), sum);
            }

            TRow.Store(_hasRelu ? TRow.Max(sum, TRow.Zero) : sum, y + (nint)pixel * _output.PixelStride);
        }
    }

    private void BackwardPanel(Worker worker, int sample, int panel, float* slope)
    {
        float* weights = _kernelRows.Value + (nint)panel * _kernel.Rows * Width;
        float* kernelPart = _kernelGradient!.PartOf(worker) + (nint)panel * _kernel.Rows * Width;
        float* biasPart = _biasGradient!.PartOf(worker) + panel * Width;
        float* x = _input.Data + (nint)sample * _input.SampleStride + panel * Width;
        float* dx = _input.Gradient is null ? null : _input.Slope + (nint)sample * _input.SampleStride + panel * Width;
        TRow biasSum = TRow.Load(biasPart);
        for (int pixel = 0; pixel < _window.OutputPixels; pixel++)
        {
            TRow dy = TRow.Load(slope + (nint)pixel * _output.PixelStride);
            biasSum = TRow.Add(biasSum, dy);
            var taps = new WindowTaps(_window, pixel);
            while (taps.MoveNext())
            {
                nint source = (nint)taps.Source * _input.PixelStride;
                float* gradient = kernelPart + taps.Tap * Width;
                TRow.Store(TRow.MultiplyAdd(TRow.Load(x + source), dy, TRow.Load(gradient)), gradient);
                if (dx is not null)
                {
                    TRow.Store(TRow.MultiplyAdd(TRow.Load(weights + taps.Tap * Width), dy, TRow.Load(dx + source)), dx + source);
                }
            }
        }

        TRow.Store(biasSum, biasPart);
    }
}
