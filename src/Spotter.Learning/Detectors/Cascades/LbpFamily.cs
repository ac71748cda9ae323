// S. Liao et al.: Learning multi-scale block local binary patterns for face recognition, ICB 2007.

using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Local binary patterns of 3 x 3 blocks at every place and of every size that fits. A bin is a category.
/// </summary>
internal sealed class LbpFamily : IFeatureFamily
{
    // Categories are ordered by their mean in this many steps, which finds the best subset all but exactly.
    private const int OrderSteps = 64;

    private readonly LbpFeature[] _features;
    private readonly LanePattern[] _patterns;

    public LbpFamily(BoxSize window)
    {
        var features = new List<LbpFeature>();
        int step = FeatureGrid.StepOf(window);
        for (int width = step; 3 * width <= window.Width; width += step)
        {
            for (int height = step; 3 * height <= window.Height; height += step)
            {
                for (int y = 0; y + (3 * height) <= window.Height; y += step)
                {
                    for (int x = 0; x + (3 * width) <= window.Width; x += step)
                    {
                        features.Add(new LbpFeature(x, y, width, height));
                    }
                }
            }
        }

        _features = [.. features];
        LevelLayout layout = WindowSet.LayoutOf(window);
        _patterns = [.. features.Select(feature => new LanePattern(feature, layout))];
    }

    public CascadeFeatureType Type => CascadeFeatureType.Lbp;

    public int Count => _features.Length;

    public bool HasTilted => false;

    public BinRange RangeOf(int feature, WindowSet windows) => default;

    public void Fill(int feature, BinRange range, WindowSet windows, GroupRange groups, Span<byte> bins)
    {
        ref readonly LanePattern pattern = ref _patterns[feature];
        for (int g = groups.First; g < groups.End; g++)
        {
            Lanes.Store(pattern.Categories(windows.Group(g)), bins[((g - groups.First) * WindowSet.Lanes)..]);
        }
    }

    public double Gain(ClassHistogram histogram)
    {
        Span<double> positive = stackalloc double[OrderSteps];
        Span<double> negative = stackalloc double[OrderSteps];
        positive.Clear();
        negative.Clear();
        ReadOnlySpan<int> positives = histogram.Positive;
        ReadOnlySpan<int> negatives = histogram.Negative;
        double allPositive = 0;
        double allNegative = 0;
        for (int category = 0; category < positives.Length; category++)
        {
            double p = positives[category];
            double n = negatives[category];
            int step = p + n > 0 ? (int)(p * (OrderSteps - 1) / (p + n)) : 0;
            positive[step] += p;
            negative[step] += n;
            allPositive += p;
            allNegative += n;
        }

        return BestSplit(positive, negative, new ClassSums(allPositive, allNegative)).Gain;
    }

    public Stump Fit(int feature, WindowSet windows, ReadOnlySpan<double> weights)
    {
        byte[] categories = Categories(feature, windows);
        double[] positive = new double[CascadeModel.LbpCategories];
        double[] negative = new double[CascadeModel.LbpCategories];
        for (int i = 0; i < categories.Length; i++)
        {
            (i < windows.PositiveCount ? positive : negative)[categories[i]] += weights[i];
        }

        // Rising by mean: the subset that goes left is where objects are rare, and so is what was never seen.
        int[] order =
        [
            .. Enumerable
                .Range(0, CascadeModel.LbpCategories)
                .OrderBy(c => positive[c] + negative[c] > 0 ? positive[c] / (positive[c] + negative[c]) : -1)
                .ThenBy(static c => c),
        ];
        double[] orderedPositive = [.. order.Select(c => positive[c])];
        double[] orderedNegative = [.. order.Select(c => negative[c])];
        var all = new ClassSums(orderedPositive.Sum(), orderedNegative.Sum());
        (int count, _, ClassSums left) = BestSplit(orderedPositive, orderedNegative, all);
        int[] subset = new int[CascadeModel.SubsetWords];
        foreach (int category in order.AsSpan(0, count))
        {
            subset[category >> 5] |= 1 << (category & 31);
        }

        return new Stump(feature, 0, subset, (float)left.Mean, (float)(all - left).Mean);
    }

    public void Vote(Stump stump, WindowSet windows, Span<float> votes)
    {
        byte[] categories = Categories(stump.Feature, windows);
        for (int i = 0; i < categories.Length; i++)
        {
            bool goesLeft = (stump.Subset![categories[i] >> 5] & (1 << (categories[i] & 31))) != 0;
            votes[i] = goesLeft ? stump.Left : stump.Right;
        }
    }

    public void AddFeature(int feature, CascadeParts parts) => parts.LbpFeatures.Add(_features[feature]);

    // The best cut of an ordered row: how many are on the left, the gain, and the sums of the left.
    private static (int Count, double Gain, ClassSums Left) BestSplit(
        ReadOnlySpan<double> positive,
        ReadOnlySpan<double> negative,
        ClassSums all
    )
    {
        (int Count, double Gain, ClassSums Left) best = (1, double.NegativeInfinity, default);
        var left = new ClassSums(0, 0);
        for (int i = 0; i < positive.Length - 1; i++)
        {
            left += new ClassSums(positive[i], negative[i]);
            double gain = left.Gain + (all - left).Gain;
            if (gain > best.Gain)
            {
                best = (i + 1, gain, left);
            }
        }

        return best;
    }

    private byte[] Categories(int feature, WindowSet windows)
    {
        byte[] categories = new byte[windows.Count];
        Fill(feature, default, windows, windows.AllGroups, categories);
        return categories;
    }
}
