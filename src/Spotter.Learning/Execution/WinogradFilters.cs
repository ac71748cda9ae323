using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>The filters of a 3 x 3 convolution as Winograd points.</summary>
internal unsafe class WinogradFilters<TRow>
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;
    protected const int Taps = 9;

    private readonly AlignedBuffer _forward;

    public WinogradFilters(Parameter kernel)
    {
        Kernel = kernel;
        Channels = kernel.Rows / Taps;
        Filters = kernel.Columns;
        _forward = new AlignedBuffer((long)Winograd.Points * Channels * Filters);
    }

    protected Parameter Kernel { get; }

    protected int Channels { get; }

    protected int Filters { get; }

    /// <summary>
    /// Computes this worker's share anew from the weights. Workers must meet before anyone multiplies.
    /// </summary>
    public virtual void Prepare(Worker worker, float* lines)
    {
        (int start, int end) = worker.Share(Filters / Width);
        for (int panel = start; panel < end; panel++)
        {
            // Row (tap, channel) of the panel; the taps of a channel are Channels rows apart.
            float* weights = Kernel.Packed.Pointer + (nint)panel * Kernel.Rows * Width;
            nint tap = (nint)Channels * Width;
            Transform(weights, 3 * tap, tap, Panel(_forward, panel, Channels), Channels, lines);
        }
    }

    /// <summary>Multiplies a block of tiles with one panel of filters, point by point.</summary>
    /// <param name="points">[point][room][channels].</param>
    /// <param name="room">Tiles that a point has room for.</param>
    /// <param name="count">Tiles that are there.</param>
    /// <param name="panel">Which sixteen outputs.</param>
    /// <param name="products">[point][room][16].</param>
    public void Multiply(float* points, int room, int count, int panel, float* products) =>
        Multiply(points, room, count, Panel(_forward, panel, Channels), Channels, products);

    protected static void Multiply(float* points, int room, int count, float* filters, int depth, float* products)
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
    protected static float* Panel(AlignedBuffer filters, int panel, int rows) =>
        filters.Pointer + (nint)panel * Winograd.Points * rows * Width;

    protected static void Transform(float* weights, nint down, nint across, float* target, int rows, float* lines) =>
        Winograd.Transform<TRow, FilterLine>(weights, down, across, target, (nint)rows * Width, rows, lines);
}
