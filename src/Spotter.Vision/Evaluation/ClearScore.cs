// Bernardin and Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT Metrics", EURASIP JIVP
// 2008; mostly tracked and lost, fragments: Li, Huang and Nevatia, CVPR 2009.

using Spotter.Vision.Tracking;

namespace Spotter.Vision.Evaluation;

/// <summary>CLEAR MOT: box for box, at an intersection over union of 0.5.</summary>
public sealed record ClearScore
{
    private const int None = -1;

    // More than any sum of overlaps of a frame.
    private const double Kept = 1000;

    private const double Mostly = 0.8;
    private const double Hardly = 0.2;

    /// <summary>Boxes of objects that have a track.</summary>
    public int TruePositives { get; init; }

    /// <summary>Boxes of objects that have none.</summary>
    public int FalseNegatives { get; init; }

    /// <summary>Boxes of tracks on no object.</summary>
    public int FalsePositives { get; init; }

    /// <summary>How often an object's track was another one than the last that it had.</summary>
    public int IdentitySwitches { get; init; }

    /// <summary>How often an object was taken up again after a gap.</summary>
    public int Fragments { get; init; }

    /// <summary>Objects that are tracked in more than 80 % of their frames.</summary>
    public int MostlyTracked { get; init; }

    /// <summary>Objects that are tracked in 20 to 80 % of their frames.</summary>
    public int PartlyTracked { get; init; }

    /// <summary>Objects that are tracked in less than 20 % of their frames.</summary>
    public int MostlyLost { get; init; }

    /// <summary>Sum of the intersections over union of <see cref="TruePositives"/>.</summary>
    public double Overlap { get; init; }

    /// <summary>1 - (FP + FN + switches) / boxes of objects; at most 1, and below 0 where most is wrong.</summary>
    public double Mota =>
        TrackingScore.Share(TruePositives - FalsePositives - IdentitySwitches, TruePositives + FalseNegatives);

    /// <summary>Mean intersection over union of the pairs, 0.5 to 1.</summary>
    public double Motp => TrackingScore.Share(Overlap, TruePositives);

    /// <summary>Share of the objects' boxes that have a track.</summary>
    public double Recall => TrackingScore.Share(TruePositives, TruePositives + FalseNegatives);

    /// <summary>Share of the tracks' boxes that are on an object.</summary>
    public double Precision => TrackingScore.Share(TruePositives, TruePositives + FalsePositives);

    internal ClearScore Plus(ClearScore other) =>
        new()
        {
            TruePositives = TruePositives + other.TruePositives,
            FalseNegatives = FalseNegatives + other.FalseNegatives,
            FalsePositives = FalsePositives + other.FalsePositives,
            IdentitySwitches = IdentitySwitches + other.IdentitySwitches,
            Fragments = Fragments + other.Fragments,
            MostlyTracked = MostlyTracked + other.MostlyTracked,
            PartlyTracked = PartlyTracked + other.PartlyTracked,
            MostlyLost = MostlyLost + other.MostlyLost,
            Overlap = Overlap + other.Overlap,
        };

    internal static ClearScore Measure(IReadOnlyList<ComparedFrame> frames, int objects)
    {
        var solver = new AssignmentSolver();
        var histories = new History[objects];
        Array.Fill(histories, new History { Last = None, Before = None });
        (int found, int missed, int wrong, int switches, double overlap) = (0, 0, 0, 0, 0);
        foreach (ComparedFrame frame in frames)
        {
            foreach (int one in frame.Objects)
            {
                histories[one].Frames++;
            }

            // As the reference implementation has it, pairs outlive frames in which there is nothing to pair.
            if (frame.Objects.Length == 0 || frame.Tracks.Length == 0)
            {
                (missed, wrong) = (missed + frame.Objects.Length, wrong + frame.Tracks.Length);
                continue;
            }

            int[] trackOf = Match(frame, histories, solver);
            var before = new bool[objects];
            for (int i = 0; i < objects; i++)
            {
                before[i] = histories[i].Before != None;
                histories[i].Before = None;
            }

            int pairs = 0;
            for (int i = 0; i < frame.Objects.Length; i++)
            {
                if (trackOf[i] < 0)
                {
                    continue;
                }

                ref History history = ref histories[frame.Objects[i]];
                int track = frame.Tracks[trackOf[i]];
                pairs++;
                overlap += frame.Similarity[i * frame.Tracks.Length + trackOf[i]];
                switches += history.Last != None && history.Last != track ? 1 : 0;
                history.Segments += before[frame.Objects[i]] ? 0 : 1;
                history.Matched++;
                history.Last = history.Before = track;
            }

            found += pairs;
            missed += frame.Objects.Length - pairs;
            wrong += frame.Tracks.Length - pairs;
        }

        History[] seen = [.. histories.Where(static history => history.Frames > 0)];
        int mostly = seen.Count(static history => history.Matched > Mostly * history.Frames);
        int hardly = seen.Count(static history => history.Matched < Hardly * history.Frames);
        return new ClearScore
        {
            TruePositives = found,
            FalseNegatives = missed,
            FalsePositives = wrong,
            IdentitySwitches = switches,
            Fragments = seen.Sum(static history => Math.Max(0, history.Segments - 1)),
            MostlyTracked = mostly,
            PartlyTracked = seen.Length - mostly - hardly,
            MostlyLost = hardly,
            Overlap = overlap,
        };
    }

    /// <summary>Pairs of the frame before that still hold come first, then the greatest sum of overlaps.</summary>
    private static int[] Match(ComparedFrame frame, History[] histories, AssignmentSolver solver)
    {
        var gain = new double[frame.Similarity.Length];
        for (int i = 0; i < gain.Length; i++)
        {
            int before = histories[frame.Objects[i / frame.Tracks.Length]].Before;
            double kept = before == frame.Tracks[i % frame.Tracks.Length] ? Kept : 0;
            gain[i] = frame.Similarity[i] >= TrackingPreparation.SameThing ? kept + frame.Similarity[i] : 0;
        }

        var trackOf = new int[frame.Objects.Length];
        solver.Solve(gain, frame.Objects.Length, frame.Tracks.Length, trackOf);
        return trackOf;
    }

    /// <summary>What became of an object so far.</summary>
    private struct History
    {
        public int Frames;
        public int Matched;
        public int Segments;

        /// <summary>The last track that it had.</summary>
        public int Last;

        /// <summary>The track that it had in the frame before.</summary>
        public int Before;
    }
}
