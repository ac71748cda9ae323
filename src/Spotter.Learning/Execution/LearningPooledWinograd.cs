using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// The way back through a pooled 3 x 3 convolution: filter by filter for the weights, pixel by pixel for the input.
/// </summary>
internal sealed unsafe class LearningPooledWinograd<TRow, TUpdate> : PooledWinogradOperation<TRow>, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;
    private const int Side = 3;

    private readonly FilterLines _lines;
    private readonly AlignedBuffer? _weights;
    private readonly PoolWinners[] _lists;
    private readonly PaddedPicture[] _pictures;
    private readonly PaddedSlopes[] _slopes;
    private readonly AlignedBuffer[] _gradients;
    private readonly GradientReducer<TRow, TUpdate> _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate> _biasGradient;

    public LearningPooledWinograd(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        int threads,
        UpdateSource<TUpdate> updates
    )
        : base(input, output, parts, threads)
    {
        _lines = new FilterLines(parts.Kernel.Rows, parts.Kernel.Panels, Side);
        int weights = parts.Kernel.Rows * parts.Kernel.Columns;
        _weights = input.Gradient is null ? null : new AlignedBuffer(weights);
        _gradients = AlignedBuffer.Many(threads, weights);
        _lists = new PoolWinners[threads];
        _pictures = PaddedPicture.Many(threads, parts.Window, input.PixelStride);
        _slopes = new PaddedSlopes[threads];
        for (int i = 0; i < threads; i++)
        {
            _lists[i] = new PoolWinners(output.Channels, output.Shape.Height, output.Shape.Width);
            _slopes[i] = new PaddedSlopes(parts.Window, input.PixelStride);
        }

        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);
    }

    public void Backward(Worker worker, int samples)
    {
        if (_weights is not null)
        {
            (int firstPanel, int endPanel) = worker.Share(Parts.Kernel.Panels);
            _lines.Unpack(Parts.Kernel.Packed.Pointer, firstPanel, endPanel, _weights.Pointer);
            worker.Meet();
        }

        (int start, int end) = worker.Share(samples);
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
        nint offset = (nint)sample * Output.SampleStride;
        float* slope = Output.Slope + offset;
        if (Parts.HasRelu)
        {
            Columns.MaskByPositive<TRow>(Output.Data + offset, slope, Width, Output.RowsPerSample);
        }

        _biasGradient.AddColumns(worker, slope, Output.PixelStride, Output.Pixels);
        PoolWinners lists = _lists[worker.Index];
        PaddedPicture picture = _pictures[worker.Index];
        lists.Collect(
            slope,
            Winners + offset,
            Output.PixelStride,
            picture.RowStride,
            Input.PixelStride,
            _lines.LineLength
        );
        AddKernelGradient(lists.ByFilter, _gradients[worker.Index].Pointer, picture, sample);
        if (_weights is not null)
        {
            AddInputGradient(lists.ByPixel, _slopes[worker.Index], sample);
        }
    }

    // Three pixels of a row lie side by side in the picture as their weights do in a line of a filter.
    private void AddKernelGradient(SparseList byFilter, float* gradient, PaddedPicture picture, int sample)
    {
        float* x = picture.Read(Input.Data + (nint)sample * Input.SampleStride);
        for (int line = 0; line < Side; line++)
        {
            for (int filter = 0; filter < byFilter.Lists; filter++)
            {
                byFilter.AddProducts<TRow>(
                    filter,
                    gradient,
                    x + (nint)line * picture.RowStride,
                    _lines.LineLength / Width
                );
                gradient += _lines.LineLength;
            }
        }
    }

    private void AddInputGradient(SparseList byPixel, PaddedSlopes slopes, int sample)
    {
        float* target = Input.Slope + (nint)sample * Input.SampleStride;
        float* dx = slopes.Clear(target);
        int across = 2 * Output.Shape.Width;
        for (int line = 0; line < Side; line++)
        {
            float* weights = _weights!.Pointer + (nint)line * _lines.LineStride;
            for (int pixel = 0; pixel < byPixel.Lists; pixel++)
            {
                (int row, int column) = Math.DivRem(pixel, across);
                float* place = dx + (nint)(row + line) * slopes.RowStride + (nint)column * Input.PixelStride;
                byPixel.AddProducts<TRow>(pixel, place, weights, _lines.LineLength / Width);
            }
        }

        slopes.Write(target);
    }
}
