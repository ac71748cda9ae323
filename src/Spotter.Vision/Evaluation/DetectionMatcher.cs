// The matching of M. Everingham et al.: The PASCAL visual object classes challenge, IJCV 2010, section 4.2, with the
// refinement of COCO's evaluation that a detection takes the best thing which is still free, and with ignored regions.

namespace Spotter.Vision.Evaluation;

/// <summary>Says which detections of a picture are hits and which are false alarms.</summary>
public static class DetectionMatcher
{
    // A detection mostly inside an ignored crowd is part of the crowd, however small it is beside it.
    private const double MinPartInIgnored = 0.5;

    /// <summary>
    /// Takes the detections best score first; each takes the free thing that it overlaps most, if the criterion accepts
    /// one. What the detections below some score do changes nothing above it, so one matching serves all thresholds.
    /// </summary>
    /// <param name="detections">Of one class, in any order.</param>
    /// <param name="truths">What is in the picture, of the same class.</param>
    /// <param name="criterion">When a detection has found a thing.</param>
    public static PictureMatch Match(
        IEnumerable<Detection> detections,
        IReadOnlyList<TruthBox> truths,
        MatchCriterion criterion
    )
    {
        ArgumentNullException.ThrowIfNull(detections);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(criterion);
        bool[] isTaken = new bool[truths.Count];
        var matches = new List<MatchedDetection>();
        foreach (Detection detection in detections.Order(Detection.Order))
        {
            int found = BestFree(detection.Box, truths, isTaken, criterion);
            if (found >= 0)
            {
                isTaken[found] = true;
                matches.Add(new MatchedDetection(detection, MatchOutcome.Hit, found));
            }
            else
            {
                MatchOutcome outcome = IsInIgnored(detection.Box, truths, criterion)
                    ? MatchOutcome.Ignored
                    : MatchOutcome.FalseAlarm;
                matches.Add(new MatchedDetection(detection, outcome, -1));
            }
        }

        int[] objects = [.. Enumerable.Range(0, truths.Count).Where(i => !truths[i].IsIgnored)];
        return new PictureMatch(matches, [.. objects.Where(i => !isTaken[i])], objects.Length);
    }

    private static int BestFree(Box box, IReadOnlyList<TruthBox> truths, bool[] isTaken, MatchCriterion criterion)
    {
        int best = -1;
        double bestOverlap = 0;
        for (int i = 0; i < truths.Count; i++)
        {
            if (!isTaken[i] && !truths[i].IsIgnored && criterion.Accepts(box, truths[i].Box))
            {
                double overlap = box.IntersectionOverUnion(truths[i].Box);
                if (best < 0 || overlap > bestOverlap)
                {
                    (best, bestOverlap) = (i, overlap);
                }
            }
        }

        return best;
    }

    private static bool IsInIgnored(Box box, IReadOnlyList<TruthBox> truths, MatchCriterion criterion) =>
        truths.Any(truth =>
            truth.IsIgnored
            && (criterion.Accepts(box, truth.Box) || box.Intersect(truth.Box).Area > MinPartInIgnored * box.Area)
        );
}
