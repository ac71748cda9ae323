using Spotter.Batches;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Workshop.Detectors;

/// <summary>The scores of what a detector finds in scenes that show none of its objects.</summary>
internal sealed class FalseAlarms
{
    private readonly double[] _scores;
    private readonly int _scenes;

    private FalseAlarms(double[] scores, int scenes) => (_scores, _scenes) = (scores, scenes);

    /// <summary>Searches the scenes.</summary>
    /// <param name="detector">A detector whose score is a threshold's.</param>
    /// <param name="scenes">Pictures without its objects; those that cannot be read do not count.</param>
    /// <param name="options">How to search; the lowest score is left out.</param>
    /// <param name="progress">Told after each scene.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="TrainingDataException">None of the scenes can be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static FalseAlarms Of(
        IDetector detector,
        IReadOnlyList<PictureSource> scenes,
        BatchOptions options,
        Action<BatchProgress> progress,
        CancellationToken cancellationToken
    )
    {
        BatchOptions lenient = options with
        {
            Detection = options.Detection with { MinScore = double.NegativeInfinity },
        };
        var scores = new List<double>();
        BatchSummary summary = new PictureBatch(detector, lenient, [], []).Run(
            scenes,
            step =>
            {
                scores.AddRange(step.Latest.Result?.Detections.Select(static detection => detection.Score) ?? []);
                progress(step);
            },
            cancellationToken
        );
        if (summary.IsInterrupted)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        int read = summary.Done - summary.Failed;
        return read == 0
            ? throw new TrainingDataException(
                "none of the scenes can be read; name pictures without the object with --scenes"
            )
            : new FalseAlarms([.. scores.OrderDescending()], read);
    }

    /// <summary>The highest score that so many false alarms a scene reach; null where there are fewer.</summary>
    /// <param name="perScene">False alarms a scene, above 0; one in all scenes together at least.</param>
    public double? ScoreAt(double perScene)
    {
        int alarms = Math.Max((int)Math.Round(perScene * _scenes), 1);
        return alarms <= _scores.Length ? _scores[alarms - 1] : null;
    }
}
