using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// A 3 x 3 convolution with stride 1, with bias, and ReLU if asked, by Winograd's tiles. The same tiles lead back: to
/// the input by the filters turned around, to the filters by sums of products. Workers own samples.
/// (H, W, C) -> (H', W', F), C and F multiples of 16
/// </summary>
internal sealed unsafe class LearningWinograd<TRow, TUpdate> : Operation, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

    private readonly ConvolutionParts _parts;
    private readonly WinogradFilters<TRow> _filters;
    private readonly WinogradScratch[] _scratch;
    private readonly WinogradGradient<TRow, TUpdate> _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate> _biasGradient;
    private readonly AlignedBuffer[] _points;

    // Tiles of the input and of the output on the way forward, then of both on the way back.
    private readonly TileGrid _pictures;
    private readonly TileGrid _outputs;
    private readonly TileGrid? _slopes;
    private readonly TileGrid? _inputs;

    /// <param name="input">Pictures of whole rows.</param>
    /// <param name="output">Receives what comes out.</param>
    /// <param name="parts">The convolution.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="updates">The optimizer.</param>
    public LearningWinograd(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        int threads,
        UpdateSource<TUpdate> updates
    )
        : base(input, output)
    {
        _parts = parts;
        _filters = new WinogradFilters<TRow>(parts.Kernel, input.Gradient is not null);
        _scratch = WinogradScratch.Many(threads, input.Channels, output.Channels);
        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);

        // Points of tiles of the output's gradient: [point][tile][filter].
        _points = AlignedBuffer.Many(threads, (long)Winograd.Points * _scratch[0].Block * output.Channels);
        Window window = parts.Window;
        (int down, int across) = (TilesFor(window.OutputHeight), TilesFor(window.OutputWidth));
        _pictures = new TileGrid(input, window.Top, window.Left, Winograd.OutputSide, down, across);
        _outputs = new TileGrid(output, 0, 0, Winograd.OutputSide, down, across);
        if (input.Gradient is not null)
        {
            // What the padding of the way forward leaves out of three pixels, the way back has as padding.
            (down, across) = (TilesFor(window.Input.Height), TilesFor(window.Input.Width));
            _slopes = new TileGrid(output, 2 - window.Top, 2 - window.Left, Winograd.OutputSide, down, across);
            _inputs = new TileGrid(input, 0, 0, Winograd.OutputSide, down, across);
        }
    }

    /// <summary>Whether this operation can take the place of the general one.</summary>
    public static bool Suits(Window window, Tensor input, Tensor output) =>
        window is { Kernel: { Height: 3, Width: 3 }, Stride: { Height: 1, Width: 1 } }
        && input.PixelStride == input.Channels
        && input.Channels % Width == 0
        && output.Channels % Width == 0;

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
            for (int panel = 0; panel < Output.Channels / Width; panel++)
            {
                _filters.Multiply(scratch.Pictures, scratch.Block, count, panel, scratch.Products);
                var ending = new TileEnding<TRow>(TRow.Load(_parts.Bias.Packed.Pointer + panel * Width), _parts.Factor);
                scratch.Write(_outputs, Output.Data + panel * Width, tile, count, ending);
            }
        }
    }

    public void Backward(Worker worker, int samples)
    {
        WinogradScratch scratch = _scratch[worker.Index];
        float* slopes = _points[worker.Index].Pointer;
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            _biasGradient.AddBias(worker, Output, sample, _parts.HasRelu);
        }

        AddKernelGradient(worker, start, end, scratch, slopes);
        if (_inputs is not null)
        {
            PropagateGradient(start, end, scratch, slopes);
        }

        worker.Meet();
        _kernelGradient.Apply(worker, scratch, slopes);
        _biasGradient.Apply(worker);
    }

    private void AddKernelGradient(Worker worker, int start, int end, WinogradScratch scratch, float* slopes)
    {
        for (int tile = start * _pictures.PerSample; tile < end * _pictures.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * _pictures.PerSample - tile);
            scratch.Read<TRow, PictureLine>(_pictures, Input.Data, tile, count, scratch.Pictures);
            scratch.Read<TRow, SlopeLine>(_outputs, Output.Slope, tile, count, slopes);
            _kernelGradient.Add(worker, scratch, slopes, count);
        }
    }

    // The gradient of the input is a convolution of that of the output with the filters turned around.
    private void PropagateGradient(int start, int end, WinogradScratch scratch, float* slopes)
    {
        var ending = new TileEnding<TRow>(TRow.Zero, factor: 1);
        for (int tile = start * _inputs!.PerSample; tile < end * _inputs.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * _inputs.PerSample - tile);
            scratch.Read<TRow, PictureLine>(_slopes!, Output.Slope, tile, count, slopes);
            for (int panel = 0; panel < Input.Channels / Width; panel++)
            {
                _filters.MultiplyBack(slopes, scratch.Block, count, panel, scratch.Products);
                scratch.Write(_inputs, Input.Slope + panel * Width, tile, count, ending);
            }
        }
    }

    private static int TilesFor(int pixels) => (pixels + Winograd.OutputSide - 1) / Winograd.OutputSide;
}
