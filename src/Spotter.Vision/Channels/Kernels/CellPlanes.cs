using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Channels.Kernels;

/// <summary>
/// Values of cells, row by row; within a row of cells channel by channel. Of the rows of a picture it holds a run, and
/// rows are counted as in the picture. Rows have room for a vector before the first cell and two behind the last.
/// </summary>
internal sealed unsafe class CellPlanes
{
    private const int Before = 16;
    private const int Behind = 32;

    private readonly GrowingBuffer<float> _values = new();
    private int _channels;
    private int _firstRow;

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Stride { get; private set; }

    /// <summary>Sets the size; what was held is lost.</summary>
    /// <param name="width">Cells across.</param>
    /// <param name="height">Cells down the whole picture.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="rows">The rows that are held.</param>
    public void Resize(int width, int height, int channels, RowRange rows)
    {
        Width = width;
        Height = height;
        _firstRow = rows.First;
        _channels = channels;
        Stride = ((width + 15) / 16 * 16) + Before + Behind;
        _values.Reserve(checked(Stride * (rows.End - rows.First) * channels));
    }

    public float* Row(int y, int channel = 0) =>
        _values.Pointer + ((long)(((y - _firstRow) * _channels) + channel) * Stride) + Before;

    /// <summary>The row of cells at y, or the nearest there is.</summary>
    public float* ClampedRow(int y, int channel = 0) => Row(Math.Clamp(y, 0, Height - 1), channel);
}
