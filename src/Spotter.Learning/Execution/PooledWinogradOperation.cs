using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// A 3 x 3 convolution with stride 1, and ReLU if asked, with the greatest of each two by two pixels. A tile of
/// Winograd's is a pooled pixel. Workers own samples.
/// (H, W, C) -> (H' / 2, W' / 2, F), C and F multiples of 16
/// </summary>
internal unsafe class PooledWinogradOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    private readonly WinogradFilters<TRow> _filters;
    private readonly WinogradScratch[] _scratch;
    private readonly TileGrid _pictures;
    private readonly AlignedBuffer _winners;

    /// <param name="input">Pictures of whole rows.</param>
    /// <param name="output">Receives the pooled pictures.</param>
    /// <param name="parts">The convolution.</param>
    /// <param name="threads">Workers.</param>
    public PooledWinogradOperation(Tensor input, Tensor output, ConvolutionParts parts, int threads)
        : base(input, output)
    {
        Parts = parts;
        _filters = new WinogradFilters<TRow>(parts.Kernel);
        _scratch = WinogradScratch.Many(threads, input.Channels, output.Channels);
        _pictures = new TileGrid(
            input,
            parts.Window.Top,
            parts.Window.Left,
            Winograd.TileSide,
            output.Shape.Height,
            output.Shape.Width
        );
        _winners = new AlignedBuffer(output.Value.Length);
    }

    protected ConvolutionParts Parts { get; }

    /// <summary>Which of four pixels was the greatest, in the layout of the output.</summary>
    protected float* Winners => _winners.Pointer;

    public override void Forward(Worker worker, int samples)
    {
        WinogradScratch scratch = _scratch[worker.Index];
        _filters.Prepare(worker, scratch.Lines);
        worker.Meet();

        (int start, int end) = worker.Share(samples);
        for (int tile = start * _pictures.PerSample; tile < end * _pictures.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * _pictures.PerSample - tile);
            _pictures.Read<TRow, PictureLine>(Input.Data, tile, count, scratch.Pictures, scratch.Block, scratch);
            for (int panel = 0; panel < Parts.Kernel.Panels; panel++)
            {
                _filters.Multiply(scratch.Pictures, scratch.Block, count, panel, scratch.Products);
                PoolTiles(scratch, tile, count, panel);
            }
        }
    }

    // Bias and ReLU do not change which of four is the greatest, so they come once, afterwards.
    private void PoolTiles(WinogradScratch scratch, int tile, int count, int panel)
    {
        var ending = new TileEnding<TRow>(TRow.Load(Parts.Bias.Packed.Pointer + panel * Width), Parts.Factor);
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
}
