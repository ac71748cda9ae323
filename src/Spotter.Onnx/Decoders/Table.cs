namespace Spotter.Onnx.Decoders;

/// <summary>
/// A table inside an output: a row for each place that was looked at, a column for each number that is told of it.
/// </summary>
/// <param name="Output">Which output.</param>
/// <param name="Columns">How many numbers a row has.</param>
/// <param name="Start">Where its first number is.</param>
/// <param name="NextRow">From a number to the one below.</param>
/// <param name="NextColumn">From a number to the one beside it.</param>
internal readonly record struct Table(int Output, int Columns, int Start, int NextRow, int NextColumn)
{
    /// <summary>A table whose rows follow each other.</summary>
    public static Table ByRow(int output, int columns) => new(output, columns, 0, columns, 1);

    /// <summary>A table whose columns follow each other.</summary>
    public static Table ByColumn(int output, int columns, int rows) => new(output, columns, 0, 1, rows);

    /// <summary>Some of its columns.</summary>
    public Table Take(int first, int count) => this with { Columns = count, Start = Start + (first * NextColumn) };

    /// <summary>The same columns without the first rows.</summary>
    public Table Skip(int rows) => this with { Start = Start + (rows * NextRow) };

    /// <summary>Whether the numbers of a column follow each other, and not those of a row.</summary>
    public bool IsByColumn => NextRow == 1 && Columns > 1;

    /// <summary>Where a number is.</summary>
    public int At(int row, int column = 0) => Start + (row * NextRow) + (column * NextColumn);

    /// <summary>The numbers of a row; copied where they do not follow each other.</summary>
    /// <param name="data">Of the output.</param>
    /// <param name="row">Which.</param>
    /// <param name="buffer">At least as long as a row.</param>
    public ReadOnlySpan<float> Row(ReadOnlySpan<float> data, int row, Span<float> buffer)
    {
        if (NextColumn == 1)
        {
            return data.Slice(At(row), Columns);
        }

        for (int column = 0; column < Columns; column++)
        {
            buffer[column] = data[At(row, column)];
        }

        return buffer[..Columns];
    }
}
