using ScottPlot;
using Spotter.Vision.Evaluation;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Evaluations;

/// <summary>
/// The curves of all models of an evaluation, in one plot each. Dots are the settings with which users run the models.
/// </summary>
public static class EvaluationPlots
{
    private const double FewestFalseAlarms = 0.01;
    private const double MostFalseAlarms = 10;
    private const int DotSize = 10;

    /// <summary>Recall over false alarms a picture, from 0.01 to 10 on a logarithmic axis.</summary>
    /// <returns>A PNG picture.</returns>
    public static byte[] Roc(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var figure = new Figure("Recall and false alarms", "false alarms a picture", "recall")
        {
            Legend = Alignment.UpperLeft,
        };
        for (int i = 0; i < report.Models.Count; i++)
        {
            ModelEvaluation model = report.Models[i];
            (double[] xs, double[] ys) = Steps(model.Curve);
            figure.AddLine(model.Model.Name, xs, ys);
            AddDot(figure, i, Place(model.AsRun.FalseAlarmsPerPicture), model.AsRun.Recall);
        }

        double[] decades = [0.01, 0.1, 1, 10];
        figure.Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. decades.Select(Math.Log10)],
            [.. decades.Select(static n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))]
        );
        figure.Limit(Math.Log10(FewestFalseAlarms), Math.Log10(MostFalseAlarms), 0, 1);
        return figure.ToPng();
    }

    /// <summary>Precision over recall.</summary>
    /// <returns>A PNG picture.</returns>
    public static byte[] PrecisionRecall(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var figure = new Figure("Precision and recall", "recall", "precision") { Legend = Alignment.LowerLeft };
        for (int i = 0; i < report.Models.Count; i++)
        {
            ModelEvaluation model = report.Models[i];
            OperatingPoint[] points = [.. model.Curve.Points.Skip(1)];
            figure.AddLine(
                model.Model.Name,
                [.. points.Select(static p => p.Recall)],
                [.. points.Select(static p => p.Precision)]
            );
            AddDot(figure, i, model.AsRun.Recall, model.AsRun.Precision);
        }

        figure.Limit(0, 1, 0, 1);
        return figure.ToPng();
    }

    // Between two thresholds nothing changes: the curve climbs in steps, and stays where it is after the last.
    private static (double[] Xs, double[] Ys) Steps(DetectionCurve curve)
    {
        var xs = new List<double>();
        var ys = new List<double>();
        double recall = 0;
        foreach (OperatingPoint point in curve.Points)
        {
            double x = Place(point.FalseAlarmsPerPicture);
            xs.Add(x);
            ys.Add(recall);
            recall = point.Recall;
            xs.Add(x);
            ys.Add(recall);
        }

        return ([.. xs], [.. ys]);
    }

    private static double Place(double falseAlarms) => Math.Log10(Math.Max(falseAlarms, FewestFalseAlarms));

    private static void AddDot(Figure figure, int series, double x, double y)
    {
        if (double.IsFinite(x) && double.IsFinite(y))
        {
            figure.Plot.Add.Marker(
                x,
                y,
                MarkerShape.FilledCircle,
                DotSize,
                Figure.ToScott(FigureColors.OfSeries(series))
            );
        }
    }
}
