using Spotter.Vision.Kernels;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>
/// Computes the channels of some rows of a picture: sums, strength of gradients, smoothing. Belongs to one thread.
/// </summary>
internal sealed unsafe class ChannelRows(KernelWidth width)
{
    private readonly IGradientSums _gradients = width switch
    {
        KernelWidth.Vectors256 => new GradientSums<Float8>(),
        KernelWidth.Vectors128 => new GradientSums<Float4>(),
        _ => new GradientSums<Float1>(),
    };

    private readonly CellPlanes _sums = new();
    private readonly CellPlanes _strength = new();
    private readonly CellPlanes _channels = new();

    public ICellKernels Kernels { get; } =
        width switch
        {
            KernelWidth.Vectors256 => new CellKernels<Float8>(),
            KernelWidth.Vectors128 => new CellKernels<Float4>(),
            _ => new CellKernels<Float1>(),
        };

    /// <summary>Takes a picture, which must stay where it is; see <see cref="IGradientSums.Start"/>.</summary>
    public void Start(byte* pixels, int stride, BoxSize size) =>
        _gradients.Start(pixels, stride, size.Width, size.Height);

    /// <summary>Computes rows of cells.</summary>
    /// <param name="cells">Size of the whole picture in cells.</param>
    /// <param name="geometry">The model's.</param>
    /// <param name="rows">Which rows.</param>
    /// <returns>The rows asked for, valid until the next call.</returns>
    public CellPlanes Compute(BoxSize cells, ChannelGeometry geometry, RowRange rows)
    {
        RowRange strengths = Widen(rows, 1, cells.Height);
        RowRange sums = Widen(strengths, geometry.NormalizationRadius, cells.Height);
        _sums.Resize(cells.Width, cells.Height, ChannelLayout.Count, sums);
        _gradients.Rows(geometry.Shrink, sums, _sums);
        _strength.Resize(cells.Width, cells.Height, 1, strengths);
        Kernels.Strength(_sums, geometry.NormalizationRadius, strengths, _strength);
        _channels.Resize(cells.Width, cells.Height, ChannelLayout.Count, rows);
        Kernels.Smooth(_sums, _strength, rows, _channels);
        return _channels;
    }

    /// <summary>The rows of pixels that rows of cells are computed from.</summary>
    public static RowRange PixelRows(BoxSize cells, ChannelGeometry geometry, RowRange rows, int height)
    {
        RowRange sums = Widen(rows, 1 + geometry.NormalizationRadius, cells.Height);

        // A line more for the gradient, another for the smoothing.
        return Widen(new RowRange(sums.First * geometry.Shrink, sums.End * geometry.Shrink), 2, height);
    }

    private static RowRange Widen(RowRange rows, int by, int height) =>
        new(Math.Max(rows.First - by, 0), Math.Min(rows.End + by, height));
}
