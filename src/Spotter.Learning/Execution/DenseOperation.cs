using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>
/// y = x W + b, with ReLU if asked. Workers own panels of outputs: the weights and the optimizer's memories of a panel
/// stay in one core's cache, and the gradient of a weight goes from the registers straight into the optimizer.
/// </summary>
internal sealed unsafe class DenseOperation<TRow, TUpdate> : Operation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = ParameterRows.Width;

    // Rows of the weights that are updated before the next panel has its turn: their inputs stay in the first cache.
    private const int InputBlock = 48;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly Parameter _kernel;
    private readonly bool _hasRelu;
    private readonly UpdateSource<TUpdate> _updates;
    private readonly ParameterRows _kernelRows;
    private readonly ParameterRows _biasRows;
    private readonly AlignedBuffer? _transposed;
    private readonly int _inputs;
    private readonly int _panels;

    public DenseOperation(Tensor input, Tensor output, Parameter kernel, Parameter bias, bool hasRelu, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _kernel = kernel;
        _hasRelu = hasRelu;
        _updates = updates;
        _kernelRows = updates.RowsOf(kernel);
        _biasRows = updates.RowsOf(bias);
        _inputs = kernel.Rows;
        _panels = kernel.Panels;
        _transposed = input.Gradient is null ? null : new AlignedBuffer((long)Tensor.RoundUp(_inputs) * kernel.Columns);
    }

    public override void Forward(Worker worker, in Step step)
    {
        // Few panels do not divide evenly among the workers; samples do.
        bool byPanels = DividesEvenly(worker);
        (int firstPanel, int endPanel) = byPanels ? worker.Share(_panels) : (0, _panels);
        (int first, int end) = byPanels ? (0, step.Count) : worker.Share(step.Count, 4);
        float* x = _input.Data + (nint)first * _input.SampleStride;
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            float* weights = _kernelRows.Value + (nint)panel * _inputs * Width;
            float* bias = _biasRows.Value + panel * Width;
            float* y = _output.Data + (nint)first * _output.SampleStride + panel * Width;
            if (_hasRelu)
            {
                Gemm.Run<TRow, BiasReluEpilogue<TRow>>(
                    x, _input.SampleStride, 1, weights, Width, _inputs, end - first, new(y, _output.SampleStride, bias));
            }
            else
            {
                Gemm.Run<TRow, BiasEpilogue<TRow>>(
                    x, _input.SampleStride, 1, weights, Width, _inputs, end - first, new(y, _output.SampleStride, bias));
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        TUpdate update = _updates.Current;
        (int firstPanel, int endPanel) = worker.Share(_panels);
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            float* slope = _output.Slope + panel * Width;
            if (_hasRelu)
            {
                Columns.MaskByPositive<TRow>(_output.Data + panel * Width, slope, _output.SampleStride, step.Count);
            }

            ParameterRows bias = _biasRows.Skip(panel);
            update.Apply(bias.Value, bias.First, bias.Second, Columns.Sum<TRow>(slope, _output.SampleStride, step.Count));
        }

        if (_transposed is not null)
        {
            (int start, int end) = worker.Share(Tensor.RoundUp(_inputs) / Width);
            PanelTranspose.Run(_kernelRows.Value, _inputs, _kernel.Columns, _transposed.Pointer, start, end);
        }

        worker.Meet();
        if (_transposed is not null)
        {
            PropagateGradient(worker, step);
        }

        UpdateWeights(worker, step, update);
    }

    // dx = dy W^T, from the copy of the weights, because other workers are changing theirs already.
    private void PropagateGradient(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(Tensor.RoundUp(_inputs) / Width);
        for (int panel = start; panel < end; panel++)
        {
            Gemm.Run<TRow, StoreEpilogue<TRow>>(
                _output.Slope, _output.SampleStride, 1, _transposed!.Pointer + (nint)panel * _kernel.Columns * Width, Width,
                _kernel.Columns, step.Count, new(_input.Slope + panel * Width, _input.SampleStride));
        }
    }

    // dW = x^T dy, each finished row handed to the optimizer.
    private void UpdateWeights(Worker worker, in Step step, TUpdate update)
    {
        bool byPanels = DividesEvenly(worker);
        (int firstPanel, int endPanel) = byPanels ? worker.Share(_panels) : (0, _panels);
        (int first, int end) = byPanels ? (0, _inputs) : worker.Share(_inputs, 4);
        for (int row = first; row < end; row += InputBlock)
        {
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                Gemm.Run<TRow, UpdateEpilogue<TRow, TUpdate>>(
                    _input.Data + row, 1, _input.SampleStride, _output.Slope + panel * Width, _output.SampleStride, step.Count,
                    Math.Min(InputBlock, end - row), new(_kernelRows.Skip((nint)panel * _inputs + row), update));
            }
        }
    }

    private bool DividesEvenly(Worker worker) => _panels % worker.Count == 0 || _panels >= 4 * worker.Count;
}
