namespace Spotter.Vision.Channels;

/// <summary>How a model looks at a picture: the cells it is cut into, and the window of cells that it judges.</summary>
/// <param name="Shrink">Pixels a cell, across and down.</param>
/// <param name="Columns">Cells across a window.</param>
/// <param name="Rows">Cells down a window.</param>
/// <param name="NormalizationRadius">Cells on each side over which the strength of gradients is evened out.</param>
public readonly record struct ChannelGeometry(int Shrink, int Columns, int Rows, int NormalizationRadius)
{
    /// <summary>Most cells across or down a window.</summary>
    internal const int MaxCells = 128;

    /// <summary>The window, in pixels.</summary>
    public BoxSize WindowSize => new(Columns * Shrink, Rows * Shrink);

    /// <summary>What is wrong with the numbers; null where nothing is.</summary>
    internal string? Problem() =>
        Shrink is < 1 or > 16 ? $"a cell must be 1 to 16 pixels, got {Shrink}"
        : Columns is < 2 or > MaxCells || Rows is < 2 or > MaxCells
            ? $"a window must be 2x2 to {MaxCells}x{MaxCells} cells, got {Columns}x{Rows}"
        : NormalizationRadius is < 1 or > 16
            ? $"the normalization radius must be 1 to 16 cells, got {NormalizationRadius}"
        : null;
}
