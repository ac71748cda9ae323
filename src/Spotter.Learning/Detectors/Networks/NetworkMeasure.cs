using Spotter.Networks.Weights;
using Spotter.Vision;
using Spotter.Vision.Evaluation;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>What a network does on scenes that it did not learn from.</summary>
internal sealed class NetworkMeasure
{
    /// <summary>The intersection over union from which on a find is right.</summary>
    public const double Overlap = 0.5;

    // Fewer finds say nothing about how often one is right.
    private const int FewestFinds = 60;
    private const int MostPoints = 12;

    // The many finds below it are wrong all but always, and would blur what those above are worth.
    private const double LowestMeant = 0.1;

    private readonly List<PictureMatch>[] _matches;
    private readonly NetworkDetectorModel _model;

    private NetworkMeasure(NetworkDetectorModel model)
    {
        _model = model;
        _matches = [.. model.Labels.Select(static _ => new List<PictureMatch>())];
        Curves = [];
    }

    /// <summary>For each class, of raw scores.</summary>
    public IReadOnlyList<DetectionCurve> Curves { get; private set; }

    /// <summary>The mean of the classes that occur; NaN where none does.</summary>
    public double AveragePrecision
    {
        get
        {
            double[] known = [.. Curves.Select(static curve => curve.AveragePrecision).Where(double.IsFinite)];
            return known.Length == 0 ? double.NaN : known.Average();
        }
    }

    /// <summary>Searches scenes and compares with what is in them.</summary>
    /// <param name="model">Its calibration is left aside.</param>
    /// <param name="scenes">Only those where a class is complete count for it.</param>
    /// <param name="threads">Threads a picture.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static NetworkMeasure Of(
        NetworkDetectorModel model,
        ILabelledScenes scenes,
        int threads,
        CancellationToken cancellationToken
    )
    {
        model = model.With(
            model.Head with
            {
                Classes = [.. model.Head.Classes.Select(static one => one with { Calibration = [] })],
            }
        );
        var measure = new NetworkMeasure(model);
        var detector = new NetworkDetector(model);
        var options = new DetectionOptions { MinScore = NetworkDetector.LowestScore, Threads = threads };
        for (int i = 0; i < scenes.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (scenes.Load(i) is { } frame)
            {
                measure.Add(scenes[i], frame, detector.Detect(frame, options, cancellationToken));
            }
        }

        measure.Curves = [.. measure._matches.Select(DetectionCurve.Of)];
        return measure;
    }

    /// <summary>
    /// The same network with thresholds of its own, and scores that say how often a find is right.
    /// </summary>
    /// <param name="falseAlarms">For each class, false alarms a picture; null takes the threshold of the best
    /// F1.</param>
    public NetworkDetectorModel Calibrate(IReadOnlyList<double>? falseAlarms)
    {
        var classes = new List<DetectorClass>();
        for (int i = 0; i < _matches.Length; i++)
        {
            MatchedDetection[] finds =
            [
                .. _matches[i]
                    .SelectMany(static match => match.Detections)
                    .Where(static find => find.Outcome != MatchOutcome.Ignored && find.Detection.Score >= LowestMeant)
                    .OrderBy(static find => find.Detection.Score),
            ];
            if (finds.Length < FewestFinds)
            {
                classes.Add(_model.Head.Classes[i]);
                continue;
            }

            IReadOnlyList<IReadOnlyList<double>> points = Isotonic(finds);
            OperatingPoint point = falseAlarms is null ? Curves[i].BestF1 : Curves[i].AtFalseAlarms(falseAlarms[i]);
            double raw = point.Threshold;
            double threshold = double.IsFinite(raw) ? new ScoreCalibration(points).Apply(raw) : 1;
            classes.Add(new DetectorClass(Math.Round(Math.Clamp(threshold, 0.05, 0.95), 3), points));
        }

        return _model.With(_model.Head with { Classes = classes });
    }

    private void Add(LabelledScene scene, Frame frame, IReadOnlyList<Detection> found)
    {
        for (int c = 0; c < _matches.Length; c++)
        {
            if (scene.Background[c] < 1)
            {
                continue;
            }

            TruthBox[] truths =
            [
                .. scene
                    .Objects.Where(one => one.Class == c || one.Class < 0)
                    .Select(one => new TruthBox(one.In(frame), one.IsIgnored)),
            ];
            _matches[c]
                .Add(
                    DetectionMatcher.Match(
                        found.Where(one => one.Label == _model.Labels[c]),
                        truths,
                        MatchCriterion.Overlap(Overlap)
                    )
                );
        }
    }

    // Pool adjacent violators (Ayer et al., 1955): the rising steps that fit the finds best; then their middles.
    private static List<IReadOnlyList<double>> Isotonic(MatchedDetection[] finds)
    {
        int block = Math.Max(finds.Length / (3 * MostPoints), 5);
        var pools = new List<(double Score, double Hits, int Count)>();
        foreach (MatchedDetection[] some in finds.Chunk(block))
        {
            pools.Add(
                (
                    some.Sum(static find => find.Detection.Score),
                    some.Count(static find => find.Outcome == MatchOutcome.Hit),
                    some.Length
                )
            );
            while (pools.Count > 1 && pools[^2].Hits / pools[^2].Count >= pools[^1].Hits / pools[^1].Count)
            {
                pools[^2] = (
                    pools[^2].Score + pools[^1].Score,
                    pools[^2].Hits + pools[^1].Hits,
                    pools[^2].Count + pools[^1].Count
                );
                pools.RemoveAt(pools.Count - 1);
            }
        }

        // A share of exactly 0 or 1 is more than so few finds can tell. What small pools lose by that must not fall.
        var points = new List<IReadOnlyList<double>>();
        double most = 0;
        foreach ((double score, double hits, int count) in pools)
        {
            most = Math.Max(most, Math.Round((hits + 0.5) / (count + 1), 4));
            points.Add([Math.Round(score / count, 4), most]);
        }

        return points;
    }
}
