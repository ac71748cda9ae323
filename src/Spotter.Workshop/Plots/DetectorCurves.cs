using ScottPlot;
using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Plots;

/// <summary>How the losses and the average precision of a detector went from step to step.</summary>
internal static class DetectorCurves
{
    /// <summary>Two charts, the second only where something was kept aside.</summary>
    /// <param name="measurements">At least one.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(IReadOnlyList<DetectorMeasurement> measurements)
    {
        double[] steps = [.. measurements.Select(static one => (double)one.Step)];
        var loss = new Figure("Loss", "step", "running mean") { Legend = Alignment.UpperRight };
        loss.AddLine("scores", steps, [.. measurements.Select(static one => one.ScoreLoss)]);
        loss.AddLine("boxes", steps, [.. measurements.Select(static one => one.BoxLoss)]);
        loss.Limit(bottom: 0, top: 1.05 * measurements.Max(static one => Math.Max(one.ScoreLoss, one.BoxLoss)));
        loss.UseWholeNumbersBelow();
        if (measurements.All(static one => one.AveragePrecision is null))
        {
            return loss.ToPng();
        }

        var precision = new Figure("Pictures kept aside", "step", "average precision");
        precision.AddLine("", steps, [.. measurements.Select(static one => one.AveragePrecision ?? double.NaN)]);
        precision.Limit(bottom: 0, top: 1);
        precision.UseWholeNumbersBelow();
        return Figure.SideBySide([loss, precision]);
    }
}
