// J. Friedman, T. Hastie, R. Tibshirani, 2000 (Gentle AdaBoost); R. Lienhart, A. Kuranov, V. Pisarevsky: Empirical
// analysis of detection cascades of boosted classifiers, DAGM 2003 (which found it the best for cascades).

using Spotter.Vision.Cascades;

namespace Spotter.Learning.Boosting.Cascades;

/// <summary>Boosts stumps until a threshold that keeps enough objects rejects enough negatives.</summary>
internal sealed class StageBooster(StageGoal goal)
{
    // With fewer withheld objects, all decide about the threshold: a share like 0.997 needs many to be told.
    private const int FewestWithheld = 150;

    /// <param name="search">Finds stumps for these windows.</param>
    /// <param name="family">The features.</param>
    /// <param name="windows">Positives and negatives of the stage.</param>
    /// <param name="progress">Told after each weak classifier: how many there are, and the false-alarm rate with them.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <returns>The stage; null where not even one feature tells the classes apart.</returns>
    public BoostedStage? Train(
        StumpSearch search, IFeatureFamily family, WindowSet windows, Action<int, double>? progress, CancellationToken cancellationToken)
    {
        double[] weights = InitialWeights(windows);
        int[] judges = Judges(windows);
        double[] sums = new double[windows.Count];
        float[] votes = new float[windows.Count];
        var stumps = new List<Stump>();
        float threshold = 0;
        double falseAlarms = 1;
        while (stumps.Count < goal.MostClassifiers && falseAlarms > goal.FalseAlarmRate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (search.Best(weights) is not { } stump)
            {
                break;
            }

            stumps.Add(stump);
            family.Vote(stump, windows, votes);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += votes[i];
                weights[i] *= Math.Exp(i < windows.PositiveCount ? -votes[i] : votes[i]);
            }

            threshold = ThresholdFor(sums, judges);
            falseAlarms = ShareAbove(sums.AsSpan(windows.PositiveCount), threshold);
            progress?.Invoke(stumps.Count, falseAlarms);
        }

        if (stumps.Count == 0)
        {
            return null;
        }

        float effective = new Stage(0, stumps.Count, threshold).EffectiveThreshold;
        bool[] passed = [.. sums.Select(sum => sum >= effective)];
        return new BoostedStage(stumps, threshold, passed, falseAlarms);
    }

    // Half of the weight to each class, however many windows it has.
    private static double[] InitialWeights(WindowSet windows)
    {
        double[] weights = new double[windows.Count];
        int learnt = windows.IsWithheld.Count(static isWithheld => !isWithheld);
        for (int i = 0; i < windows.PositiveCount; i++)
        {
            weights[i] = learnt == 0 ? 0.5 / windows.PositiveCount : windows.IsWithheld[i] ? 0 : 0.5 / learnt;
        }

        weights.AsSpan(windows.PositiveCount).Fill(0.5 / (windows.Count - windows.PositiveCount));
        return weights;
    }

    // The objects by which the threshold is set.
    private static int[] Judges(WindowSet windows)
    {
        int[] all = [.. Enumerable.Range(0, windows.PositiveCount)];
        int[] withheld = [.. all.Where(i => windows.IsWithheld[i])];
        return withheld.Length >= FewestWithheld ? withheld : all;
    }

    private float ThresholdFor(double[] sums, int[] judges)
    {
        double[] ordered = Array.ConvertAll(judges, i => sums[i]);
        Array.Sort(ordered);
        double lowestKept = ordered[Math.Min((int)((1 - goal.DetectionRate) * ordered.Length), ordered.Length - 1)];
        float threshold = (float)lowestKept;
        return threshold <= lowestKept ? threshold : MathF.BitDecrement(threshold);
    }

    private static double ShareAbove(ReadOnlySpan<double> sums, float threshold)
    {
        float effective = new Stage(0, 1, threshold).EffectiveThreshold;
        int above = 0;
        foreach (double sum in sums)
        {
            above += sum >= effective ? 1 : 0;
        }

        return (double)above / sums.Length;
    }
}

/// <summary>When a stage is good enough.</summary>
/// <param name="DetectionRate">Share of the objects that it must keep.</param>
/// <param name="FalseAlarmRate">Share of its negatives that it may keep.</param>
/// <param name="MostClassifiers">It ends with so many weak classifiers whatever it has reached.</param>
internal readonly record struct StageGoal(double DetectionRate, double FalseAlarmRate, int MostClassifiers);
