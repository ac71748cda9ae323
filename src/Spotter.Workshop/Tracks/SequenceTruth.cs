using Spotter.Vision.Evaluation;

namespace Spotter.Workshop.Tracks;

/// <summary>The ground truth of a sequence, and the rules that its format goes by.</summary>
/// <param name="Frames">By frame, from 1.</param>
/// <param name="LeastHeight">Tracks on no object that are not higher than this do not count, in pixels.</param>
/// <param name="Label">What is followed.</param>
internal sealed record SequenceTruth(
    IReadOnlyDictionary<int, List<TruthTrack>> Frames,
    double LeastHeight,
    string Label
)
{
    // 2D MOT 2015 has ten fields without a class; MOT16 and later nine, with class and visibility.
    private const int ClassField = 7;
    private const int FieldsWithClass = 9;
    private const int FlagField = 6;
    private const int Pedestrian = 1;
    private const string Person = "person";
    private const double KittiHeight = 25;
    private const double KittiOccluded = 2;

    // On a vehicle, static, distractor, reflection.
    private static readonly int[] Distractors = [2, 7, 8, 12];

    /// <param name="path">The file.</param>
    /// <param name="label">KITTI's class: <c>car</c> or <c>pedestrian</c>.</param>
    /// <exception cref="SpotterException">The file cannot be read, or not be understood.</exception>
    public static SequenceTruth Read(string path, string label)
    {
        var frames = new Dictionary<int, List<TruthTrack>>();
        bool isKitti = false;
        foreach (TrackLine line in new TrackLines(path).Read())
        {
            isKitti |= line.IsKitti;
            if ((line.IsKitti ? KittiRole(line, label) : MotRole(line)) is { } role)
            {
                Add(frames, line, new TruthTrack(line.Id, line.Box, role));
            }
        }

        return isKitti ? new SequenceTruth(frames, KittiHeight, label) : new SequenceTruth(frames, 0, Person);
    }

    private static void Add(Dictionary<int, List<TruthTrack>> frames, TrackLine line, TruthTrack truth)
    {
        List<TruthTrack> frame = SequenceTracks.Frame(frames, line.Frame);
        if (truth.Role == TruthRole.Counted && frame.Any(one => one.Role == truth.Role && one.Id == truth.Id))
        {
            throw line.Wrong($"the identity {truth.Id} is there twice in frame {line.Frame}");
        }

        frame.Add(truth);
    }

    private static TruthRole? MotRole(TrackLine line)
    {
        line.Need(FlagField + 1);
        bool counts = line.Number(FlagField) != 0;
        if (line.Fields.Length != FieldsWithClass)
        {
            return counts ? TruthRole.Counted : null;
        }

        int label = line.Whole(ClassField);
        return Distractors.Contains(label) ? TruthRole.Distractor
            : label == Pedestrian && counts ? TruthRole.Counted
            : TruthRole.Bystander;
    }

    private static TruthRole? KittiRole(TrackLine line, string label)
    {
        string type = line.Fields[2];
        (string wanted, string alike) = label == "car" ? ("Car", "Van") : ("Pedestrian", "Person");
        return type switch
        {
            "DontCare" => TruthRole.IgnoredRegion,
            _ when type == wanted => line.Number(4) > KittiOccluded || line.Number(3) > 0
                ? TruthRole.Distractor
                : TruthRole.Counted,
            _ when type == alike => TruthRole.Distractor,
            _ => null,
        };
    }
}
