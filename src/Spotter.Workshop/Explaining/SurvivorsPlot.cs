using ScottPlot;
using Spotter.Vision.Detectors;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>How many windows are left after each stage: why a cascade is fast.</summary>
internal static class SurvivorsPlot
{
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(CascadeTrace trace)
    {
        long[] left = Count(trace);
        double highest = Math.Ceiling(Math.Log10(Math.Max(10, left[0])));
        var figure = new Figure("Windows left after each stage", "stage", "windows") { Legend = Alignment.UpperRight };
        int[] shown = [.. Enumerable.Range(0, left.Length).Where(stage => left[stage] > 0)];
        figure.AddLine(
            "",
            [.. shown.Select(static stage => (double)stage)],
            [.. shown.Select(stage => Math.Log10(left[stage]))]
        );
        double[] decades = [.. Enumerable.Range(0, (int)highest + 1).Select(static power => (double)power)];
        figure.Plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            decades,
            [
                .. decades.Select(static power =>
                    Math.Pow(10, power).ToString("N0", System.Globalization.CultureInfo.InvariantCulture)
                ),
            ]
        );
        figure.UseWholeNumbersBelow();
        figure.Limit(0, left.Length - 1, 0, highest);
        return figure.ToPng();
    }

    /// <summary>Windows that were looked at, then those that passed the first stage, the second, and so on.</summary>
    public static long[] Count(CascadeTrace trace)
    {
        long[] left = new long[trace.Model.Stages.Length + 1];
        foreach (short passed in trace.Levels.SelectMany(static level => level.StagesPassed))
        {
            for (int stage = 0; stage <= passed; stage++)
            {
                left[stage]++;
            }

            left[0] += passed == CascadeTrace.TooFlat ? 1 : 0;
        }

        return left;
    }
}
