namespace Spotter.Onnx.Decoders;

/// <summary>From where a network tells a box: a point in pixels of its input, with the units it counts in.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
/// <param name="Stride">Pixels a cell.</param>
/// <param name="Width">Of the box that it starts from, in pixels; a cell where it starts from none.</param>
/// <param name="Height">As the width.</param>
internal readonly record struct Place(float X, float Y, float Stride, float Width, float Height);

/// <summary>The cells of a network's input, row by row, and the boxes that each starts from.</summary>
/// <param name="Stride">Pixels from a cell to the next.</param>
/// <param name="Across">Cells a row.</param>
/// <param name="Down">Rows.</param>
internal sealed record PlaceGrid(int Stride, int Across, int Down)
{
    /// <summary>Where a cell's point is: 0 at its corner, 0.5 in its middle.</summary>
    public float Shift { get; init; } = 0.5f;

    /// <summary>Width and height of the boxes that each cell starts from, in pixels.</summary>
    public IReadOnlyList<(float Width, float Height)> Priors { get; init; } = [(Stride, Stride)];

    /// <summary>Whether all cells of one prior follow each other, and not all priors of one cell.</summary>
    public bool IsByPrior { get; init; }

    /// <summary>How many cells there are.</summary>
    public int Cells => Across * Down;

    /// <summary>How many places there are.</summary>
    public int Count => Cells * Priors.Count;

    /// <summary>The number of the place of a cell and a prior.</summary>
    public int RowOf(int cell, int prior) => IsByPrior ? (prior * Cells) + cell : (cell * Priors.Count) + prior;

    /// <summary>A place, by its number.</summary>
    public Place this[int index]
    {
        get
        {
            (int cell, int prior) = IsByPrior
                ? (index % Cells, index / Cells)
                : (index / Priors.Count, index % Priors.Count);
            return new Place(
                (cell % Across + Shift) * Stride,
                (cell / Across + Shift) * Stride,
                Stride,
                Priors[prior].Width,
                Priors[prior].Height
            );
        }
    }

    /// <summary>The grid of a stride over an input; a last cell that is cut off counts.</summary>
    public static PlaceGrid Over(int width, int height, int stride) =>
        new(stride, (width + stride - 1) / stride, (height + stride - 1) / stride);
}
