using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Execution;

/// <summary>
/// The same tiles lead back: to the input by the filters turned around, to the filters by sums of products.
/// </summary>
internal sealed unsafe class LearningWinograd<TRow, TUpdate> : WinogradConvolutionOperation<TRow>, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

    private readonly TurnedFilters<TRow> _filters;
    private readonly WinogradGradient<TRow, TUpdate> _kernelGradient;
    private readonly GradientReducer<TRow, TUpdate> _biasGradient;
    private readonly AlignedBuffer[] _points;
    private readonly TileGrid? _slopes;
    private readonly TileGrid? _inputs;

    public LearningWinograd(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        int threads,
        UpdateSource<TUpdate> updates
    )
        : this(
            input,
            output,
            parts,
            threads,
            new TurnedFilters<TRow>(parts.Kernel, input.Gradient is not null),
            updates
        ) { }

    private LearningWinograd(
        Tensor input,
        Tensor output,
        ConvolutionParts parts,
        int threads,
        TurnedFilters<TRow> filters,
        UpdateSource<TUpdate> updates
    )
        : base(input, output, parts, threads, filters)
    {
        _filters = filters;
        _kernelGradient = new(parts.Kernel, threads, updates);
        _biasGradient = new(parts.Bias, threads, updates);

        // Points of tiles of the output's gradient: [point][tile][filter].
        _points = AlignedBuffer.Many(threads, (long)Winograd.Points * Scratch[0].Block * output.Channels);
        if (input.Gradient is not null)
        {
            // What the padding of the way forward leaves out of three pixels, the way back has as padding.
            Window window = parts.Window;
            (int down, int across) = (TilesFor(window.Input.Height), TilesFor(window.Input.Width));
            _slopes = new TileGrid(output, 2 - window.Top, 2 - window.Left, Winograd.TileSide, down, across);
            _inputs = new TileGrid(input, 0, 0, Winograd.OutputSide, down, across);
        }
    }

    public void Backward(Worker worker, int samples)
    {
        WinogradScratch scratch = Scratch[worker.Index];
        float* slopes = _points[worker.Index].Pointer;
        (int start, int end) = worker.Share(samples);
        for (int sample = start; sample < end; sample++)
        {
            AddBiasGradient(worker, sample);
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

    private void AddBiasGradient(Worker worker, int sample)
    {
        float* slope = Output.Slope + (nint)sample * Output.SampleStride;
        if (HasRelu)
        {
            Columns.MaskByPositive<TRow>(
                Output.Data + (nint)sample * Output.SampleStride,
                slope,
                Width,
                Output.RowsPerSample
            );
        }

        _biasGradient.AddColumns(worker, slope, Output.PixelStride, Output.Pixels);
    }

    private void AddKernelGradient(Worker worker, int start, int end, WinogradScratch scratch, float* slopes)
    {
        for (int tile = start * Pictures.PerSample; tile < end * Pictures.PerSample; tile += scratch.Block)
        {
            int count = Math.Min(scratch.Block, end * Pictures.PerSample - tile);
            Pictures.Read<TRow, PictureLine>(Input.Data, tile, count, scratch.Pictures, scratch.Block, scratch);
            Outputs.Read<TRow, SlopeLine>(Output.Slope, tile, count, slopes, scratch.Block, scratch);
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
            _slopes!.Read<TRow, PictureLine>(Output.Slope, tile, count, slopes, scratch.Block, scratch);
            for (int panel = 0; panel < Input.Channels / Width; panel++)
            {
                _filters.MultiplyBack(slopes, scratch.Block, count, panel, scratch.Products);
                _inputs.Write(
                    scratch.Products,
                    tile,
                    count,
                    scratch.Block,
                    Input.Slope + panel * Width,
                    ending,
                    scratch
                );
            }
        }
    }
}
