using System.Runtime.Intrinsics;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Haar features, normalised by contrast as the engine does. A bin is a 256th of the range that most answers lie in.
/// </summary>
internal sealed class HaarFamily : IFeatureFamily
{
    // Answers further from their mean than this many standard deviations share the outermost bins.
    private const float RangeInDeviations = 3.5f;

    // Mean and deviation are taken from so many groups of windows, spread over all.
    private const int RangeGroups = 64;

    private readonly HaarFeature[] _features;
    private readonly LaneFeature[] _lanes;

    public HaarFamily(BoxSize window)
    {
        _features = HaarFeatureList.Enumerate(window);
        LevelLayout layout = WindowSet.LayoutOf(window);
        _lanes = Array.ConvertAll(_features, feature => new LaneFeature(feature, layout));
    }

    public CascadeFeatureType Type => CascadeFeatureType.Haar;

    public int Count => _features.Length;

    public bool HasTilted => true;

    public BinRange RangeOf(int feature, WindowSet windows)
    {
        Vector256<float> sums = default;
        Vector256<float> squares = default;
        int step = Math.Max(windows.GroupCount / RangeGroups, 1);
        int count = 0;
        for (int g = 0; g < windows.GroupCount; g += step)
        {
            Vector256<float> answers = Answers(feature, windows, g);
            sums += answers;
            squares += answers * answers;
            count += WindowSet.Lanes;
        }

        double mean = Vector256.Sum(sums) / count;
        double reach = RangeInDeviations * Math.Sqrt(Math.Max((Vector256.Sum(squares) / count) - (mean * mean), 0));
        return new BinRange((float)(mean - reach), reach > 0 ? (float)(ClassHistogram.Bins / (2 * reach)) : 0);
    }

    public void Fill(int feature, BinRange range, WindowSet windows, GroupRange groups, Span<byte> bins)
    {
        Vector256<float> low = Vector256.Create(range.Low);
        Vector256<float> perBin = Vector256.Create(range.PerBin);
        Vector256<float> last = Vector256.Create((float)(ClassHistogram.Bins - 1));
        for (int g = groups.First; g < groups.End; g++)
        {
            Vector256<float> bin = (Answers(feature, windows, g) - low) * perBin;
            bin = Vector256.Min(Vector256.Max(bin, Vector256<float>.Zero), last);
            Lanes.Store(Vector256.ConvertToInt32(bin), bins[((g - groups.First) * WindowSet.Lanes)..]);
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

    private Vector256<float> Answers(int feature, WindowSet windows, int group) =>
        _lanes[feature]
            .Evaluate(windows.Group(group), windows.Factors.AsSpan(group * WindowSet.Lanes, WindowSet.Lanes));

    private float[] Answers(int feature, WindowSet windows)
    {
        float[] answers = new float[windows.GroupCount * WindowSet.Lanes];
        for (int g = 0; g < windows.GroupCount; g++)
        {
            Answers(feature, windows, g).CopyTo(answers, g * WindowSet.Lanes);
        }

        return answers;
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
}
