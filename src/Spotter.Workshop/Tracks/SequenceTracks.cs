using Spotter.Vision;
using Spotter.Vision.Evaluation;

namespace Spotter.Workshop.Tracks;

/// <summary>Files that a tracker wrote, or that it is to read.</summary>
internal static class SequenceTracks
{
    private const int ScoreField = 6;
    private const int ClassField = 7;
    private const int Person = 1;
    private const int Car = 3;

    /// <summary>A tracker's output, by frame, from 1.</summary>
    /// <param name="path">MOTChallenge's or KITTI's format.</param>
    /// <param name="label">The class; lines of others are left out.</param>
    /// <exception cref="SpotterException">The file cannot be read, or not be understood.</exception>
    public static Dictionary<int, List<TrackedBox>> Results(string path, string label)
    {
        var frames = new Dictionary<int, List<TrackedBox>>();
        foreach (TrackLine line in new TrackLines(path).Read())
        {
            if (!IsOf(line, label))
            {
                continue;
            }

            List<TrackedBox> frame = Frame(frames, line.Frame);
            if (frame.Any(one => one.Id == line.Id))
            {
                throw line.Wrong($"the identity {line.Id} is there twice in frame {line.Frame}");
            }

            frame.Add(new TrackedBox(line.Id, line.Box));
        }

        return frames;
    }

    /// <summary>A detector's output, by frame, from 1.</summary>
    /// <inheritdoc cref="Results"/>
    public static Dictionary<int, List<Detection>> Detections(string path, string label)
    {
        var frames = new Dictionary<int, List<Detection>>();
        foreach (TrackLine line in new TrackLines(path).Read())
        {
            line.Need(ScoreField + 1);
            Frame(frames, line.Frame).Add(new Detection(line.Box.Round(), line.Number(ScoreField), label));
        }

        return frames;
    }

    // In MOTChallenge's format most trackers write -1 for the class.
    private static bool IsOf(TrackLine line, string label) =>
        line.IsKitti
            ? line.Fields[2].Equals(label, StringComparison.OrdinalIgnoreCase)
            : line.Fields.Length <= ClassField
                || line.Number(ClassField) is var kind && (kind <= 0 || kind == (label == "car" ? Car : Person));

    /// <summary>What is in a frame, to add to.</summary>
    public static List<T> Frame<T>(Dictionary<int, List<T>> frames, int number)
    {
        if (!frames.TryGetValue(number, out List<T>? frame))
        {
            frames[number] = frame = [];
        }

        return frame;
    }
}
