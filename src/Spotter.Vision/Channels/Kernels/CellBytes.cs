using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>
/// A level as windows are judged by: a signed byte a cell, rows as in <see cref="CellPlanes"/>. Around the cells of the
/// picture lies a margin that repeats the outermost ones, so that objects at the picture's edge have a window.
/// </summary>
internal sealed unsafe class CellBytes
{
    /// <summary>Windows that are judged side by side; rows have room for as many behind their last cell.</summary>
    public const int Group = 32;

    private const int LineBytes = 64;

    private readonly GrowingBuffer<sbyte> _values = new();
    private RowRange _rows;
    private BoxSize _margin;

    /// <summary>Cells of the picture, without margins.</summary>
    public BoxSize InnerSize { get; private set; }

    /// <summary>From a channel's row to the next channel's.</summary>
    public int Stride { get; private set; }

    /// <summary>The rows of the picture among those that are held, counted without margins.</summary>
    public RowRange InnerRows =>
        new(
            Math.Clamp(_rows.First - _margin.Height, 0, InnerSize.Height - 1),
            Math.Clamp(_rows.End - _margin.Height, 1, InnerSize.Height)
        );

    /// <summary>Sets the size; what was held is lost.</summary>
    /// <param name="inner">Cells of the picture.</param>
    /// <param name="margin">Cells on each side.</param>
    /// <param name="rows">The rows that are held, counted from the top of the upper margin.</param>
    /// <param name="stride">A result of <see cref="StrideFor"/> for this width with its margins, or a larger
    /// one.</param>
    public void Resize(BoxSize inner, BoxSize margin, RowRange rows, int stride)
    {
        (InnerSize, _margin, _rows, Stride) = (inner, margin, rows, stride);
        _values.Reserve(checked((stride * (rows.End - rows.First) * ChannelLayout.Count) + LineBytes));
    }

    /// <summary>
    /// An odd number of lines of the cache, so that a window's rows do not fall into the same few sets of it.
    /// </summary>
    public static int StrideFor(int width) => ((width + Group + LineBytes - 1) / LineBytes * LineBytes) | LineBytes;

    /// <summary>A row with its margin, counted from the top of the upper margin.</summary>
    public sbyte* Row(int y, int channel) =>
        _values.Pointer + ((long)(((y - _rows.First) * ChannelLayout.Count) + channel) * Stride);

    /// <summary>A row of the picture at its first cell, counted without margins.</summary>
    public sbyte* InnerRow(int y, int channel) => Row(y + _margin.Height, channel) + _margin.Width;

    /// <summary>Copies the outermost cells outwards.</summary>
    public void FillMargins()
    {
        RowRange inner = InnerRows;
        for (int y = inner.First; y < inner.End; y++)
        {
            for (int channel = 0; channel < ChannelLayout.Count; channel++)
            {
                sbyte* row = InnerRow(y, channel);
                new Span<sbyte>(row - _margin.Width, _margin.Width).Fill(row[0]);
                new Span<sbyte>(row + InnerSize.Width, _margin.Width).Fill(row[InnerSize.Width - 1]);
            }
        }

        for (int y = _rows.First; y < _rows.End; y++)
        {
            int nearest = Math.Clamp(y - _margin.Height, inner.First, inner.End - 1) + _margin.Height;
            if (nearest != y)
            {
                int length = Stride * ChannelLayout.Count;
                new ReadOnlySpan<sbyte>(Row(nearest, 0), length).CopyTo(new Span<sbyte>(Row(y, 0), length));
            }
        }
    }

    /// <summary>Copies a window's cells: row by row, in a row channel by channel.</summary>
    public void CopyWindow(int x, int y, ChannelGeometry geometry, Span<sbyte> target)
    {
        for (int row = 0; row < geometry.Rows; row++)
        {
            for (int channel = 0; channel < ChannelLayout.Count; channel++)
            {
                new ReadOnlySpan<sbyte>(Row(y + row, channel) + x, geometry.Columns).CopyTo(
                    target.Slice(((row * ChannelLayout.Count) + channel) * geometry.Columns)
                );
            }
        }
    }
}
