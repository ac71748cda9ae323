// R. Schapire, Y. Singer: Improved boosting algorithms using confidence-rated predictions, Machine Learning 37, 1999
// (votes, and Z as what a split minimises); J. Friedman, T. Hastie, R. Tibshirani: Additive logistic regression, 2000
// (trimming of weights).

using Spotter.Networks;
using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>
/// Boosts trees of depth 2 on windows of cells. The first windows of the matrix are positives, the rest negatives.
/// </summary>
internal sealed class TreeBooster(
    WindowMatrix windows,
    int positives,
    ChannelTrainingPlan plan,
    ChannelTrainingOptions options
)
{
    // A tree chooses among so many questions drawn at random: more take longer and find hardly better ones.
    private const int CellsPerTree = 256;
    private const int DifferencesPerTree = 256;

    // Samples that together have less than this part of the weight cannot change a tree much and are left out of it.
    private const double TrimmedWeight = 0.02;

    private const int PerBlock = 16;

    private readonly float[] _weights = new float[windows.Count];
    private readonly int[] _sums = new int[windows.Count];
    private readonly TreeEvaluator _evaluator = new(windows, plan.Geometry);
    private readonly SplitSearch[] _searches =
    [
        .. Enumerable.Range(0, options.WorkingThreads).Select(_ => new SplitSearch()),
    ];

    /// <summary>How many positives and negatives the trees so far take for objects.</summary>
    public BoostedRound Figures() => new(Share(0, positives), Share(positives, windows.Count));

    /// <summary>Adds trees.</summary>
    /// <param name="count">How many.</param>
    /// <param name="round">Distinguishes the random choices of rounds.</param>
    /// <param name="progress">Is told the number of trees now and then.</param>
    /// <param name="cancellationToken">Stops between trees.</param>
    public List<ChannelTree> Run(int count, int round, Action<int> progress, CancellationToken cancellationToken)
    {
        var trees = new List<ChannelTree>(count);
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Weigh();
            ChannelTree tree = Grow(round, i);
            trees.Add(tree);
            _evaluator.Vote(tree, _sums);
            progress(i + 1);
        }

        return trees;
    }

    private double Share(int first, int end)
    {
        int high = 0;
        for (int i = first; i < end; i++)
        {
            high += _sums[i] > 0 ? 1 : 0;
        }

        return (double)high / Math.Max(end - first, 1);
    }

    // exp(-y F), each side scaled to a sum of 1/2: as many positives as negatives, whatever their numbers.
    private void Weigh()
    {
        Weigh(0, positives, -1);
        Weigh(positives, windows.Count, 1);
    }

    private void Weigh(int first, int end, int sign)
    {
        double total = 0;
        for (int i = first; i < end; i++)
        {
            double weight = Math.Exp(sign * _sums[i] * ChannelTree.ScoreUnit);
            _weights[i] = (float)weight;
            total += weight;
        }

        float factor = (float)(0.5 / total);
        for (int i = first; i < end; i++)
        {
            _weights[i] *= factor;
        }
    }

    private ChannelTree Grow(int round, int number)
    {
        Question[] questions = Questions(round, number);
        var samples = new SampleSet(windows, _weights, Heaviest(), positives);
        Split root = Best(questions, samples);
        (SampleSet left, SampleSet right) = samples.Divide(root.Question, root.Threshold);
        Split lower = Best(questions, left);
        Split upper = Best(questions, right);
        return new ChannelTree(
            Node(root),
            Node(lower),
            Node(upper),
            TreeVotes.Of([lower.LowVote, lower.HighVote, upper.LowVote, upper.HighVote]),
            0
        );
    }

    private ChannelNode Node(Split split) => _evaluator.Node(split.Question, split.Threshold);

    private int[] Heaviest()
    {
        float[] sorted = [.. _weights];
        Array.Sort(sorted);
        double light = 0;
        int trimmed = 0;
        while (light + sorted[trimmed] < TrimmedWeight)
        {
            light += sorted[trimmed++];
        }

        float lightest = sorted[trimmed];
        var heavy = new List<int>(windows.Count - trimmed);
        for (int i = 0; i < windows.Count; i++)
        {
            if (_weights[i] >= lightest)
            {
                heavy.Add(i);
            }
        }

        return [.. heavy];
    }

    private Question[] Questions(int round, int number)
    {
        var random = new RandomStream(options.Seed, (round << 20) + number, 0x7EE5);
        var questions = new Question[CellsPerTree + DifferencesPerTree];
        for (int i = 0; i < questions.Length; i++)
        {
            int cell = random.NextInt(windows.Length);
            int other = -1;
            if (i >= CellsPerTree)
            {
                (_, int channel, _) = _evaluator.Place(cell);
                do
                {
                    other = _evaluator.Cell(
                        random.NextInt(plan.Geometry.Columns),
                        channel,
                        random.NextInt(plan.Geometry.Rows)
                    );
                } while (other == cell);
            }

            questions[i] = new Question(cell, other);
        }

        return questions;
    }

    private Split Best(Question[] questions, SampleSet samples)
    {
        var best = new Split[questions.Length];
        int blocks = (questions.Length + PerBlock - 1) / PerBlock;
        int next = 0;
        void Work(int thread)
        {
            for (
                int block = Interlocked.Increment(ref next) - 1;
                block < blocks;
                block = Interlocked.Increment(ref next) - 1
            )
            {
                for (int i = block * PerBlock; i < Math.Min((block + 1) * PerBlock, questions.Length); i++)
                {
                    best[i] = _searches[thread].Best(questions[i], samples);
                }
            }
        }

        Parallel.For(0, _searches.Length, new ParallelOptions { MaxDegreeOfParallelism = _searches.Length }, Work);
        return best.MinBy(static split => split.Cost);
    }
}

/// <summary>What trees make of the windows that they were grown on.</summary>
/// <param name="DetectionRate">Share of the positives that they take for objects.</param>
/// <param name="FalseAlarmRate">Share of the negatives that they take for objects.</param>
internal readonly record struct BoostedRound(double DetectionRate, double FalseAlarmRate);
