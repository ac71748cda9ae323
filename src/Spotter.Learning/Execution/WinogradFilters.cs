using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// The filters of a 3 x 3 convolution as Winograd points, also for the way back if asked, which is a convolution with
/// the filters turned around.
/// </summary>
internal sealed unsafe class WinogradFilters<TRow>
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;
    private const int Taps = 9;

    private readonly Parameter _kernel;
    private readonly int _channels;
    private readonly int _filters;
    private readonly AlignedBuffer _forward;
    private readonly AlignedBuffer? _transposed;
    private readonly AlignedBuffer? _backward;

    public WinogradFilters(Parameter kernel, bool withBackward)
    {
        _kernel = kernel;
        _channels = kernel.Rows / Taps;
        _filters = kernel.Columns;
        long weights = (long)_channels * _filters;
        _forward = new AlignedBuffer(Winograd.Points * weights);
        _transposed = withBackward ? new AlignedBuffer(Taps * weights) : null;
        _backward = withBackward ? new AlignedBuffer(Winograd.Points * weights) : null;
    }

    /// <summary>
    /// Computes this worker's share anew from the weights. Workers must meet before anyone multiplies.
    /// </summary>
    public void Prepare(Worker worker, float* lines)
    {
        (int start, int end) = worker.Share(_filters / Width);
        for (int panel = start; panel < end; panel++)
        {
            // Row (tap, channel) of the panel; the taps of a channel are _channels rows apart.
            float* weights = _kernel.Packed.Pointer + (nint)panel * _kernel.Rows * Width;
            nint tap = (nint)_channels * Width;
            Transform(weights, 3 * tap, tap, Panel(_forward, panel, _channels), _channels, lines);
        }

        if (_backward is not null)
        {
            PrepareBackward(worker, lines);
        }
    }

    private void PrepareBackward(Worker worker, float* lines)
    {
        (int start, int end) = worker.Share(_channels / Width);
        for (int panel = start; panel < end; panel++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                int rows = tap * (_channels / Width) + panel;
                PanelTranspose.Run(
                    _kernel.Packed.Pointer,
                    _kernel.Rows,
                    _filters,
                    _transposed!.Pointer,
                    rows,
                    rows + 1
                );
            }

            // From the last tap to the first.
            nint step = (nint)_channels * _filters;
            float* last = _transposed!.Pointer + (Taps - 1) * step + (nint)panel * _filters * Width;
            Transform(last, -3 * step, -step, Panel(_backward!, panel, _filters), _filters, lines);
        }
    }

    /// <summary>Multiplies a block of tiles with one panel of filters, point by point.</summary>
    /// <param name="points">[point][room][channels].</param>
    /// <param name="room">Tiles that a point has room for.</param>
    /// <param name="count">Tiles that are there.</param>
    /// <param name="panel">Which sixteen outputs.</param>
    /// <param name="products">[point][room][16].</param>
    public void Multiply(float* points, int room, int count, int panel, float* products) =>
        Multiply(points, room, count, Panel(_forward, panel, _channels), _channels, products);

    /// <summary>The same from filters to channels.</summary>
    public void MultiplyBack(float* points, int room, int count, int panel, float* products) =>
        Multiply(points, room, count, Panel(_backward!, panel, _filters), _filters, products);

    private static void Multiply(float* points, int room, int count, float* filters, int depth, float* products)
    {
        for (int point = 0; point < Winograd.Points; point++)
        {
            Gemm.Run<TRow, StoreEpilogue<TRow>>(
                points + (nint)point * room * depth,
                depth,
                1,
                filters + (nint)point * depth * Width,
                Width,
                depth,
                count,
                new(products + (nint)point * room * Width, Width)
            );
        }
    }

    // [panel][point][row][16]
    private static float* Panel(AlignedBuffer filters, int panel, int rows) =>
        filters.Pointer + (nint)panel * Winograd.Points * rows * Width;

    private static void Transform(float* weights, nint down, nint across, float* target, int rows, float* lines) =>
        Winograd.Transform<TRow, FilterLine>(weights, down, across, target, (nint)rows * Width, rows, lines);
}
