using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>
/// A 3 x 3 convolution with stride 1, with bias, and ReLU if asked, by Winograd's tiles: forward, to the input and to
/// the filters. Workers own samples. (H, W, C) -> (H', W', F), C and F multiples of 16
/// </summary>
internal sealed unsafe class WinogradConvolutionOperation<TRow, TUpdate> : Operation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = ParameterRows.Width;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly bool _hasRelu;
    private readonly bool _isTraining;
    private readonly ParameterRows _bias;
    private readonly WinogradFilters<TRow> _filters;
    private readonly WinogradGradient<TRow, TUpdate>? _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate>? _biasGradient;
    private readonly WinogradScratch[] _scratch;
    private readonly TileGrid _pictures;
    private readonly TileGrid _outputs;
    private readonly TileGrid? _slopes;
    private readonly TileGrid? _inputs;
    private bool _isPrepared;

    public WinogradConvolutionOperation(
        Tensor input, Tensor output, ConvolutionParts parts, int threads, bool isTraining, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _hasRelu = parts.HasRelu;
        _isTraining = isTraining;
        _bias = updates.RowsOf(parts.Bias);
        _filters = new WinogradFilters<TRow>(parts.Kernel, input.Gradient is not null);
        _kernelGradient = isTraining ? new(parts.Kernel, threads, updates) : null;
        _biasGradient = isTraining ? new(parts.Bias, threads, updates) : null;
        _scratch = new WinogradScratch[threads];
        for (int i = 0; i < threads; i++)
        {
            _scratch[i] = new WinogradScratch(input.Channels, output.Channels, isTraining);
        }

        Window window = parts.Window;
        (int down, int across) = (TilesFor(window.OutputHeight), TilesFor(window.OutputWidth));
        _pictures = new TileGrid(input, window.Top, window.Left, Winograd.TileSide, down, across);
        _outputs = new TileGrid(output, 0, 0, Winograd.OutputSide, down, across);
        if (input.Gradient is not null)
        {
            // What the padding of the way forward leaves out of three pixels, the way back has as padding.
            (down, across) = (TilesFor(window.Input.Height), TilesFor(window.Input.Width));
            _slopes = new TileGrid(output, 2 - window.Top, 2 - window.Left, Winograd.TileSide, down, across);
            _inputs = new TileGrid(input, 0, 0, Winograd.OutputSide, down, across);
        }
    }

    /// <summary>Whether this operation can take the place of the general one.</summary>
    public static bool Suits(Window window, Tensor input, Tensor output) =>
        window is { Kernel: { Height: 3, Width: 3 }, Stride: { Height: 1, Width: 1 } }
        && input.PixelStride == input.Channels && input.Channels % Width == 0 && output.Channels % Width == 0;

    public override void Forward(Worker worker, in Step step)
    {
        WinogradScratch scratch = _scratch[worker.Index];
        if (_isTraining || !_isPrepared)
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
            for (int panel = 0; panel < _output.Channels / Width; panel++)
            {
                _filters.Multiply(scratch.Pictures, scratch.Block, count, panel, back: false, scratch.Products);
                var ending = new TileEnding<TRow>(TRow.Load(_bias.Value + panel * Width), _hasRelu);
                _outputs.Write(scratch.Products, tile, count, scratch.Block, _output.Data + panel * Width, ending, scratch);
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        WinogradScratch scratch = _scratch[worker.Index];
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            AddBiasGradient(worker, sample);
        }

        AddKernelGradient(worker, start, end, scratch);
        if (_inputs is not null)
        {
            PropagateGradient(start, end, scratch);
        }

        worker.Meet();
        _kernelGradient!.Apply(worker, scratch);
        _biasGradient!.Apply(worker);
    }

    private void AddBiasGradient(Worker worker, int sample)
    {
        float* slope = _output.Slope + (nint)sample * _output.SampleStride;
        if (_hasRelu)
        {
            Columns.MaskByPositive<TRow>(_output.Data + (nint)sample * _output.SampleStride, slope, Width, _output.RowsPerSample);
        }

        _biasGradient!.AddColumns(worker, slope, _output.PixelStride, _output.Pixels);
    }

    private void AddKernelGradient(Worker worker, int start, int end, WinogradScratch scratch)
    {
        for (int tile = start * _pictures.PerSample; tile < end * _pictures.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * _pictures.PerSample - tile);
            _pictures.Read<TRow, PictureLine>(_input.Data, tile, count, scratch.Pictures, scratch.Block, scratch);
            _outputs.Read<TRow, SlopeLine>(_output.Slope, tile, count, scratch.Slopes, scratch.Block, scratch);
            _kernelGradient!.Add(worker, scratch, count);
        }
    }

    // The gradient of the input is a convolution of that of the output with the filters turned around.
    private void PropagateGradient(int start, int end, WinogradScratch scratch)
    {
        var ending = new TileEnding<TRow>(TRow.Zero, hasRelu: false);
        for (int tile = start * _inputs!.PerSample; tile < end * _inputs.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * _inputs.PerSample - tile);
            _slopes!.Read<TRow, PictureLine>(_output.Slope, tile, count, scratch.Slopes, scratch.Block, scratch);
            for (int panel = 0; panel < _input.Channels / Width; panel++)
            {
                _filters.Multiply(scratch.Slopes, scratch.Block, count, panel, back: true, scratch.Products);
                _inputs.Write(scratch.Products, tile, count, scratch.Block, _input.Slope + panel * Width, ending, scratch);
            }
        }
    }

    private static int TilesFor(int pixels) => (pixels + Winograd.OutputSide - 1) / Winograd.OutputSide;
}
