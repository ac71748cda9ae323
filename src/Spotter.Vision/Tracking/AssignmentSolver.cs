// The assignment problem by shortest augmenting paths: Kuhn, "The Hungarian Method", 1955; Jonker and Volgenant, "A
// Shortest Augmenting Path Algorithm for Dense and Sparse Linear Assignment Problems", 1987; rectangular as in
// Crouse, "On Implementing 2D Rectangular Assignment Algorithms", IEEE TAES 2016.

namespace Spotter.Vision.Tracking;

/// <summary>
/// Pairs rows with columns so that the sum of the gains is as large as it can be. Keeps its working memory; belongs
/// to one thread.
/// </summary>
internal sealed class AssignmentSolver
{
    private double[] _cost = [];
    private double[] _rowPotential = [];
    private double[] _columnPotential = [];
    private double[] _distance = [];
    private int[] _rowOfColumn = [];
    private int[] _previousColumn = [];
    private bool[] _visited = [];

    /// <summary>Finds the best pairs; each row and each column is used at most once.</summary>
    /// <param name="gain">rows x columns, row-major, finite; a pair that gains 0 or less is not made.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="columnOfRow">Takes the column of each row, -1 for none. Length: at least
    /// <paramref name="rows"/>.</param>
    public void Solve(ReadOnlySpan<double> gain, int rows, int columns, Span<int> columnOfRow)
    {
        columnOfRow[..rows].Fill(-1);
        if (rows == 0 || columns == 0)
        {
            return;
        }

        // The paths start at the shorter side. Pairs without gain cost 0, as much as staying alone.
        bool turned = rows > columns;
        int starts = Math.Min(rows, columns);
        int ends = Math.Max(rows, columns);
        Prepare(gain, rows, columns, starts, ends);
        for (int start = 1; start <= starts; start++)
        {
            if (!TakeNearest(start, ends))
            {
                Augment(start, ends);
            }
        }

        for (int end = 1; end <= ends; end++)
        {
            int start = _rowOfColumn[end];
            if (start != 0 && _cost[(start - 1) * ends + end - 1] < 0)
            {
                columnOfRow[turned ? end - 1 : start - 1] = turned ? start - 1 : end - 1;
            }
        }
    }

    private void Prepare(ReadOnlySpan<double> gain, int rows, int columns, int starts, int ends)
    {
        Grow(ref _cost, starts * ends);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int at = rows > columns ? column * ends + row : row * ends + column;
                _cost[at] = -Math.Max(0, gain[row * columns + column]);
            }
        }

        // Index 0 is the column that each path starts from; it stands for no column.
        Grow(ref _rowPotential, starts + 1).AsSpan(0, starts + 1).Clear();
        Grow(ref _columnPotential, ends + 1).AsSpan(0, ends + 1).Clear();
        Grow(ref _rowOfColumn, ends + 1).AsSpan(0, ends + 1).Clear();
        Grow(ref _distance, ends + 1);
        Grow(ref _previousColumn, ends + 1);
        Grow(ref _visited, ends + 1);
    }

    /// <summary>
    /// Gives a row the column of least reduced cost where that is free, which between two frames is nearly always so.
    /// Sets the potential of the row, from which its path starts otherwise.
    /// </summary>
    private bool TakeNearest(int start, int ends)
    {
        ReadOnlySpan<double> costs = _cost.AsSpan((start - 1) * ends, ends);
        double cheapest = double.PositiveInfinity;
        int nearest = 0;
        for (int column = 1; column <= ends; column++)
        {
            double reduced = costs[column - 1] - _columnPotential[column];
            if (reduced < cheapest)
            {
                cheapest = reduced;
                nearest = column;
            }
        }

        _rowPotential[start] = cheapest;
        if (_rowOfColumn[nearest] != 0)
        {
            return false;
        }

        _rowOfColumn[nearest] = start;
        return true;
    }

    private void Augment(int start, int ends)
    {
        _distance.AsSpan(0, ends + 1).Fill(double.PositiveInfinity);
        _visited.AsSpan(0, ends + 1).Clear();
        _rowOfColumn[0] = start;

        int column = 0;
        do
        {
            _visited[column] = true;
            column = Extend(column, ends);
        } while (_rowOfColumn[column] != 0);

        while (column != 0)
        {
            int previous = _previousColumn[column];
            _rowOfColumn[column] = _rowOfColumn[previous];
            column = previous;
        }
    }

    /// <summary>
    /// One step of Dijkstra's algorithm on reduced costs; answers the nearest column not visited yet.
    /// </summary>
    private int Extend(int from, int ends)
    {
        int row = _rowOfColumn[from];
        ReadOnlySpan<double> costs = _cost.AsSpan((row - 1) * ends, ends);
        double nearest = double.PositiveInfinity;
        int next = 0;
        for (int column = 1; column <= ends; column++)
        {
            if (_visited[column])
            {
                continue;
            }

            double reduced = costs[column - 1] - _rowPotential[row] - _columnPotential[column];
            if (reduced < _distance[column])
            {
                _distance[column] = reduced;
                _previousColumn[column] = from;
            }

            if (_distance[column] < nearest)
            {
                nearest = _distance[column];
                next = column;
            }
        }

        for (int column = 0; column <= ends; column++)
        {
            if (_visited[column])
            {
                _rowPotential[_rowOfColumn[column]] += nearest;
                _columnPotential[column] -= nearest;
            }
            else
            {
                _distance[column] -= nearest;
            }
        }

        return next;
    }

    private static T[] Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, 2 * array.Length)];
        }

        return array;
    }
}
