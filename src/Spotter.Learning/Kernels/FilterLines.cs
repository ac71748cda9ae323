using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>
/// Weights line by line of the filters and filter by filter, [line][filter][number of the line]: a line of all filters
/// stays in a first-level cache while kernels go through filters in any order.
/// </summary>
/// <param name="rows">Numbers of a filter.</param>
/// <param name="panels">Panels of sixteen filters.</param>
/// <param name="lines">Lines of a filter.</param>
internal readonly unsafe struct FilterLines(int rows, int panels, int lines)
{
    private const int Width = Row.Width;

    private readonly int _rows = rows;
    private readonly int _filters = panels * Width;

    /// <summary>Numbers of a line.</summary>
    public int LineLength { get; } = rows / lines;

    /// <summary>Floats from a line of all filters to the next.</summary>
    public int LineStride => _filters * LineLength;

    /// <summary>Copies some panels of packed weights.</summary>
    public void Unpack(float* packed, int start, int end, float* target)
    {
        for (int panel = start; panel < end; panel++)
        {
            for (int row = 0; row < _rows; row++)
            {
                float* from = packed + ((nint)panel * _rows + row) * Width;
                float* to = target + Place(panel, row);
                for (int lane = 0; lane < Width; lane++)
                {
                    to[lane * LineLength] = from[lane];
                }
            }
        }
    }

    /// <summary>packed += source, and the source becomes zero.</summary>
    public void MoveInto(float* source, float* packed)
    {
        for (int panel = 0; panel < _filters / Width; panel++)
        {
            for (int row = 0; row < _rows; row++)
            {
                float* from = source + Place(panel, row);
                float* to = packed + ((nint)panel * _rows + row) * Width;
                for (int lane = 0; lane < Width; lane++)
                {
                    to[lane] += from[lane * LineLength];
                    from[lane * LineLength] = 0;
                }
            }
        }
    }

    private nint Place(int panel, int row) =>
        (nint)(row / LineLength) * LineStride + (nint)panel * Width * LineLength + row % LineLength;
}
