using ScottPlot;
using SkiaSharp;
using Spotter.Media.Drawing;

namespace Spotter.Workshop.Plots;

/// <summary>
/// A chart in the one look of Spotter's figures: white ground, legible type, colours that the colour-blind tell apart.
/// Sizes are in points of the page; pictures have twice as many pixels, for sharp print on any screen.
/// </summary>
/// <example>
/// <code>
/// var figure = new Figure("Precision and recall", "recall", "precision") { Legend = Alignment.LowerLeft };
/// figure.AddLine("mine.xml", recall, precision);
/// File.WriteAllBytes("pr.png", figure.ToPng());
/// </code>
/// </example>
public sealed class Figure
{
    private const float PixelsPerPoint = 2;
    private const float TitleSize = 17;
    private const float LabelSize = 14;
    private const float TickSize = 12;

    private int _series;

    /// <summary>Makes an empty chart.</summary>
    /// <param name="title">Above the chart.</param>
    /// <param name="xLabel">Below the horizontal axis.</param>
    /// <param name="yLabel">Beside the vertical axis.</param>
    public Figure(string title, string xLabel, string yLabel)
    {
        Plot = new Plot { ScaleFactor = PixelsPerPoint };
        if (SystemTypeface.Instance is { } typeface)
        {
            Plot.Font.Set(typeface.FamilyName);
        }

        Plot.FigureBackground.Color = ToScott(FigureColors.Paper);
        Plot.DataBackground.Color = ToScott(FigureColors.Paper);
        Plot.Grid.MajorLineColor = ToScott(FigureColors.Rule);
        Plot.Axes.Color(ToScott(FigureColors.Ink));
        Plot.Title(title, TitleSize);
        Plot.XLabel(xLabel, LabelSize);
        Plot.YLabel(yLabel, LabelSize);
        Plot.Axes.Title.Label.Bold = false;
        Plot.Axes.Bottom.Label.Bold = false;
        Plot.Axes.Left.Label.Bold = false;
        foreach (IAxis axis in new IAxis[] { Plot.Axes.Bottom, Plot.Axes.Left })
        {
            axis.TickLabelStyle.FontSize = TickSize;
        }

        Plot.Axes.Right.FrameLineStyle.IsVisible = false;
        Plot.Axes.Top.FrameLineStyle.IsVisible = false;
        Plot.Legend.FontSize = TickSize;
        Plot.Legend.OutlineColor = ToScott(FigureColors.Rule);
        Plot.Legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>The chart itself, for what this class does not offer.</summary>
    public Plot Plot { get; }

    /// <summary>Where the names of the lines stand.</summary>
    public Alignment Legend { get; init; } = Alignment.UpperRight;

    /// <summary>Adds a line in the next colour.</summary>
    /// <param name="name">In the legend; empty for none.</param>
    /// <param name="xs">Places on the horizontal axis.</param>
    /// <param name="ys">As many places on the vertical axis; gaps where not a number.</param>
    /// <param name="style">How it looks.</param>
    public void AddLine(
        string name,
        IReadOnlyList<double> xs,
        IReadOnlyList<double> ys,
        LineKind style = LineKind.Solid
    )
    {
        ArgumentNullException.ThrowIfNull(xs);
        ArgumentNullException.ThrowIfNull(ys);

        // A dashed line belongs to the solid one before it.
        int series = style == LineKind.DashedSibling ? Math.Max(0, _series - 1) : _series++;
        ScottPlot.Plottables.Scatter line = Plot.Add.Scatter([.. xs], ys.ToArray());
        line.Color = ToScott(FigureColors.OfSeries(series));
        line.LineWidth = 2;
        line.LinePattern = style == LineKind.Solid ? LinePattern.Solid : LinePattern.Dashed;

        // A line of one or a few points would not be seen without them.
        line.MarkerSize = xs.Count <= 30 ? 6 : 0;
        line.LegendText = name;
    }

    /// <summary>Adds a straight gray line for comparison.</summary>
    public void AddReference(double fromX, double fromY, double toX, double toY)
    {
        ScottPlot.Plottables.LinePlot line = Plot.Add.Line(fromX, fromY, toX, toY);
        line.LineColor = ToScott(FigureColors.FaintInk);
        line.LinePattern = LinePattern.Dotted;
        line.LineWidth = 1.5f;
    }

    /// <summary>Fixes the ends of the axes; null leaves an end to the data.</summary>
    public void Limit(double? left = null, double? right = null, double? bottom = null, double? top = null) =>
        Plot.Axes.SetLimits(left, right, bottom, top);

    /// <summary>Whole numbers only on the horizontal axis, as for epochs.</summary>
    public void UseWholeNumbersBelow() =>
        Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };

    /// <summary>The chart as a PNG picture.</summary>
    /// <param name="width">Points, 100 to 4000.</param>
    /// <param name="height">Points, 100 to 4000.</param>
    public byte[] ToPng(int width = 640, int height = 420) => SideBySide([this], width, height);

    /// <summary>Charts next to one another in one PNG picture.</summary>
    /// <param name="figures">From left to right, at least one.</param>
    /// <param name="width">Points of each.</param>
    /// <param name="height">Points.</param>
    public static byte[] SideBySide(IReadOnlyList<Figure> figures, int width = 560, int height = 420)
    {
        ArgumentNullException.ThrowIfNull(figures);
        int w = (int)(width * PixelsPerPoint);
        int h = (int)(height * PixelsPerPoint);
        using var surface = SKSurface.Create(new SKImageInfo(w * figures.Count, h));
        for (int i = 0; i < figures.Count; i++)
        {
            Plot plot = figures[i].Plot;
            plot.Legend.IsVisible = plot
                .PlottableList.SelectMany(static plottable => plottable.LegendItems)
                .Any(static item => item.LabelText.Length > 0);
            plot.Legend.Alignment = figures[i].Legend;

            // A chart clears and scales the whole canvas, so that each needs one of its own.
            using var own = SKSurface.Create(new SKImageInfo(w, h));
            plot.Render(own.Canvas, w, h);
            surface.Canvas.DrawSurface(own, i * w, 0);
        }

        return Png.Encode(surface);
    }

    internal static Color ToScott(SKColor color) => new(color.Red, color.Green, color.Blue);
}

/// <summary>How a line of a <see cref="Figure"/> looks.</summary>
public enum LineKind
{
    /// <summary>Drawn through, in the next colour.</summary>
    Solid,

    /// <summary>Dashed, in the next colour.</summary>
    Dashed,

    /// <summary>Dashed, in the colour of the line before.</summary>
    DashedSibling,
}
