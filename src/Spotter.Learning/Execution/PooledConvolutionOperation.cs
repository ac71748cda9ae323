using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>
/// A convolution of the network's pictures with stride 1, and ReLU if asked, with the greatest of each two by two pixels.
/// What lies between the two never reaches memory. Workers own samples. (H, W, C) -> (H' / 2, W' / 2, F)
/// </summary>
internal sealed unsafe class PooledConvolutionOperation<TRow, TUpdate> : Operation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = ParameterRows.Width;
    private const int Pool = 2;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly ConvolutionParts _parts;
    private readonly ParameterRows _kernel;
    private readonly ParameterRows _bias;
    private readonly PaddedPicture[] _pictures;
    private readonly AlignedBuffer[] _rows;
    private readonly AlignedBuffer _winners;
    private readonly GradientReducer<TRow, TUpdate>? _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate>? _biasGradient;
    private readonly int[] _taps;
    private readonly int _rowPixels;

    public PooledConvolutionOperation(
        Tensor input, Tensor output, ConvolutionParts parts, int threads, bool isTraining, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _parts = parts;
        _kernel = updates.RowsOf(parts.Kernel);
        _bias = updates.RowsOf(parts.Bias);
        _rowPixels = Pool * output.Shape.Width;
        _pictures = new PaddedPicture[threads];
        for (int i = 0; i < threads; i++)
        {
            _pictures[i] = new PaddedPicture(parts.Window, input.PixelStride);
        }

        _taps = MakeTaps(_pictures[0].RowStride);
        _rows = AlignedBuffer.Many(isTraining ? threads : 0, (long)Pool * _rowPixels * Width);
        _winners = new AlignedBuffer(output.Value.Length);
        _kernelGradient = isTraining ? new(parts.Kernel, threads, updates) : null;
        _biasGradient = isTraining ? new(parts.Bias, threads, updates) : null;
    }

    /// <summary>Whether this operation can do a convolution: one without a gradient of its input.</summary>
    public static bool Suits(Window window, Tensor input) => input.Gradient is null && window.Stride is { Height: 1, Width: 1 };

    public override void Forward(Worker worker, in Step step)
    {
        PaddedPicture picture = _pictures[worker.Index];
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = picture.Read(_input.Data + (nint)sample * _input.SampleStride);
            for (int panel = 0; panel < _parts.Kernel.Panels; panel++)
            {
                for (int y = 0; y < _output.Shape.Height; y++)
                {
                    nint offset = OutputOffset(sample, y, panel);
                    PooledTaps.Forward<TRow>(
                        x + (nint)Pool * y * picture.RowStride, _input.PixelStride, picture.RowStride, _taps,
                        _kernel.Value + (nint)panel * _parts.Kernel.Rows * Width,
                        _output.Data + offset, _winners.Pointer + offset, _output.PixelStride, _output.Shape.Width);
                }

                Finish(sample, panel);
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        PaddedPicture picture = _pictures[worker.Index];
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* slope = _output.Slope + (nint)sample * _output.SampleStride;
            if (_parts.HasRelu)
            {
                Columns.MaskByPositive<TRow>(_output.Data + (nint)sample * _output.SampleStride, slope, Width, _output.RowsPerSample);
            }

            _biasGradient!.AddColumns(worker, slope, _output.PixelStride, _output.Pixels);
            float* x = picture.Read(_input.Data + (nint)sample * _input.SampleStride);
            for (int panel = 0; panel < _parts.Kernel.Panels; panel++)
            {
                AddKernelGradient(worker, x, sample, panel);
            }
        }

        worker.Meet();
        _kernelGradient!.Apply(worker);
        _biasGradient!.Apply(worker);
    }

    // Bias and ReLU do not change which of four is the greatest, so they come once, afterwards.
    private void Finish(int sample, int panel)
    {
        var ending = new TileEnding<TRow>(TRow.Load(_bias.Value + panel * Width), _parts.HasRelu);
        float* y = _output.Data + OutputOffset(sample, 0, panel);
        for (int pixel = 0; pixel < _output.Pixels; pixel++, y += _output.PixelStride)
        {
            TRow.Store(ending.Apply(TRow.Load(y)), y);
        }
    }

    private void AddKernelGradient(Worker worker, float* x, int sample, int panel)
    {
        int rowStride = _pictures[worker.Index].RowStride;
        int lineLength = _parts.Window.Kernel.Width * _input.Channels;
        float* rows = _rows[worker.Index].Pointer;
        float* gradient = _kernelGradient!.PartOf(worker) + (nint)panel * _parts.Kernel.Rows * Width;
        for (int y = 0; y < _output.Shape.Height; y++)
        {
            SpreadRows(OutputOffset(sample, y, panel), rows);
            for (int row = 0; row < Pool; row++)
            {
                float* from = x + ((nint)Pool * y + row) * rowStride;
                for (int line = 0; line < _parts.Window.Kernel.Height; line++)
                {
                    PooledTaps.AddGradient<TRow>(
                        from + (nint)line * rowStride, _input.PixelStride, rows + (nint)row * _rowPixels * Width, _rowPixels, lineLength,
                        gradient + (nint)line * lineLength * Width);
                }
            }
        }
    }

    // Two rows of pixels from one of pooled pixels.
    private void SpreadRows(nint offset, float* rows)
    {
        for (int x = 0; x < _output.Shape.Width; x++, offset += _output.PixelStride)
        {
            TRow slope = TRow.Load(_output.Slope + offset);
            TRow winner = TRow.Load(_winners.Pointer + offset);
            for (int place = 0; place < Pool * Pool; place++)
            {
                float* target = rows + (nint)(place / Pool * _rowPixels + Pool * x + place % Pool) * Width;
                TRow.Store(PoolOfFour.SlopeOf(slope, winner, place), target);
            }
        }
    }

    private nint OutputOffset(int sample, int y, int panel) =>
        (nint)sample * _output.SampleStride + (nint)y * _output.Shape.Width * _output.PixelStride + panel * Width;

    // (kernel row, kernel column, channel), the order of the weights
    private int[] MakeTaps(int rowStride)
    {
        Size2D kernel = _parts.Window.Kernel;
        int channels = _input.Channels;
        return
        [
            .. from y in Enumerable.Range(0, kernel.Height)
               from x in Enumerable.Range(0, kernel.Width)
               from channel in Enumerable.Range(0, channels)
               select y * rowStride + x * _input.PixelStride + channel,
        ];
    }
}
