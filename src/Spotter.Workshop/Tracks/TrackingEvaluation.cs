using System.Diagnostics;
using Spotter.Vision;
using Spotter.Vision.Evaluation;
using Spotter.Vision.Tracking;

namespace Spotter.Workshop.Tracks;

/// <summary>How good a tracker is, on sequences with known truth.</summary>
/// <param name="Sequences">Each sequence.</param>
/// <param name="Total">All of them as one.</param>
/// <param name="FramesPerSecond">How fast Spotter's own tracker was, on one thread; null for results of a file.</param>
public sealed record TrackingEvaluation(
    IReadOnlyList<(string Name, TrackingScore Score)> Sequences,
    TrackingScore Total,
    double? FramesPerSecond
)
{
    /// <summary>Measures a tracker's output.</summary>
    /// <param name="truth">
    /// Ground truth: a file, a sequence's folder with <c>gt.txt</c> or <c>gt/gt.txt</c>, or a folder of sequences.
    /// </param>
    /// <param name="results">
    /// A file of MOTChallenge's or KITTI's format, or a folder with one for each sequence.
    /// </param>
    /// <param name="label">
    /// KITTI's class: <c>car</c> or <c>pedestrian</c>; without effect in MOTChallenge's format.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="SpotterException">A file is missing, or not as it should be.</exception>
    public static TrackingEvaluation OfResults(
        string truth,
        string results,
        string label,
        CancellationToken cancellationToken = default
    ) =>
        Measure(
            TrackingSequence.Find(truth, results, label),
            label,
            static (sequence, truth) => (SequenceTracks.Results(sequence.Other, truth.Label), 0, TimeSpan.Zero),
            cancellationToken
        );

    /// <summary>Tracks a detector's output as <see cref="Tracker"/> does by default, and measures that.</summary>
    /// <param name="truth">As for <see cref="OfResults"/>, with <c>seqinfo.ini</c> beside each.</param>
    /// <param name="detections">
    /// A file of MOTChallenge's format, or a folder with <c>SEQUENCE.txt</c>, <c>SEQUENCE/det.txt</c> or
    /// <c>SEQUENCE/det-LABEL.txt</c> for each sequence.
    /// </param>
    /// <param name="label">As for <see cref="OfResults"/>.</param>
    /// <param name="isOffline">
    /// Whether tracks are corrected when a sequence is over (<see cref="FinishedTracks"/>).
    /// </param>
    /// <param name="options">How to track; null takes the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="SpotterException">A file is missing, or not as it should be.</exception>
    public static TrackingEvaluation OfDetections(
        string truth,
        string detections,
        string label,
        bool isOffline = false,
        TrackerOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        Measure(
            TrackingSequence.Find(truth, detections, label),
            label,
            (sequence, truth) => Track(sequence, truth, isOffline, options),
            cancellationToken
        );

    private static TrackingEvaluation Measure(
        IReadOnlyList<TrackingSequence> sequences,
        string label,
        Func<
            TrackingSequence,
            SequenceTruth,
            (Dictionary<int, List<TrackedBox>> Tracks, int Frames, TimeSpan Time)
        > track,
        CancellationToken cancellationToken
    )
    {
        List<(string Name, TrackingScore Score)> scores = [];
        (int frames, TimeSpan time) = (0, TimeSpan.Zero);
        foreach (TrackingSequence sequence in sequences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var truth = SequenceTruth.Read(sequence.Truth, label);
            (Dictionary<int, List<TrackedBox>> tracks, int tracked, TimeSpan spent) = track(sequence, truth);
            int last = truth.Frames.Keys.Concat(tracks.Keys).DefaultIfEmpty(0).Max();
            IEnumerable<TrackingFrame> compared = Enumerable
                .Range(1, last)
                .Select(frame => new TrackingFrame(
                    truth.Frames.GetValueOrDefault(frame) ?? [],
                    tracks.GetValueOrDefault(frame) ?? []
                ));
            scores.Add((sequence.Name, TrackingScore.Measure(compared, truth.LeastHeight)));
            (frames, time) = (frames + tracked, time + spent);
        }

        return new TrackingEvaluation(
            scores,
            TrackingScore.Sum(scores.Select(static one => one.Score)),
            time > TimeSpan.Zero ? frames / time.TotalSeconds : null
        );
    }

    private static (Dictionary<int, List<TrackedBox>> Tracks, int Frames, TimeSpan Time) Track(
        TrackingSequence sequence,
        SequenceTruth truth,
        bool isOffline,
        TrackerOptions? options
    )
    {
        var info = SequenceInfo.Of(sequence.Truth);
        Dictionary<int, List<Detection>> detections = SequenceTracks.Detections(sequence.Other, truth.Label);
        int last = truth.Frames.Keys.Concat(detections.Keys).Append(info.Length).Max();
        IEnumerable<IReadOnlyList<Track>> final = [];
        TimeSpan spent = TimeSpan.Zero;

        // What is timed is the second pass: in the first one the code is compiled.
        for (int pass = 0; pass < 2; pass++)
        {
            var tracker = new Tracker(options);
            var answers = new (TimeSpan Timestamp, IReadOnlyList<Track> Tracks)[last];
            long start = Stopwatch.GetTimestamp();
            for (int frame = 1; frame <= last; frame++)
            {
                var time = TimeSpan.FromSeconds((frame - 1) / info.FrameRate);
                answers[frame - 1] = (time, tracker.Update(detections.GetValueOrDefault(frame) ?? [], time));
            }

            final = isOffline ? FinishedTracks.Of(answers) : answers.Select(static answer => answer.Tracks);
            spent = Stopwatch.GetElapsedTime(start);
        }

        Dictionary<int, List<TrackedBox>> tracks = [];
        foreach ((int index, IReadOnlyList<Track> answer) in final.Index())
        {
            tracks[index + 1] =
            [
                .. answer
                    .Where(static track => track.State == TrackState.Confirmed)
                    .Select(static track => new TrackedBox(track.Id!.Value, track.Box)),
            ];
        }

        return (tracks, last, spent);
    }
}
