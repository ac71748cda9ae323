using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>A question with its best threshold and what the two sides vote.</summary>
/// <param name="Question">What is asked.</param>
/// <param name="Threshold">Values above it are high.</param>
/// <param name="Cost">Schapire and Singer's Z, halved: lower is better.</param>
/// <param name="LowVote">In units of <see cref="ChannelTree.ScoreUnit"/>.</param>
/// <param name="HighVote">In units of <see cref="ChannelTree.ScoreUnit"/>.</param>
internal readonly record struct Split(Question Question, int Threshold, double Cost, short LowVote, short HighVote);

/// <summary>Finds the best threshold of a question by a histogram of the weights. Belongs to one thread.</summary>
internal sealed class SplitSearch
{
    private const int Bins = 256;

    // Keeps votes finite where one side has no weight.
    private const double Smoothing = 1e-4;

    private readonly float[] _positive = new float[Bins];
    private readonly float[] _negative = new float[Bins];

    public Split Best(Question question, SampleSet samples)
    {
        Fill(question, samples);
        double positives = 0;
        double negatives = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            positives += _positive[bin];
            negatives += _negative[bin];
        }

        double lowPositive = 0;
        double lowNegative = 0;
        double best = double.PositiveInfinity;
        (int Bin, double Positive, double Negative) at = default;
        for (int bin = 0; bin < Bins - 1; bin++)
        {
            lowPositive += _positive[bin];
            lowNegative += _negative[bin];
            double cost =
                Math.Sqrt(lowPositive * lowNegative)
                + Math.Sqrt(Math.Max(positives - lowPositive, 0) * Math.Max(negatives - lowNegative, 0));
            if (cost < best)
            {
                (best, at) = (cost, (bin, lowPositive, lowNegative));
            }
        }

        return new Split(
            question,
            at.Bin - ChannelLayout.Bias,
            best,
            Vote(at.Positive, at.Negative),
            Vote(Math.Max(positives - at.Positive, 0), Math.Max(negatives - at.Negative, 0))
        );
    }

    private void Fill(Question question, SampleSet samples)
    {
        Array.Clear(_positive);
        Array.Clear(_negative);
        ReadOnlySpan<int> indexes = samples.Indexes;
        int positives = indexes.BinarySearch(samples.Positives);
        positives = positives < 0 ? ~positives : positives;
        Fill(question, samples, indexes[..positives], _positive);
        Fill(question, samples, indexes[positives..], _negative);
    }

    private static void Fill(Question question, SampleSet samples, ReadOnlySpan<int> indexes, float[] histogram)
    {
        ReadOnlySpan<sbyte> cell = samples.Windows.Column(question.Cell);
        ReadOnlySpan<float> weights = samples.Weights;
        if (question.Other < 0)
        {
            foreach (int i in indexes)
            {
                histogram[(byte)(cell[i] + ChannelLayout.Bias)] += weights[i];
            }

            return;
        }

        ReadOnlySpan<sbyte> other = samples.Windows.Column(question.Other);
        foreach (int i in indexes)
        {
            histogram[Math.Clamp(cell[i] - other[i], sbyte.MinValue, sbyte.MaxValue) + ChannelLayout.Bias] += weights[
                i
            ];
        }
    }

    private static short Vote(double positive, double negative)
    {
        double vote = 0.5 * Math.Log((positive + Smoothing) / (negative + Smoothing)) / ChannelTree.ScoreUnit;
        return (short)Math.Clamp(Math.Round(vote), -ChannelTree.MaxVote, ChannelTree.MaxVote);
    }
}
