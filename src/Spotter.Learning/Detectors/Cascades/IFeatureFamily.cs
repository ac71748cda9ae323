using Spotter.Vision.Cascades;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>All features of one type in a window, and how stumps on them are found and evaluated.</summary>
internal interface IFeatureFamily
{
    CascadeFeatureType Type { get; }

    /// <summary>How many features there are.</summary>
    int Count { get; }

    /// <summary>Whether windows need their tilted integrals.</summary>
    bool HasTilted { get; }

    /// <summary>How the answers of a feature are best divided into bins.</summary>
    BinRange RangeOf(int feature, WindowSet windows);

    /// <summary>Answers of a feature for some windows, each in one of 256 bins.</summary>
    /// <param name="feature">Which feature.</param>
    /// <param name="range">What <see cref="RangeOf"/> says of it.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="groups">Which of them.</param>
    /// <param name="bins">A bin a window of all groups; the last group's may end before its eighth.</param>
    void Fill(int feature, BinRange range, WindowSet windows, GroupRange groups, Span<byte> bins);

    /// <summary>How well the best stump on a feature fits, from its histogram: larger is better.</summary>
    double Gain(ClassHistogram histogram);

    /// <summary>The best stump on a feature, from its exact answers.</summary>
    /// <param name="feature">Which feature.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="weights">The weight of each window.</param>
    Stump Fit(int feature, WindowSet windows, ReadOnlySpan<double> weights);

    /// <summary>The votes of a stump, as the engine will give them.</summary>
    /// <param name="stump">The stump.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="votes">A vote a window.</param>
    void Vote(Stump stump, WindowSet windows, Span<float> votes);

    /// <summary>Adds a feature to the cascade that is being put together.</summary>
    void AddFeature(int feature, CascadeParts parts);
}
