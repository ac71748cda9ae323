using ScottPlot;
using Spotter.Learning.Classifiers;

namespace Spotter.Workshop.Plots;

/// <summary>How loss and accuracy went from epoch to epoch.</summary>
public static class LearningCurves
{
    /// <summary>
    /// Two charts, loss and accuracy, with a solid line for training and a dashed one for validation.
    /// </summary>
    /// <param name="runs">A name and the epochs of each run, at least one run.</param>
    /// <returns>A PNG picture.</returns>
    public static byte[] Draw(IReadOnlyList<(string Name, IReadOnlyList<EpochMetrics> Epochs)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var loss = new Figure("Loss", "epoch", "mean loss") { Legend = Alignment.UpperRight };
        var accuracy = new Figure("Accuracy", "epoch", "share of right answers") { Legend = Alignment.LowerRight };
        foreach ((string name, IReadOnlyList<EpochMetrics> epochs) in runs)
        {
            string prefix = runs.Count == 1 ? "" : $"{name}, ";
            double[] xs = [.. epochs.Select(static epoch => (double)epoch.Epoch)];
            AddPair(loss, prefix, xs, epochs, static epoch => epoch.Loss, static epoch => epoch.ValidationLoss);
            AddPair(
                accuracy,
                prefix,
                xs,
                epochs,
                static epoch => epoch.Accuracy,
                static epoch => epoch.ValidationAccuracy
            );
        }

        foreach (Figure figure in new[] { loss, accuracy })
        {
            figure.UseWholeNumbersBelow();
        }

        return Figure.SideBySide([loss, accuracy]);
    }

    private static void AddPair(
        Figure figure,
        string prefix,
        double[] xs,
        IReadOnlyList<EpochMetrics> epochs,
        Func<EpochMetrics, double> train,
        Func<EpochMetrics, double?> validation
    )
    {
        figure.AddLine($"{prefix}training", xs, [.. epochs.Select(train)]);
        if (epochs.Any(epoch => validation(epoch) is not null))
        {
            figure.AddLine(
                $"{prefix}validation",
                xs,
                [.. epochs.Select(epoch => validation(epoch) ?? double.NaN)],
                LineKind.DashedSibling
            );
        }
    }
}
