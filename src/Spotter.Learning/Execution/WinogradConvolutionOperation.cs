using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// A 3 x 3 convolution with stride 1, with bias, and ReLU if asked, by Winograd's tiles. Workers own samples.
/// (H, W, C) -> (H', W', F), C and F multiples of 16
/// </summary>
internal unsafe class WinogradConvolutionOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    private readonly Parameter _bias;
    private readonly WinogradFilters<TRow> _filters;

    /// <param name="input">Pictures of whole rows.</param>
    /// <param name="output">Receives what comes out.</param>
    /// <param name="parts">The convolution.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="filters">Its filters.</param>
    protected WinogradConvolutionOperation(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        int threads,
        WinogradFilters<TRow> filters
    )
        : base(input, output)
    {
        HasRelu = parts.HasRelu;
        _bias = parts.Bias;
        _filters = filters;
        Scratch = WinogradScratch.Many(threads, input.Channels, output.Channels);
        Window window = parts.Window;
        (int down, int across) = (TilesFor(window.OutputHeight), TilesFor(window.OutputWidth));
        Pictures = new TileGrid(input, window.Top, window.Left, Winograd.TileSide, down, across);
        Outputs = new TileGrid(output, 0, 0, Winograd.OutputSide, down, across);
    }

    protected bool HasRelu { get; }

    protected WinogradScratch[] Scratch { get; }

    /// <summary>Tiles of the input.</summary>
    protected TileGrid Pictures { get; }

    /// <summary>Tiles of the output.</summary>
    protected TileGrid Outputs { get; }

    /// <summary>Whether this operation can take the place of the general one.</summary>
    public static bool Suits(Window window, Tensor input, Tensor output) =>
        window is { Kernel: { Height: 3, Width: 3 }, Stride: { Height: 1, Width: 1 } }
        && input.PixelStride == input.Channels
        && input.Channels % Width == 0
        && output.Channels % Width == 0;

    public override void Forward(Worker worker, int samples)
    {
        WinogradScratch scratch = Scratch[worker.Index];
        _filters.Prepare(worker, scratch.Lines);
        worker.Meet();

        (int start, int end) = worker.Share(samples);
        for (int tile = start * Pictures.PerSample; tile < end * Pictures.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * Pictures.PerSample - tile);
            Pictures.Read<TRow, PictureLine>(Input.Data, tile, count, scratch.Pictures, scratch.Block, scratch);
            for (int panel = 0; panel < Output.Channels / Width; panel++)
            {
                _filters.Multiply(scratch.Pictures, scratch.Block, count, panel, scratch.Products);
                var ending = new TileEnding<TRow>(TRow.Load(_bias.Packed.Pointer + panel * Width), HasRelu ? 0 : 1);
                Outputs.Write(
                    scratch.Products,
                    tile,
                    count,
                    scratch.Block,
                    Output.Data + panel * Width,
                    ending,
                    scratch
                );
            }
        }
    }

    protected static int TilesFor(int pixels) => (pixels + Winograd.OutputSide - 1) / Winograd.OutputSide;
}
