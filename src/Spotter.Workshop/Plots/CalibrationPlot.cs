using ScottPlot;
using Spotter.Learning.Metrics;

namespace Spotter.Workshop.Plots;

/// <summary>How often answers are right, by how sure the classifier was.</summary>
public static class CalibrationPlot
{
    /// <summary>
    /// Draws a bar for each bin of confidence, against the diagonal of a classifier that is as right as it is sure.
    /// </summary>
    /// <param name="calibration">The bins.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var figure = new Figure("Calibration", "how sure", "how often right");
        Bar[] bars =
        [
            .. calibration
                .Bins.Where(static bin => bin.Count > 0)
                .Select(static bin => new Bar
                {
                    Position = (bin.From + bin.To) / 2,
                    Value = bin.Accuracy,
                    Size = bin.To - bin.From,
                    FillColor = Figure.ToScott(FigureColors.OfSeries(0)),
                    LineColor = Figure.ToScott(FigureColors.Paper),
                }),
        ];
        figure.Plot.Add.Bars(bars);
        figure.AddReference(0, 0, 1, 1);
        figure.Limit(0, 1, 0, 1);
        return figure.ToPng(480, 420);
    }
}
