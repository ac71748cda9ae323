using Spotter.Vision.Evaluation;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Evaluations;

/// <summary>What a detector did with one picture.</summary>
/// <param name="Picture">The picture and its labels.</param>
/// <param name="Truths">What there was to find.</param>
/// <param name="AsRun">With the settings that users run it with.</param>
/// <param name="Lenient">With its thresholds off; every stricter threshold keeps the first of these.</param>
public sealed record PictureEvaluation(
    LabelledPicture Picture,
    IReadOnlyList<TruthBox> Truths,
    PictureMatch AsRun,
    PictureMatch Lenient
)
{
    /// <summary>The match at a threshold of the lenient score; null means as users run it.</summary>
    public PictureMatch At(double? threshold)
    {
        if (threshold is not { } score)
        {
            return AsRun;
        }

        MatchedDetection[] kept = [.. Lenient.Detections.Where(match => match.Detection.Score >= score)];
        HashSet<int> found =
        [
            .. kept.Where(static match => match.Outcome == MatchOutcome.Hit).Select(static match => match.TruthIndex),
        ];
        int[] missed = [.. Enumerable.Range(0, Truths.Count).Where(i => !Truths[i].IsIgnored && !found.Contains(i))];
        return new PictureMatch(kept, missed, Lenient.ObjectCount);
    }
}
