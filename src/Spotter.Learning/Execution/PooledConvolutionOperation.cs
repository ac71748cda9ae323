using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>
/// A convolution of the network's pictures, and ReLU if asked, with the greatest of each two by two pixels: what lies
/// between the two exists only for two rows at a time. Workers own samples. (H, W, C) -> (H' / 2, W' / 2, F)
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
    private readonly PatchReader _reader;
    private readonly ParameterRows _kernel;
    private readonly ParameterRows _bias;
    private readonly AlignedBuffer[] _patches;
    private readonly AlignedBuffer[] _rows;
    private readonly AlignedBuffer? _winners;
    private readonly GradientReducer<TRow, TUpdate>? _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate>? _biasGradient;
    private readonly int _patchStride;
    private readonly int _rowPixels;

    public PooledConvolutionOperation(
        Tensor input, Tensor output, ConvolutionParts parts, int threads, bool isTraining, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _parts = parts;
        _reader = new PatchReader(parts.Window, input);
        _kernel = updates.RowsOf(parts.Kernel);
        _bias = updates.RowsOf(parts.Bias);
        _patchStride = Tensor.RoundUp(_reader.Length);
        _rowPixels = parts.Window.OutputWidth;
        _patches = AlignedBuffer.Many(threads, (long)Pool * _rowPixels * _patchStride + Width);
        _rows = AlignedBuffer.Many(threads, (long)Pool * _rowPixels * Width);
        _winners = isTraining ? new AlignedBuffer(output.Value.Length) : null;
        _kernelGradient = isTraining ? new(parts.Kernel, threads, updates) : null;
        _biasGradient = isTraining ? new(parts.Bias, threads, updates) : null;
    }

    public override void Forward(Worker worker, in Step step)
    {
        float* rows = _rows[worker.Index].Pointer;
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            for (int y = 0; y < _output.Shape.Height; y++)
            {
                float* patches = GatherRows(worker, sample, y);
                for (int panel = 0; panel < _parts.Kernel.Panels; panel++)
                {
                    Gemm.Run<TRow, StoreEpilogue<TRow>>(
                        patches, _patchStride, 1, _kernel.Value + (nint)panel * _parts.Kernel.Rows * Width, Width,
                        _parts.Kernel.Rows, Pool * _rowPixels, new(rows, Width));
                    PoolRows(rows, OutputOffset(sample, y, panel), new TileEnding<TRow>(TRow.Load(_bias.Value + panel * Width), _parts.HasRelu));
                }
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        float* rows = _rows[worker.Index].Pointer;
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* slope = _output.Slope + (nint)sample * _output.SampleStride;
            if (_parts.HasRelu)
            {
                Columns.MaskByPositive<TRow>(_output.Data + (nint)sample * _output.SampleStride, slope, Width, _output.RowsPerSample);
            }

            _biasGradient!.AddColumns(worker, slope, _output.PixelStride, _output.Pixels);
            for (int y = 0; y < _output.Shape.Height; y++)
            {
                float* patches = GatherRows(worker, sample, y);
                for (int panel = 0; panel < _parts.Kernel.Panels; panel++)
                {
                    SpreadRows(OutputOffset(sample, y, panel), rows);
                    Gemm.Run<TRow, AddEpilogue<TRow>>(
                        patches, 1, _patchStride, rows, Width, Pool * _rowPixels, _parts.Kernel.Rows,
                        new(_kernelGradient!.PartOf(worker) + (nint)panel * _parts.Kernel.Rows * Width, Width));
                }
            }
        }

        worker.Meet();
        _kernelGradient!.Apply(worker);
        _biasGradient!.Apply(worker);
    }

    private float* GatherRows(Worker worker, int sample, int y)
    {
        float* patches = _patches[worker.Index].Pointer;
        _reader.Gather<TRow>(
            _input.Data + (nint)sample * _input.SampleStride, Pool * y * _rowPixels, Pool * _rowPixels, patches, _patchStride);
        return patches;
    }

    private nint OutputOffset(int sample, int y, int panel) =>
        (nint)sample * _output.SampleStride + (nint)y * _output.Shape.Width * _output.PixelStride + panel * Width;

    // Bias and ReLU do not change which of four is the greatest, so they come once, afterwards.
    private void PoolRows(float* rows, nint offset, TileEnding<TRow> ending)
    {
        for (int x = 0; x < _output.Shape.Width; x++, offset += _output.PixelStride)
        {
            TRow best = TRow.Load(Source(rows, x, 0));
            TRow winner = TRow.Zero;
            for (int place = 1; place < Pool * Pool; place++)
            {
                TRow value = TRow.Load(Source(rows, x, place));
                winner = TRow.WhereGreater(value, best, TRow.Create(place), winner);
                best = TRow.Max(value, best);
            }

            TRow.Store(ending.Apply(best), _output.Data + offset);
            if (_winners is not null)
            {
                TRow.Store(winner, _winners.Pointer + offset);
            }
        }
    }

    // Each of the four pixels gets the gradients of the channels that it won, the others zero.
    private void SpreadRows(nint offset, float* rows)
    {
        if (_rowPixels % Pool != 0)
        {
            TRow.Store(TRow.Zero, rows + (_rowPixels - 1) * Width);
            TRow.Store(TRow.Zero, rows + (Pool * _rowPixels - 1) * Width);
        }

        for (int x = 0; x < _output.Shape.Width; x++, offset += _output.PixelStride)
        {
            TRow slope = TRow.Load(_output.Slope + offset);
            TRow winner = TRow.Load(_winners!.Pointer + offset);
            for (int place = 0; place < Pool * Pool; place++)
            {
                TRow notBefore = TRow.WhereGreater(winner, TRow.Create(place - 0.5f), slope, TRow.Zero);
                TRow.Store(TRow.WhereGreater(TRow.Create(place + 0.5f), winner, notBefore, TRow.Zero), Source(rows, x, place));
            }
        }
    }

    // Place 0 and 1 lie in the first of the two rows, 2 and 3 in the second.
    private float* Source(float* rows, int x, int place) => rows + (nint)(place / Pool * _rowPixels + Pool * x + place % Pool) * Width;
}
