using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;

namespace Spotter.Vision.Channels;

/// <summary>The cells of one window, from a picture of it: what training learns from. Belongs to one thread.</summary>
internal sealed unsafe class WindowChannels(ChannelGeometry geometry)
{
    private static readonly float[] _units = [.. Enumerable.Range(0, ChannelLayout.Count).Select(ChannelLayout.Unit)];

    private readonly ChannelRows _channels = new(KernelWidths.Widest);
    private readonly CellBytes _cells = new();

    /// <summary>Values a window.</summary>
    public int Length => geometry.Columns * geometry.Rows * ChannelLayout.Count;

    /// <summary>
    /// The picture that <see cref="Compute"/> takes: the window and some cells around it, which smoothing reads.
    /// </summary>
    /// <param name="border">Cells on each side.</param>
    public BoxSize PictureSize(int border) =>
        new((geometry.Columns + (2 * border)) * geometry.Shrink, (geometry.Rows + (2 * border)) * geometry.Shrink);

    /// <summary>Computes the cells of the window in the middle.</summary>
    /// <param name="picture">Of <see cref="PictureSize"/>.</param>
    /// <param name="border">Cells on each side of the window.</param>
    /// <param name="target">In the order of <see cref="CellBytes.CopyWindow"/>.</param>
    public void Compute(ImageView<byte> picture, int border, Span<sbyte> target)
    {
        var cells = new BoxSize(geometry.Columns + (2 * border), geometry.Rows + (2 * border));
        var rows = new RowRange(0, cells.Height);
        fixed (byte* pixels = &picture.Origin)
        {
            _channels.Start(pixels, picture.Stride, new BoxSize(picture.Width, picture.Height));
            CellPlanes planes = _channels.Compute(cells, geometry, rows);
            _cells.Resize(cells, default, rows, CellBytes.StrideFor(cells.Width));
            _channels.Kernels.Resample(planes, _units, _cells);
        }

        _cells.CopyWindow(border, border, geometry, target);
    }

    /// <summary>Means of the channels over a whole picture, before they become bytes.</summary>
    public double[] Means(ImageView<byte> picture)
    {
        var cells = new BoxSize(picture.Width / geometry.Shrink, picture.Height / geometry.Shrink);
        var means = new double[ChannelLayout.Count];
        fixed (byte* pixels = &picture.Origin)
        {
            _channels.Start(pixels, picture.Stride, new BoxSize(picture.Width, picture.Height));
            CellPlanes planes = _channels.Compute(cells, geometry, new RowRange(0, cells.Height));
            for (int channel = 0; channel < means.Length; channel++)
            {
                for (int y = 0; y < cells.Height; y++)
                {
                    foreach (float value in new ReadOnlySpan<float>(planes.Row(y, channel), cells.Width))
                    {
                        means[channel] += value;
                    }
                }

                means[channel] /= (double)cells.Width * cells.Height;
            }
        }

        return means;
    }
}
