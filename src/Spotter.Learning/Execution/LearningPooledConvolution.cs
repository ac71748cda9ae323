using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// The gradient of each pooled pixel goes to the one of four that won. The input, the network's own, needs none.
/// </summary>
internal sealed unsafe class LearningPooledConvolution<TRow, TUpdate>
    : PooledConvolutionOperation<TRow>,
        ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

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
        : base(input, output, parts, threads)
    {
        _rows = AlignedBuffer.Many(threads, (long)Pool * RowPixels * Width);
        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);
    }

    private int RowPixels => Pool * Output.Shape.Width;

    public void Backward(Worker worker, int samples)
    {
        PaddedPicture picture = Pictures[worker.Index];
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            float* slope = Output.Slope + (nint)sample * Output.SampleStride;
            if (Parts.HasRelu)
            {
                Columns.MaskByPositive<TRow>(
                    Output.Data + (nint)sample * Output.SampleStride,
                    slope,
                    Width,
                    Output.RowsPerSample
                );
            }

            _biasGradient.AddColumns(worker, slope, Output.PixelStride, Output.Pixels);
            float* x = picture.Read(Input.Data + (nint)sample * Input.SampleStride);
            for (int panel = 0; panel < Parts.Kernel.Panels; panel++)
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
        int rowStride = Pictures[worker.Index].RowStride;
        int lineLength = Parts.Window.Kernel.Width * Input.Channels;
        float* rows = _rows[worker.Index].Pointer;
        float* gradient = _kernelGradient.PartOf(worker) + (nint)panel * Parts.Kernel.Rows * Width;
        for (int y = 0; y < Output.Shape.Height; y++)
        {
            SpreadRows(OutputOffset(sample, y, panel), rows);
            for (int row = 0; row < Pool; row++)
            {
                float* from = x + ((nint)Pool * y + row) * rowStride;
                for (int line = 0; line < Parts.Window.Kernel.Height; line++)
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
            TRow winner = TRow.Load(Winners.Pointer + offset);
            for (int place = 0; place < Pool * Pool; place++)
            {
                float* target = rows + (nint)(place / Pool * RowPixels + Pool * x + place % Pool) * Width;
                TRow.Store(PooledSlopes.SlopeOf(slope, winner, place), target);
            }
        }
    }
}
