// J. Friedman, T. Hastie, R. Tibshirani, 2000 (Gentle AdaBoost); R. Lienhart, A. Kuranov, V. Pisarevsky: Empirical
// analysis of detection cascades of boosted classifiers, DAGM 2003 (which found it the best for cascades).

using Spotter.Vision.Cascades;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Boosts stumps until a threshold that keeps enough objects rejects enough negatives, or more stumps bring nothing.
/// </summary>
internal sealed class StageBooster(StageGoal goal)
{
    // With fewer withheld windows, all decide about the threshold: a share like 0.997 needs many to be told.
    private const int FewestWithheld = 150;

    // A stage whose false alarms have not fallen for so many stumps is as good as it gets.
    private const int Patience = 50;

    // Of the stumps that a stage may have, the part after which the withheld objects must have shown that they serve.
    private const double Probation = 0.5;

    /// <param name="search">Finds stumps for these windows.</param>
    /// <param name="family">The features.</param>
    /// <param name="windows">Positives and negatives of the stage.</param>
    /// <param name="learnsAll">Whether no objects are withheld; becomes true where that turned out to bring
    /// nothing.</param>
    /// <param name="progress">Told after each weak classifier: how many there are, and the false-alarm rate with
    /// them.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <returns>The stage at its lowest false-alarm rate; null where not even one feature tells the classes
    /// apart.</returns>
    public BoostedStage? Train(
        StumpSearch search,
        IFeatureFamily family,
        WindowSet windows,
        ref bool learnsAll,
        Action<int, double>? progress,
        CancellationToken cancellationToken
    )
    {
        var boosting = new Boosting(windows, goal.DetectionRate, learnsAll);
        float[] votes = new float[windows.Count];
        var stumps = new List<Stump>();
        BoostedStage? best = null;
        while (stumps.Count < goal.MostClassifiers && !(best?.FalseAlarmRate <= goal.FalseAlarmRate))
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isStuck = stumps.Count - Math.Max(best?.Stumps.Count ?? 0, boosting.LearnsAllSince) >= Patience;
            bool isSlow =
                stumps.Count >= goal.MostClassifiers * Probation && best?.FalseAlarmRate > goal.WorstFalseAlarmRate;
            Stump? found = isStuck ? null : search.Best(boosting.Weights);
            if (found is null || (isSlow && !boosting.LearnsAll))
            {
                if (boosting.LearnsAll)
                {
                    break;
                }

                boosting.LearnAll(stumps.Count);
                learnsAll = true;
                continue;
            }

            Stump stump = found;

            stumps.Add(stump);
            family.Vote(stump, windows, votes);
            boosting.Add(votes);
            (float threshold, double falseAlarms) = boosting.Threshold();
            if (best is null || falseAlarms < best.FalseAlarmRate)
            {
                best = new BoostedStage([.. stumps], threshold, boosting.Passed(threshold), falseAlarms);
            }

            progress?.Invoke(stumps.Count, best.FalseAlarmRate);
        }

        return best;
    }

    // Sums of votes and weights of all windows.
    private sealed class Boosting
    {
        private readonly WindowSet _windows;
        private readonly double _detectionRate;
        private readonly double[] _sums;
        private int[] _judges;

        public Boosting(WindowSet windows, double detectionRate, bool learnsAll)
        {
            _windows = windows;
            _detectionRate = detectionRate;
            _sums = new double[windows.Count];
            int[] withheld = [.. Enumerable.Range(0, windows.PositiveCount).Where(i => windows.IsWithheld[i])];
            LearnsAll = learnsAll || withheld.Length < FewestWithheld || withheld.Length == windows.PositiveCount;
            _judges = LearnsAll ? [.. Enumerable.Range(0, windows.PositiveCount)] : withheld;
            Weights = new double[windows.Count];
            Weigh();
        }

        public double[] Weights { get; }

        /// <summary>Whether all objects are learned from and judge.</summary>
        public bool LearnsAll { get; private set; }

        /// <summary>How many stumps there were when all objects began to be learned from.</summary>
        public int LearnsAllSince { get; private set; }

        public void Add(float[] votes)
        {
            for (int i = 0; i < _sums.Length; i++)
            {
                _sums[i] += votes[i];
            }

            Weigh();
        }

        /// <summary>
        /// Lets stumps be chosen by the withheld objects, too, and all of them judge: no stump would ever be chosen for
        /// a withheld object that those so far take for background, and its threshold would let everything pass.
        /// </summary>
        public void LearnAll(int stumps)
        {
            LearnsAll = true;
            LearnsAllSince = stumps;
            _judges = [.. Enumerable.Range(0, _windows.PositiveCount)];
            Weigh();
        }

        public (float Threshold, double FalseAlarmRate) Threshold()
        {
            double[] ordered = Array.ConvertAll(_judges, i => _sums[i]);
            Array.Sort(ordered);
            double lowestKept = ordered[Math.Min((int)((1 - _detectionRate) * ordered.Length), ordered.Length - 1)];
            float threshold = (float)lowestKept;
            threshold = threshold <= lowestKept ? threshold : MathF.BitDecrement(threshold);
            bool[] passed = Passed(threshold);
            return (
                threshold,
                (double)passed.AsSpan(_windows.PositiveCount).Count(true) / (passed.Length - _windows.PositiveCount)
            );
        }

        public bool[] Passed(float threshold)
        {
            float effective = new Stage(0, 1, threshold).EffectiveThreshold;
            return Array.ConvertAll(_sums, sum => sum >= effective);
        }

        // Half of the weight to each class to begin with, however many windows it has.
        private void Weigh()
        {
            int positives = _windows.PositiveCount;
            int learned = LearnsAll ? positives : _windows.IsWithheld.Count(static isWithheld => !isWithheld);
            for (int i = 0; i < _sums.Length; i++)
            {
                Weights[i] =
                    i >= positives ? 0.5 / (_sums.Length - positives) * Math.Exp(_sums[i])
                    : !LearnsAll && _windows.IsWithheld[i] ? 0
                    : 0.5 / learned * Math.Exp(-_sums[i]);
            }
        }
    }
}

/// <summary>When a stage is good enough.</summary>
/// <param name="DetectionRate">Share of the objects that it must keep.</param>
/// <param name="FalseAlarmRate">Share of its negatives that it may keep.</param>
/// <param name="MostClassifiers">It ends with so many weak classifiers whatever it has reached.</param>
internal readonly record struct StageGoal(double DetectionRate, double FalseAlarmRate, int MostClassifiers)
{
    /// <summary>
    /// A stage that keeps more of its negatives than this is not worth its time: halfway between the goal and no stage
    /// at all.
    /// </summary>
    public double WorstFalseAlarmRate => (1 + FalseAlarmRate) / 2;
}
