using System.Globalization;
using ScottPlot;

namespace Spotter.Workshop.Plots;

/// <summary>What was taken for what: a row for each true class, a column for each answer.</summary>
public static class ConfusionMatrixPlot
{
    private const int CellPoints = 46;
    private const int SmallestSide = 420;
    private const int LargestSide = 2000;

    // Beyond this many classes numbers in the cells cannot be read.
    private const int MostNumberedClasses = 30;
    private const double DarkShare = 0.5;

    // Of a name of 12 points that is written at 45 degrees, a character is about this high; ScottPlot does not reckon
    // with it.
    private const float SlantedCharacterPoints = 5.5f;
    private const float TextMargin = 30;
    private const int LongestName = 24;

    /// <summary>Draws the matrix; colours are shares of the row, numbers are counts.</summary>
    /// <param name="counts">Counts by true class, then by answer; square.</param>
    /// <param name="classNames">A name for each row.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(IReadOnlyList<IReadOnlyList<int>> counts, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(classNames);
        var figure = new Figure("Confusion matrix", "answer", "true class");
        Plot plot = figure.Plot;
        plot.HideGrid();
        int classes = classNames.Count;
        for (int row = 0; row < classes; row++)
        {
            double total = Math.Max(1, counts[row].Sum(static count => (double)count));
            for (int column = 0; column < classes; column++)
            {
                AddCell(
                    plot,
                    row,
                    column,
                    counts[row][column],
                    counts[row][column] / total,
                    classes <= MostNumberedClasses
                );
            }
        }

        double[] places = [.. Enumerable.Range(0, classes).Select(static i => (double)i)];
        string[] names = [.. classNames.Select(Shorten)];
        plot.Axes.Bottom.SetTicks(places, names);
        plot.Axes.Left.SetTicks(places, names);
        plot.Axes.Bottom.TickLabelStyle.Rotation = -45;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.TickLabelStyle.OffsetY = 6;
        plot.Axes.Bottom.MinimumSize = TextMargin + names.Max(static name => name.Length) * SlantedCharacterPoints;
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.SetLimits(-0.5, classes - 0.5, classes - 0.5, -0.5);
        int side = Math.Clamp(classes * CellPoints + 180, SmallestSide, LargestSide);
        return figure.ToPng(side, side);
    }

    private static string Shorten(string name) =>
        name.Length <= LongestName ? name : $"{name.AsSpan(0, LongestName - 1)}…";

    private static void AddCell(Plot plot, int row, int column, int count, double share, bool hasNumber)
    {
        ScottPlot.Plottables.Rectangle cell = plot.Add.Rectangle(column - 0.5, column + 0.5, row - 0.5, row + 0.5);
        cell.FillColor = Figure.ToScott(FigureColors.Depth(share));
        cell.LineColor = Figure.ToScott(FigureColors.Rule);
        cell.LineWidth = 1;
        if (hasNumber && count > 0)
        {
            ScottPlot.Plottables.Text number = plot.Add.Text(count.ToString(CultureInfo.InvariantCulture), column, row);
            number.LabelAlignment = Alignment.MiddleCenter;
            number.LabelFontSize = 12;
            number.LabelFontName = plot.Axes.Bottom.TickLabelStyle.FontName;
            number.LabelFontColor = share > DarkShare ? Colors.White : Figure.ToScott(FigureColors.Ink);
        }
    }
}
