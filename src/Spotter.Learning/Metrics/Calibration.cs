namespace Spotter.Learning.Metrics;

/// <summary>
/// Whether a classifier is as often right as it is sure: answers sorted into bins by the probability of the answer
/// (Guo and others, ICML 2017, section 2).
/// </summary>
/// <param name="ExpectedError">The expected calibration error, 0 to 1: |accuracy - confidence|, averaged over all
/// answers by bin.</param>
/// <param name="Bins">Bins of equal width from 0 to 1.</param>
public sealed record Calibration(double ExpectedError, IReadOnlyList<CalibrationBin> Bins)
{
    private const int BinCount = 15;

    internal static Calibration Of(IReadOnlyList<(double Confidence, bool IsRight)> answers)
    {
        var confidence = new double[BinCount];
        var right = new int[BinCount];
        var counts = new int[BinCount];
        foreach ((double sureness, bool isRight) in answers)
        {
            int bin = Math.Clamp((int)(sureness * BinCount), 0, BinCount - 1);
            counts[bin]++;
            confidence[bin] += sureness;
            right[bin] += isRight ? 1 : 0;
        }

        CalibrationBin[] bins =
        [
            .. Enumerable
                .Range(0, BinCount)
                .Select(i => new CalibrationBin(
                    (double)i / BinCount,
                    (double)(i + 1) / BinCount,
                    counts[i],
                    counts[i] == 0 ? 0 : confidence[i] / counts[i],
                    counts[i] == 0 ? 0 : (double)right[i] / counts[i]
                )),
        ];
        double error =
            bins.Sum(static bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / Math.Max(1, answers.Count);
        return new Calibration(error, bins);
    }
}

/// <summary>Answers of like confidence.</summary>
/// <param name="From">The lowest confidence of the bin.</param>
/// <param name="To">The highest.</param>
/// <param name="Count">Answers in it.</param>
/// <param name="Confidence">Their mean confidence; 0 without answers.</param>
/// <param name="Accuracy">The share of them that is right; 0 without answers.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);
