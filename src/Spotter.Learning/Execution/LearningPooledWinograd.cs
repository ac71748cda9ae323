using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// A 3 x 3 convolution with stride 1, and ReLU if asked, with the greatest of each two by two pixels. A tile of
/// Winograd's is a pooled pixel. The way back goes filter by filter for the weights, pixel by pixel for the input.
/// Workers own samples. (H, W, C) -> (H' / 2, W' / 2, F), C and F multiples of 16
/// </summary>
internal sealed unsafe class LearningPooledWinograd<TRow, TUpdate> : Operation, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;
    private const int Side = 3;

    private readonly ConvolutionParts _parts;
    private readonly WinogradFilters<TRow> _filters;
    private readonly WinogradScratch[] _scratch;
    private readonly TileGrid _pictures;

    // Which of four pixels was the greatest, in the layout of the output.
    private readonly AlignedBuffer _winners;
    private readonly FilterLines _lines;
    private readonly AlignedBuffer? _weights;
    private readonly PoolWinners[] _lists;
    private readonly PaddedPicture[] _padded;
    private readonly PaddedSlopes[] _slopes;
    private readonly AlignedBuffer[] _gradients;
    private readonly GradientReducer<TRow, TUpdate> _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate> _biasGradient;

    /// <param name="input">Pictures of whole rows.</param>
    /// <param name="output">Receives the pooled pictures.</param>
    /// <param name="parts">The convolution.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="updates">The optimizer.</param>
    public LearningPooledWinograd(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        int threads,
        UpdateSource<TUpdate> updates
    )
        : base(input, output)
    {
        _parts = parts;
        _filters = new WinogradFilters<TRow>(parts.Kernel, withBackward: false);
        _scratch = WinogradScratch.Many(threads, input.Channels, output.Channels);
        _pictures = new TileGrid(
            input,
            parts.Window.Top,
            parts.Window.Left,
            Winograd.OutputSide,
            output.Shape.Height,
            output.Shape.Width
        );
        _winners = new AlignedBuffer(output.Value.Length);
        _lines = new FilterLines(parts.Kernel.Rows, parts.Kernel.Panels, Side);
        int weights = parts.Kernel.Rows * parts.Kernel.Columns;
        _weights = input.Gradient is null ? null : new AlignedBuffer(weights);
        _gradients = AlignedBuffer.Many(threads, weights);
        _lists = new PoolWinners[threads];
        _padded = PaddedPicture.Many(threads, parts.Window, input.PixelStride);
        _slopes = new PaddedSlopes[threads];
        for (int i = 0; i < threads; i++)
        {
            _lists[i] = new PoolWinners(output.Channels, output.Shape.Height, output.Shape.Width);
            _slopes[i] = new PaddedSlopes(parts.Window, input.PixelStride);
        }

        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);
    }

    public override void Forward(Worker worker, int samples)
    {
        WinogradScratch scratch = _scratch[worker.Index];
        _filters.Prepare(worker, scratch.Lines);
        worker.Meet();

        (int start, int end) = worker.Share(samples);
        for (int tile = start * _pictures.PerSample; tile < end * _pictures.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * _pictures.PerSample - tile);
            scratch.Read<TRow, PictureLine>(_pictures, Input.Data, tile, count, scratch.Pictures);
            for (int panel = 0; panel < _parts.Kernel.Panels; panel++)
            {
                _filters.Multiply(scratch.Pictures, scratch.Block, count, panel, scratch.Products);
                PoolTiles(scratch, tile, count, panel);
            }
        }
    }

    // Bias and ReLU do not change which of four is the greatest, so they come once, afterwards.
    private void PoolTiles(WinogradScratch scratch, int tile, int count, int panel)
    {
        var ending = new TileEnding<TRow>(TRow.Load(_parts.Bias.Packed.Pointer + panel * Width), _parts.Factor);
        nint pointStride = (nint)scratch.Block * Width;
        for (int i = 0; i < count; i++)
        {
            Winograd.Transform<TRow, ProductLine>(
                scratch.Products + (nint)i * Width,
                Winograd.TileSide * pointStride,
                pointStride,
                scratch.Square,
                Width,
                1,
                scratch.Lines
            );
            (int sample, int pixel) = Math.DivRem(tile + i, _pictures.PerSample);
            nint offset = (nint)sample * Output.SampleStride + (nint)pixel * Output.PixelStride + panel * Width;
            float* square = scratch.Square;
            TRow best = PoolOfFour.Greatest(
                TRow.Load(square),
                TRow.Load(square + Width),
                TRow.Load(square + 2 * Width),
                TRow.Load(square + 3 * Width),
                out TRow winner
            );
            TRow.Store(ending.Apply(best), Output.Data + offset);
            TRow.Store(winner, _winners.Pointer + offset);
        }
    }

    public void Backward(Worker worker, int samples)
    {
        if (_weights is not null)
        {
            (int firstPanel, int endPanel) = worker.Share(_parts.Kernel.Panels);
            _lines.Unpack(_parts.Kernel.Packed.Pointer, firstPanel, endPanel, _weights.Pointer);
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
        _biasGradient.AddBias(worker, Output, sample, _parts.HasRelu);
        PoolWinners lists = _lists[worker.Index];
        PaddedPicture picture = _padded[worker.Index];
        lists.Collect(
            Output.Slope + offset,
            _winners.Pointer + offset,
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
