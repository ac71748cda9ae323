using System.Collections.Concurrent;
using Spotter.Networks.Kernels;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Operations;

/// <summary>Filters of 3 x 3 convolutions as Winograd points, made once for all plans. Safe to share between
/// threads.</summary>
internal sealed unsafe class PreparedFilters
{
    private const int Taps = 9;
    private const int Width = Row.Width;

    private readonly ConcurrentDictionary<(Parameter Kernel, int Points), Lazy<AlignedBuffer>> _filters = new();

    /// <summary>[panel][point][channel][16], as <typeparamref name="TFilter"/> transforms them.</summary>
    public AlignedBuffer Of<TRow, TFilter>(Parameter kernel)
        where TRow : struct, IRow<TRow>
        where TFilter : struct, ILineTransform =>
        _filters
            .GetOrAdd((kernel, TFilter.Outputs), static key => new Lazy<AlignedBuffer>(() =>
                Transform<TRow, TFilter>(key.Kernel)
            ))
            .Value;

    private static AlignedBuffer Transform<TRow, TFilter>(Parameter kernel)
        where TRow : struct, IRow<TRow>
        where TFilter : struct, ILineTransform
    {
        int points = TFilter.Outputs * TFilter.Outputs;
        int channels = kernel.Rows / Taps;
        nint tap = (nint)channels * Width;
        var filters = new AlignedBuffer((long)kernel.Panels * points * channels * Width);
        var lines = new AlignedBuffer(points * Width);
        for (int panel = 0; panel < kernel.Panels; panel++)
        {
            // Row (tap, channel) of the panel; the taps of a channel are Channels rows apart.
            Winograd.Transform<TRow, TFilter>(
                kernel.Packed.Pointer + (nint)panel * kernel.Rows * Width,
                3 * tap,
                tap,
                filters.Pointer + (nint)panel * points * tap,
                tap,
                channels,
                lines.Pointer
            );
        }

        return filters;
    }
}
