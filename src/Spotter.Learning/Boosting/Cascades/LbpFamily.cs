// S. Liao et al.: Learning multi-scale block local binary patterns for face recognition, ICB 2007.

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;

namespace Spotter.Learning.Boosting.Cascades;

/// <summary>Local binary patterns of 3 x 3 blocks at every place and of every size that fits. A bin is a category.</summary>
internal sealed class LbpFamily : IFeatureFamily
{
    // Categories are ordered by their mean in this many steps, which finds the best subset all but exactly.
    private const int OrderSteps = 64;

    private readonly LbpFeature[] _features;

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
    }

    public CascadeFeatureType Type => CascadeFeatureType.Lbp;

    public int Count => _features.Length;

    public bool HasTilted => false;

    public void Fill(int feature, WindowSet windows, Span<byte> bins)
    {
        var bound = new BoundLbpFeature(_features[feature], windows.Layout);
        Span<byte> lanes = stackalloc byte[WindowSet.Lanes];
        for (int g = 0; g < windows.GroupCount; g++)
        {
            Vector256<int> categories = Categories(bound, windows.Group(g));
            Vector128<short> narrow = Vector128.Narrow(categories.GetLower(), categories.GetUpper());
            Vector128.Narrow(narrow.AsUInt16(), narrow.AsUInt16()).GetLower().CopyTo(lanes);
            int first = g * WindowSet.Lanes;
            lanes[..Math.Min(WindowSet.Lanes, bins.Length - first)].CopyTo(bins[first..]);
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
        byte[] categories = new byte[windows.Count];
        Fill(feature, windows, categories);
        double[] positive = new double[CascadeModel.LbpCategories];
        double[] negative = new double[CascadeModel.LbpCategories];
        for (int i = 0; i < categories.Length; i++)
        {
            (i < windows.PositiveCount ? positive : negative)[categories[i]] += weights[i];
        }

        // Rising by mean: the subset that goes left is where objects are rare, and so is what was never seen.
        int[] order = [.. Enumerable.Range(0, CascadeModel.LbpCategories)
            .OrderBy(c => positive[c] + negative[c] > 0 ? positive[c] / (positive[c] + negative[c]) : -1)
            .ThenBy(static c => c)];
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
        byte[] categories = new byte[windows.Count];
        Fill(stump.Feature, windows, categories);
        for (int i = 0; i < categories.Length; i++)
        {
            bool goesLeft = (stump.Subset![categories[i] >> 5] & (1 << (categories[i] & 31))) != 0;
            votes[i] = goesLeft ? stump.Left : stump.Right;
        }
    }

    public void AddFeature(int feature, CascadeParts parts) => parts.LbpFeatures.Add(_features[feature]);

    // The best cut of an ordered row: how many are on the left, the gain, and the sums of the left.
    private static (int Count, double Gain, ClassSums Left) BestSplit(
        ReadOnlySpan<double> positive, ReadOnlySpan<double> negative, ClassSums all)
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

    // Eight windows at a time: BoundLbpFeature.Evaluate on lanes.
    private static Vector256<int> Categories(BoundLbpFeature feature, ReadOnlySpan<int> group)
    {
        ref int origin = ref MemoryMarshal.GetReference(group);
        Vector256<int> middle = Block(feature, ref origin, 5);
        return Bit(feature, ref origin, 0, middle, 128) | Bit(feature, ref origin, 1, middle, 64)
            | Bit(feature, ref origin, 2, middle, 32) | Bit(feature, ref origin, 6, middle, 16)
            | Bit(feature, ref origin, 10, middle, 8) | Bit(feature, ref origin, 9, middle, 4)
            | Bit(feature, ref origin, 8, middle, 2) | Bit(feature, ref origin, 4, middle, 1);
    }

    private static Vector256<int> Bit(BoundLbpFeature feature, ref int origin, int topLeft, Vector256<int> middle, int bit) =>
        Vector256.GreaterThanOrEqual(Block(feature, ref origin, topLeft), middle) & Vector256.Create(bit);

    private static Vector256<int> Block(BoundLbpFeature feature, ref int origin, int topLeft) =>
        At(feature, ref origin, topLeft) - At(feature, ref origin, topLeft + 1)
        - At(feature, ref origin, topLeft + 4) + At(feature, ref origin, topLeft + 5);

    private static Vector256<int> At(BoundLbpFeature feature, ref int origin, int corner) =>
        Vector256.LoadUnsafe(ref origin, (nuint)(feature.Corner(corner) * WindowSet.Lanes));
}
