using Spotter.Learning.Kernels;

namespace Spotter.Learning.Execution;

/// <summary>The way back through a pooled 3 x 3 convolution: filter by filter for the weights, pixel by pixel for the input.</summary>
internal sealed unsafe class PooledWinogradTraining<TRow, TUpdate>
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = ParameterRows.Width;
    private const int Side = 3;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly ConvolutionParts _parts;
    private readonly FilterLines _lines;
    private readonly AlignedBuffer _winners;
    private readonly AlignedBuffer? _weights;
    private readonly PoolWinners[] _lists;
    private readonly PaddedPicture[] _pictures;
    private readonly PaddedPicture[] _slopes;
    private readonly AlignedBuffer[] _gradients;
    private readonly GradientReducer<TRow, TUpdate> _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate> _biasGradient;

    public PooledWinogradTraining(Tensor input, Tensor output, ConvolutionParts parts, int threads, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _parts = parts;
        _lines = new FilterLines(parts.Kernel.Rows, parts.Kernel.Panels, Side);
        _winners = new AlignedBuffer(output.Value.Length);
        int weights = parts.Kernel.Rows * parts.Kernel.Columns;
        _weights = input.Gradient is null ? null : new AlignedBuffer(weights);
        _gradients = AlignedBuffer.Many(threads, weights);
        _lists = new PoolWinners[threads];
        _pictures = new PaddedPicture[threads];
        _slopes = new PaddedPicture[threads];
        for (int i = 0; i < threads; i++)
        {
            _lists[i] = new PoolWinners(output.Channels, output.Shape.Height, output.Shape.Width);
            _pictures[i] = new PaddedPicture(parts.Window, input.PixelStride);
            _slopes[i] = new PaddedPicture(parts.Window, input.PixelStride);
        }

        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);
    }

    /// <summary>Which of four pixels was the greatest, in the layout of the output.</summary>
    public float* Winners => _winners.Pointer;

    public void Backward(Worker worker, in Step step)
    {
        if (_weights is not null)
        {
            (int firstPanel, int endPanel) = worker.Share(_parts.Kernel.Panels);
            _lines.Unpack(_parts.Kernel.Packed.Pointer, firstPanel, endPanel, _weights.Pointer);
            worker.Meet();
        }

        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            BackwardSample(worker, sample);
        }

        _lines.MoveInto(_gradients[worker.Index].Pointer, _kernelGradient.PartOf(worker));
        worker.Meet();
        _kernelGradient.Apply(worker);
        _biasGradient.Apply(worker);
    }

    private void BackwardSample(Worker worker, int sample)
    {
        nint offset = (nint)sample * _output.SampleStride;
        float* slope = _output.Slope + offset;
        if (_parts.HasRelu)
        {
            Columns.MaskByPositive<TRow>(_output.Data + offset, slope, Width, _output.RowsPerSample);
        }

        _biasGradient.AddColumns(worker, slope, _output.PixelStride, _output.Pixels);
        PoolWinners lists = _lists[worker.Index];
        PaddedPicture picture = _pictures[worker.Index];
        lists.Collect(slope, Winners + offset, _output.PixelStride, picture.RowStride, _input.PixelStride, _lines.LineLength);
        AddKernelGradient(lists.ByFilter, _gradients[worker.Index].Pointer, picture, sample);
        if (_weights is not null)
        {
            AddInputGradient(lists.ByPixel, _slopes[worker.Index], sample);
        }
    }

    // Three pixels of a row lie side by side in the picture as their weights do in a line of a filter.
    private void AddKernelGradient(SparseList byFilter, float* gradient, PaddedPicture picture, int sample)
    {
        float* x = picture.Read(_input.Data + (nint)sample * _input.SampleStride);
        for (int line = 0; line < Side; line++)
        {
            for (int filter = 0; filter < byFilter.Lists; filter++)
            {
                byFilter.AddProducts<TRow>(filter, gradient, x + (nint)line * picture.RowStride, _lines.LineLength / Width);
                gradient += _lines.LineLength;
            }
        }
    }

    private void AddInputGradient(SparseList byPixel, PaddedPicture slopes, int sample)
    {
        float* target = _input.Slope + (nint)sample * _input.SampleStride;
        float* dx = slopes.Clear(target);
        int across = 2 * _output.Shape.Width;
        for (int line = 0; line < Side; line++)
        {
            float* weights = _weights!.Pointer + (nint)line * _lines.LineStride;
            for (int pixel = 0; pixel < byPixel.Lists; pixel++)
            {
                (int row, int column) = Math.DivRem(pixel, across);
                float* place = dx + (nint)(row + line) * slopes.RowStride + (nint)column * _input.PixelStride;
                byPixel.AddProducts<TRow>(pixel, place, weights, _lines.LineLength / Width);
            }
        }

        slopes.Write(target);
    }
}
