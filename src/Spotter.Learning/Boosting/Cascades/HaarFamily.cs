using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;

namespace Spotter.Learning.Boosting.Cascades;

/// <summary>Haar features, normalised by contrast as the engine does. A bin is a 256th of the range that most answers lie in.</summary>
internal sealed class HaarFamily(BoxSize window) : IFeatureFamily
{
    // Answers further from their mean than this many standard deviations share the outermost bins.
    private const float RangeInDeviations = 3.5f;

    private readonly HaarFeature[] _features = HaarFeatureList.Enumerate(window);

    public CascadeFeatureType Type => CascadeFeatureType.Haar;

    public int Count => _features.Length;

    public bool HasTilted => true;

    public void Fill(int feature, WindowSet windows, Span<byte> bins)
    {
        float[] answers = Answers(feature, windows);
        (float low, float perBin) = Range(answers.AsSpan(0, windows.Count));
        for (int i = 0; i < bins.Length; i++)
        {
            bins[i] = (byte)Math.Clamp((answers[i] - low) * perBin, 0, ClassHistogram.Bins - 1);
        }
    }

    public double Gain(ClassHistogram histogram)
    {
        ReadOnlySpan<int> positives = histogram.Positive;
        ReadOnlySpan<int> negatives = histogram.Negative;
        var all = new ClassSums(Sum(positives), Sum(negatives));
        double best = double.NegativeInfinity;
        var left = new ClassSums(0, 0);
        for (int bin = 0; bin < positives.Length - 1; bin++)
        {
            left += new ClassSums(positives[bin], negatives[bin]);
            best = Math.Max(best, left.Gain + (all - left).Gain);
        }

        return best;
    }

    public Stump Fit(int feature, WindowSet windows, ReadOnlySpan<double> weights)
    {
        float[] answers = Answers(feature, windows)[..windows.Count];
        int[] order = [.. Enumerable.Range(0, windows.Count)];
        Array.Sort(answers, order);
        ClassSums all = default;
        for (int i = 0; i < order.Length; i++)
        {
            all += SumOf(order[i], windows, weights);
        }

        ClassSums left = default;
        (double Gain, float Threshold, ClassSums Left) best = (double.NegativeInfinity, 0, default);
        for (int i = 0; i < order.Length - 1; i++)
        {
            left += SumOf(order[i], windows, weights);
            double gain = left.Gain + (all - left).Gain;
            if (gain > best.Gain && answers[i] < answers[i + 1])
            {
                best = (gain, Between(answers[i], answers[i + 1]), left);
            }
        }

        return new Stump(feature, best.Threshold, null, (float)best.Left.Mean, (float)(all - best.Left).Mean);
    }

    public void Vote(Stump stump, WindowSet windows, Span<float> votes)
    {
        float[] answers = Answers(stump.Feature, windows);
        for (int i = 0; i < windows.Count; i++)
        {
            votes[i] = answers[i] < stump.Threshold ? stump.Left : stump.Right;
        }
    }

    public void AddFeature(int feature, CascadeParts parts) => parts.HaarFeatures.Add(_features[feature]);

    private static ClassSums SumOf(int window, WindowSet windows, ReadOnlySpan<double> weights) =>
        window < windows.PositiveCount ? new ClassSums(weights[window], 0) : new ClassSums(0, weights[window]);

    // Above the lower answer and at most the higher one, also where no number lies between.
    private static float Between(float lower, float higher)
    {
        float middle = lower + ((higher - lower) / 2);
        return middle > lower ? middle : higher;
    }

    // Eight windows at a time, in the arithmetic of BoundHaarFeature: each product and sum is rounded on its own.
    private float[] Answers(int feature, WindowSet windows)
    {
        HaarFeature haar = _features[feature];
        var first = new LaneRectangle(haar.First, haar.IsTilted, windows.Layout);
        var second = new LaneRectangle(haar.Second, haar.IsTilted, windows.Layout);
        var third = new LaneRectangle(haar.Third, haar.IsTilted, windows.Layout);
        float[] answers = new float[windows.GroupCount * WindowSet.Lanes];
        for (int g = 0; g < windows.GroupCount; g++)
        {
            ref int origin = ref MemoryMarshal.GetReference(windows.Group(g));
            Vector256<float> value = first.WeightedSum(ref origin) + second.WeightedSum(ref origin);
            if (haar.Third.Weight != 0)
            {
                value += third.WeightedSum(ref origin);
            }

            value *= Vector256.Create<float>(windows.Factors, g * WindowSet.Lanes);
            value.CopyTo(answers, g * WindowSet.Lanes);
        }

        return answers;
    }

    private static (float Low, float PerBin) Range(ReadOnlySpan<float> answers)
    {
        double sum = 0;
        double squares = 0;
        foreach (float answer in answers)
        {
            sum += answer;
            squares += (double)answer * answer;
        }

        double mean = sum / answers.Length;
        double reach = RangeInDeviations * Math.Sqrt(Math.Max((squares / answers.Length) - (mean * mean), 0));
        return ((float)(mean - reach), reach > 0 ? (float)(ClassHistogram.Bins / (2 * reach)) : 0);
    }

    private static double Sum(ReadOnlySpan<int> values)
    {
        long sum = 0;
        foreach (int value in values)
        {
            sum += value;
        }

        return sum;
    }

    private readonly struct LaneRectangle
    {
        private readonly int _corner0;
        private readonly int _corner1;
        private readonly int _corner2;
        private readonly int _corner3;
        private readonly float _weight;

        public LaneRectangle(WeightedRectangle rectangle, bool isTilted, LevelLayout layout)
        {
            Corners corners = Corners.Of(rectangle, isTilted);
            _corner0 = layout.OffsetOf(corners.First.X, corners.First.Y, isTilted) * WindowSet.Lanes;
            _corner1 = layout.OffsetOf(corners.Second.X, corners.Second.Y, isTilted) * WindowSet.Lanes;
            _corner2 = layout.OffsetOf(corners.Third.X, corners.Third.Y, isTilted) * WindowSet.Lanes;
            _corner3 = layout.OffsetOf(corners.Fourth.X, corners.Fourth.Y, isTilted) * WindowSet.Lanes;
            _weight = rectangle.Weight;
        }

        public Vector256<float> WeightedSum(ref int origin)
        {
            Vector256<int> sum = Vector256.LoadUnsafe(ref origin, (nuint)_corner0) - Vector256.LoadUnsafe(ref origin, (nuint)_corner1)
                - Vector256.LoadUnsafe(ref origin, (nuint)_corner2) + Vector256.LoadUnsafe(ref origin, (nuint)_corner3);
            return Vector256.Create(_weight) * Vector256.ConvertToSingle(sum);
        }
    }
}
