using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// The filters of a 3 x 3 convolution also for the way back, which is a convolution with the filters turned around.
/// </summary>
internal sealed unsafe class TurnedFilters<TRow> : WinogradFilters<TRow>
    where TRow : struct, IRow<TRow>
{
    private const int Width = Row.Width;

    private readonly AlignedBuffer? _transposed;
    private readonly AlignedBuffer? _backward;

    public TurnedFilters(Parameter kernel, bool withBackward)
        : base(kernel)
    {
        _transposed = withBackward ? new AlignedBuffer((long)Taps * Channels * Filters) : null;
        _backward = withBackward ? new AlignedBuffer((long)Winograd.Points * Channels * Filters) : null;
    }

    public override void Prepare(Worker worker, float* lines)
    {
        base.Prepare(worker, lines);
        if (_backward is null)
        {
            return;
        }

        (int start, int end) = worker.Share(Channels / Width);
        for (int panel = start; panel < end; panel++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                int rows = tap * (Channels / Width) + panel;
                PanelTranspose.Run(Kernel.Packed.Pointer, Kernel.Rows, Filters, _transposed!.Pointer, rows, rows + 1);
            }

            // From the last tap to the first.
            nint step = (nint)Channels * Filters;
            float* last = _transposed!.Pointer + (Taps - 1) * step + (nint)panel * Filters * Width;
            Transform(last, -3 * step, -step, Panel(_backward, panel, Filters), Filters, lines);
        }
    }

    /// <summary>
    /// As <see cref="WinogradFilters{TRow}.Multiply(float*, int, int, int, float*)"/>, from filters to channels.
    /// </summary>
    public void MultiplyBack(float* points, int room, int count, int panel, float* products) =>
        Multiply(points, room, count, Panel(_backward!, panel, Filters), Filters, products);
}
