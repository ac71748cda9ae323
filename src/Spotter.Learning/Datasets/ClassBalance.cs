using System.Globalization;
using Spotter.Networks.Text;

namespace Spotter.Learning.Datasets;

/// <summary>How evenly a data set is spread over its classes.</summary>
public sealed class ClassBalance
{
    private const double NoticeableRatio = 1.5;

    internal ClassBalance(IReadOnlyList<string> classNames, IReadOnlyList<int> counts)
    {
        ClassNames = classNames;
        Counts = counts;
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Pictures of each class.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>The largest class over the smallest; infinite when one is empty.</summary>
    public double Ratio => Counts.Min() == 0 ? double.PositiveInfinity : (double)Counts.Max() / Counts.Min();

    /// <summary>One line about an imbalance that matters (a ratio above 1.5), or null.</summary>
    public string? Warning
    {
        get
        {
            if (Ratio <= NoticeableRatio)
            {
                return null;
            }

            int least = Counts.Index().MinBy(item => item.Item).Index;
            int most = Counts.Index().MaxBy(item => item.Item).Index;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"classes are uneven: {ClassNames[most]} has {Counted.Pictures(Counts[most])}, {ClassNames[least]} "
                    + $"has {Counts[least]}; accuracy favours the large ones, class weights even it out"
            );
        }
    }

    /// <summary>
    /// Weights for a loss that make every class count alike: pictures / (classes x pictures of the class); 0 for an
    /// empty class.
    /// </summary>
    public IReadOnlyList<float> BalancingWeights()
    {
        double all = Counts.Sum(count => (double)count);
        return [.. Counts.Select(count => count == 0 ? 0f : (float)(all / (Counts.Count * (double)count)))];
    }
}
