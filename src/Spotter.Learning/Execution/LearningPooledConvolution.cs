using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// A convolution of the network's pictures with stride 1, and ReLU if asked, with the greatest of each two by two
/// pixels. What lies between the two never reaches memory. The gradient of each pooled pixel goes to the one of four
/// that won; the input, the network's own, needs none. Workers own samples. (H, W, C) -> (H' / 2, W' / 2, F)
/// </summary>
internal sealed unsafe class LearningPooledConvolution<TRow, TUpdate> : Operation, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;
    private const int Pool = 2;

    private readonly ConvolutionParts _parts;
    private readonly PaddedPicture[] _pictures;
    private readonly int[] _taps;

    // Which of four pixels was the greatest, in the layout of the output.
    private readonly AlignedBuffer _winners;
    private readonly AlignedBuffer[] _rows;
    private readonly GradientReducer<TRow, TUpdate> _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate> _biasGradient;

    public LearningPooledConvolution(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        int threads,
        UpdateSource<TUpdate> updates
    )
        : base(input, output)
    {
        _parts = parts;
        _pictures = PaddedPicture.Many(threads, parts.Window, input.PixelStride);
        _winners = new AlignedBuffer(output.Value.Length);
        _taps = MakeTaps(_pictures[0].RowStride);
        _rows = AlignedBuffer.Many(threads, (long)Pool * RowPixels * Width);
        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);
    }

    private int RowPixels => Pool * Output.Shape.Width;

    /// <summary>Whether this operation can do a convolution: its way back stops at the input.</summary>
    public static bool Suits(Window window, Tensor input) =>
        input.Gradient is null && window.Stride is { Height: 1, Width: 1 };

    public override void Forward(Worker worker, int samples)
    {
        PaddedPicture picture = _pictures[worker.Index];
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* x = picture.Read(Input.Data + (nint)sample * Input.SampleStride);
            for (int panel = 0; panel < _parts.Kernel.Panels; panel++)
            {
                for (int y = 0; y < Output.Shape.Height; y++)
                {
                    nint offset = OutputOffset(sample, y, panel);
                    PooledTaps.Forward<TRow>(
                        x + (nint)Pool * y * picture.RowStride,
                        Input.PixelStride,
                        picture.RowStride,
                        _taps,
                        _parts.Kernel.Packed.Pointer + (nint)panel * _parts.Kernel.Rows * Width,
                        Output.Data + offset,
                        _winners.Pointer + offset,
                        Output.PixelStride,
                        Output.Shape.Width
                    );
                }

                Finish(sample, panel);
            }
        }
    }

    // Bias and ReLU do not change which of four is the greatest, so they come once, afterwards.
    private void Finish(int sample, int panel)
    {
        var ending = new TileEnding<TRow>(TRow.Load(_parts.Bias.Packed.Pointer + panel * Width), _parts.Factor);
        float* y = Output.Data + OutputOffset(sample, 0, panel);
        for (int pixel = 0; pixel < Output.Pixels; pixel++, y += Output.PixelStride)
        {
            TRow.Store(ending.Apply(TRow.Load(y)), y);
        }
    }

    public void Backward(Worker worker, int samples)
    {
        PaddedPicture picture = _pictures[worker.Index];
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            _biasGradient.AddBias(worker, Output, sample, _parts.HasRelu);
            float* x = picture.Read(Input.Data + (nint)sample * Input.SampleStride);
            for (int panel = 0; panel < _parts.Kernel.Panels; panel++)
            {
                AddKernelGradient(worker, x, sample, panel);
            }
        }

        worker.Meet();
        _kernelGradient.Apply(worker);
        _biasGradient.Apply(worker);
    }

    private void AddKernelGradient(Worker worker, float* x, int sample, int panel)
    {
        int rowStride = _pictures[worker.Index].RowStride;
        int lineLength = _parts.Window.Kernel.Width * Input.Channels;
        float* rows = _rows[worker.Index].Pointer;
        float* gradient = _kernelGradient.PartOf(worker) + (nint)panel * _parts.Kernel.Rows * Width;
        for (int y = 0; y < Output.Shape.Height; y++)
        {
            SpreadRows(OutputOffset(sample, y, panel), rows);
            for (int row = 0; row < Pool; row++)
            {
                float* from = x + ((nint)Pool * y + row) * rowStride;
                for (int line = 0; line < _parts.Window.Kernel.Height; line++)
                {
                    PooledSlopes.AddGradient<TRow>(
                        from + (nint)line * rowStride,
                        Input.PixelStride,
                        rows + (nint)row * RowPixels * Width,
                        RowPixels,
                        lineLength,
                        gradient + (nint)line * lineLength * Width
                    );
                }
            }
        }
    }

    // Two rows of pixels from one of pooled pixels.
    private void SpreadRows(nint offset, float* rows)
    {
        for (int x = 0; x < Output.Shape.Width; x++, offset += Output.PixelStride)
        {
            TRow slope = TRow.Load(Output.Slope + offset);
            TRow winner = TRow.Load(_winners.Pointer + offset);
            for (int place = 0; place < Pool * Pool; place++)
            {
                float* target = rows + (nint)(place / Pool * RowPixels + Pool * x + place % Pool) * Width;
                TRow.Store(PooledSlopes.SlopeOf(slope, winner, place), target);
            }
        }
    }

    private nint OutputOffset(int sample, int y, int panel) =>
        (nint)sample * Output.SampleStride + (nint)y * Output.Shape.Width * Output.PixelStride + panel * Width;

    // (kernel row, kernel column, channel), the order of the weights
    private int[] MakeTaps(int rowStride)
    {
        Size2D kernel = _parts.Window.Kernel;
        int channels = Input.Channels;
        return
        [
            .. from y in Enumerable.Range(0, kernel.Height)
            from x in Enumerable.Range(0, kernel.Width)
            from channel in Enumerable.Range(0, channels)
            select y * rowStride + x * Input.PixelStride + channel,
        ];
    }
}
