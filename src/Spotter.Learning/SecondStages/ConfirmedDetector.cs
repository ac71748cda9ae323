using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Learning.SecondStages;

/// <summary>
/// Boosted trees whose finds a <see cref="SecondStage"/> looks at again: what it is sure of is added to the score or taken from it.
/// Immutable and safe to share between threads.
/// </summary>
/// <remarks>Windows that are not grouped (min neighbors of 0) are answered as the trees find them.</remarks>
/// <param name="trees">What finds.</param>
/// <param name="secondStage">What looks again.</param>
public sealed class ConfirmedDetector(ChannelDetector trees, SecondStage secondStage) : IDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => trees.Labels;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Detect(
        Frame frame, DetectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        options ??= DetectionOptions.Default;
        if (options.MinNeighbors == 0)
        {
            return trees.Detect(frame, options, cancellationToken);
        }

        double minScore = options.MinScore ?? trees.MinScore;
        IReadOnlyList<Detection> finds = trees.Detect(
            frame, options with { MinScore = minScore - SecondStage.MostCorrection }, cancellationToken);
        if (finds.Count == 0)
        {
            return finds;
        }

        cancellationToken.ThrowIfCancellationRequested();
        double[] corrections = secondStage.Corrections(frame.Gray, [.. finds.Select(static find => find.Box)]);
        var confirmed = new List<Detection>(finds.Count);
        for (int i = 0; i < finds.Count; i++)
        {
            double score = finds[i].Score + corrections[i];
            if (score >= minScore)
            {
                confirmed.Add(finds[i] with { Score = score });
            }
        }

        confirmed.Sort(Detection.Order);
        return confirmed;
    }
}
