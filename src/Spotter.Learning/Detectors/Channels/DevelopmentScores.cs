using System.Globalization;
using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>
/// Looks at what was kept aside with the engine that will be used: objects window by window, scenes by a search. That
/// is harder than a picture: an object's window is alone, an alarm has its neighbours' votes.
/// </summary>
internal sealed class DevelopmentScores
{
    // False alarms a scene at which the curve is read off, and at which the model is set to work.
    private static readonly double[] _marks = [0.01, 0.03, 0.1, 0.3, 1, 3];
    private const double OperatingMark = 0.1;

    // Pictures with less room than for so many windows side by side are crops: they say nothing about false alarms a
    // picture.
    private const int FewestWindows = 24;

    private readonly DetectorDataset _dataset;
    private readonly WindowMatrix _objects;

    public DevelopmentScores(DetectorDataset dataset, ChannelTrainingPlan plan, ChannelTrainingOptions options)
    {
        _dataset = dataset;
        var sampler = new WindowSampler(plan, options);
        _objects = new WindowMatrix(sampler.Length, dataset.DevelopmentPositives.Count);
        var surroundings = new CropSurroundings(dataset.DevelopmentScenes, options.Seed);
        var window = new sbyte[sampler.Length];
        for (int i = 0; i < dataset.DevelopmentPositives.Count; i++)
        {
            sampler.Object(surroundings.Surround(dataset.DevelopmentPositives[i], i, 0), i, 0, window);
            _objects.Add(window);
        }
    }

    /// <summary>The objects' windows.</summary>
    public WindowMatrix Objects => _objects;

    /// <summary>Share of the objects that the soft cascade lets pass; null without objects.</summary>
    public double? DetectionRate(ChannelModel model) =>
        Scores(model) is { Length: > 0 } scores
            ? (double)scores.Count(static score => score > double.NegativeInfinity) / scores.Length
            : null;

    /// <summary>Chooses the operating point, and measures what the model reaches there and elsewhere.</summary>
    public (ChannelModel Model, DevelopmentMeasure Measure) Measure(
        ChannelModel model,
        int threads,
        Action<double> progress
    )
    {
        double[] objects = Scores(model);
        (List<double> alarms, List<double> windows, int scenes, long searched) = FalseAlarms(model, threads, progress);
        var roc = new List<DevelopmentPoint>();
        double operating = 0;
        foreach (double mark in scenes == 0 ? [] : _marks)
        {
            int allowed = (int)(mark * scenes);
            double threshold =
                alarms.Count > allowed ? alarms[allowed] + ChannelTree.ScoreUnit : alarms.LastOrDefault();
            if (mark == OperatingMark)
            {
                operating = threshold;
            }

            roc.Add(Point(threshold, objects, alarms, windows, scenes, searched));
        }

        return (model.WithOperatingPoint(operating), new DevelopmentMeasure(objects.Length, scenes, roc));
    }

    private static DevelopmentPoint Point(
        double threshold,
        double[] objects,
        List<double> alarms,
        List<double> windows,
        int scenes,
        long searched
    ) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"score {threshold:0.0}"),
            objects.Length == 0 ? null : (double)objects.Count(score => score >= threshold) / objects.Length,
            (double)alarms.Count(score => score >= threshold) / scenes,
            searched == 0 ? null : (double)windows.Count(score => score >= threshold) / searched
        );

    private static bool IsPicture(Scene scene, ChannelModel model)
    {
        (int width, int height) = model.Geometry.WindowSize;
        return (long)scene.Frame.Width * scene.Frame.Height >= (long)FewestWindows * width * height;
    }

    private double[] Scores(ChannelModel model)
    {
        var evaluator = new TreeEvaluator(_objects, model.Geometry);
        var scores = new double[_objects.Count];
        var sums = new int[_objects.Count];
        foreach (ChannelTree tree in model.Trees)
        {
            evaluator.Vote(tree, sums);
            for (int i = 0; i < sums.Length; i++)
            {
                if (sums[i] < tree.RejectBelow)
                {
                    scores[i] = double.NegativeInfinity;
                }
            }
        }

        for (int i = 0; i < sums.Length; i++)
        {
            scores[i] += sums[i] * ChannelTree.ScoreUnit;
        }

        return scores;
    }

    private (List<double> Alarms, List<double> Windows, int Scenes, long Searched) FalseAlarms(
        ChannelModel model,
        int threads,
        Action<double> progress
    )
    {
        var alarms = new List<double>();
        var windows = new List<double>();
        int scenes = 0;
        long searched = 0;
        int done = 0;
        Parallel.For(
            0,
            _dataset.DevelopmentScenes.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new ChannelWindowFinder(model),
            (i, _, finder) =>
            {
                if (_dataset.DevelopmentScenes.Load(i) is { } scene && IsPicture(scene, model))
                {
                    (List<double> found, List<double> all, long looked) = finder.Scores(scene);
                    lock (alarms)
                    {
                        alarms.AddRange(found);
                        windows.AddRange(all);
                        searched += looked;
                        scenes++;
                        progress((double)++done / _dataset.DevelopmentScenes.Count);
                    }
                }

                return finder;
            },
            static _ => { }
        );
        alarms.Sort(static (a, b) => b.CompareTo(a));
        return (alarms, windows, scenes, searched);
    }
}
