using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// The optimizer's memories of a panel stay in one core's cache with its weights, and the gradient of a weight goes
/// from the registers straight into the optimizer.
/// </summary>
internal sealed unsafe class LearningDense<TRow, TUpdate> : DenseOperation<TRow>, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

    // Rows of the weights that are updated before the next panel has its turn: their inputs stay in the first cache.
    private const int InputBlock = 48;

    private readonly UpdateSource<TUpdate> _updates;
    private readonly ParameterRows _kernelRows;
    private readonly ParameterRows _biasRows;
    private readonly AlignedBuffer? _transposed;

    public LearningDense(
        Tensor input,
        Tensor output,
        Parameter kernel,
        Parameter bias,
        bool hasRelu,
        UpdateSource<TUpdate> updates
    )
        : base(input, output, kernel, bias, hasRelu)
    {
        _updates = updates;
        _kernelRows = updates.RowsOf(kernel);
        _biasRows = updates.RowsOf(bias);
        _transposed = input.Gradient is null
            ? null
            : new AlignedBuffer((long)Tensor.RoundUp(kernel.Rows) * kernel.Columns);
    }

    public void Backward(Worker worker, int samples)
    {
        TUpdate update = _updates.Current;
        (int firstPanel, int endPanel) = worker.Share(Panels);
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            float* slope = Output.Slope + panel * Width;
            if (HasRelu)
            {
                Columns.MaskByPositive<TRow>(Output.Data + panel * Width, slope, Output.SampleStride, samples);
            }

            ParameterRows bias = _biasRows.Skip(panel);
            update.Apply(bias.Value, bias.First, bias.Second, Columns.Sum<TRow>(slope, Output.SampleStride, samples));
        }

        if (_transposed is not null)
        {
            (int start, int end) = worker.Share(Tensor.RoundUp(Kernel.Rows) / Width);
            PanelTranspose.Run(Kernel.Packed.Pointer, Kernel.Rows, Kernel.Columns, _transposed.Pointer, start, end);
        }

        worker.Meet();
        if (_transposed is not null)
        {
            PropagateGradient(worker, samples);
        }

        UpdateWeights(worker, samples, update);
    }

    // dx = dy W^T, from the copy of the weights, because other workers are changing theirs already.
    private void PropagateGradient(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(Tensor.RoundUp(Kernel.Rows) / Width);
        for (int panel = start; panel < end; panel++)
        {
            Gemm.Run<TRow, StoreEpilogue<TRow>>(
                Output.Slope,
                Output.SampleStride,
                1,
                _transposed!.Pointer + (nint)panel * Kernel.Columns * Width,
                Width,
                Kernel.Columns,
                samples,
                new(Input.Slope + panel * Width, Input.SampleStride)
            );
        }
    }

    // dW = x^T dy, each finished row handed to the optimizer.
    private void UpdateWeights(Worker worker, int samples, TUpdate update)
    {
        bool byPanels = DividesEvenly(worker);
        (int firstPanel, int endPanel) = byPanels ? worker.Share(Panels) : (0, Panels);
        (int first, int end) = byPanels ? (0, Kernel.Rows) : worker.Share(Kernel.Rows, 4);
        for (int row = first; row < end; row += InputBlock)
        {
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                Gemm.Run<TRow, UpdateEpilogue<TRow, TUpdate>>(
                    Input.Data + row,
                    1,
                    Input.SampleStride,
                    Output.Slope + panel * Width,
                    Output.SampleStride,
                    samples,
                    Math.Min(InputBlock, end - row),
                    new(_kernelRows.Skip((nint)panel * Kernel.Rows + row), update)
                );
            }
        }
    }
}
