using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>
/// A 3 x 3 convolution with stride 1, and ReLU if asked, with the greatest of each two by two pixels. Forward, a tile of
/// Winograd's is a pooled pixel; backward, only the pixels that won have gradients. Workers own samples.
/// (H, W, C) -> (H' / 2, W' / 2, F), C and F multiples of 16
/// </summary>
internal sealed unsafe class PooledWinogradOperation<TRow, TUpdate> : Operation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = ParameterRows.Width;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly ConvolutionParts _parts;
    private readonly ParameterRows _bias;
    private readonly WinogradFilters<TRow> _filters;
    private readonly WinogradScratch[] _scratch;
    private readonly TileGrid _pictures;
    private readonly PooledWinogradTraining<TRow, TUpdate>? _training;
    private bool _isPrepared;

    public PooledWinogradOperation(
        Tensor input, Tensor output, ConvolutionParts parts, int threads, bool isTraining, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _parts = parts;
        _bias = updates.RowsOf(parts.Bias);
        _filters = new WinogradFilters<TRow>(parts.Kernel, withBackward: false);
        _scratch = new WinogradScratch[threads];
        for (int i = 0; i < threads; i++)
        {
            _scratch[i] = new WinogradScratch(input.Channels, output.Channels, isTraining: false);
        }

        _pictures = new TileGrid(input, parts.Window.Top, parts.Window.Left, Winograd.TileSide, output.Shape.Height, output.Shape.Width);
        _training = isTraining ? new(input, output, parts, threads, updates) : null;
    }

    public override void Forward(Worker worker, in Step step)
    {
        WinogradScratch scratch = _scratch[worker.Index];
        if (_training is not null || !_isPrepared)
        {
            _filters.Prepare(worker, scratch.Lines);
            worker.Meet();
            _isPrepared = true;
        }

        (int start, int end) = worker.Share(step.Count);
        for (int tile = start * _pictures.PerSample; tile < end * _pictures.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * _pictures.PerSample - tile);
            _pictures.Read<TRow, PictureLine>(_input.Data, tile, count, scratch.Pictures, scratch.Block, scratch);
            for (int panel = 0; panel < _parts.Kernel.Panels; panel++)
            {
                _filters.Multiply(scratch.Pictures, scratch.Block, count, panel, back: false, scratch.Products);
                PoolTiles(scratch, tile, count, panel);
            }
        }
    }

    public override void Backward(Worker worker, in Step step) => _training!.Backward(worker, step);

    // Bias and ReLU do not change which of four is the greatest, so they come once, afterwards.
    private void PoolTiles(WinogradScratch scratch, int tile, int count, int panel)
    {
        var ending = new TileEnding<TRow>(TRow.Load(_bias.Value + panel * Width), _parts.HasRelu);
        nint pointStride = (nint)scratch.Block * Width;
        for (int i = 0; i < count; i++)
        {
            Winograd.Transform<TRow, ProductLine>(
                scratch.Products + (nint)i * Width, Winograd.TileSide * pointStride, pointStride, scratch.Square, Width, 1, scratch.Lines);
            (int sample, int pixel) = Math.DivRem(tile + i, _pictures.PerSample);
            nint offset = (nint)sample * _output.SampleStride + (nint)pixel * _output.PixelStride + panel * Width;
            float* square = scratch.Square;
            TRow best = PoolOfFour.Greatest(
                TRow.Load(square), TRow.Load(square + Width), TRow.Load(square + 2 * Width), TRow.Load(square + 3 * Width), out TRow winner);
            TRow.Store(ending.Apply(best), _output.Data + offset);
            if (_training is not null)
            {
                TRow.Store(winner, _training.Winners + offset);
            }
        }
    }
}
