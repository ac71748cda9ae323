using Spotter.Learning.Detectors.Mining;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Cascades;
using Spotter.Vision.Detectors;
using Spotter.Vision.Kernels;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Looks at what was kept aside with the engine that will be used: objects window by window, scenes by a search.
/// </summary>
internal sealed class DevelopmentCheck
{
    // Shorter cascades have too many false alarms to be of use to anyone.
    private const int MostPoints = 10;

    // Grouping takes time that grows with the square of the number of windows.
    private const double MostAlarmsToGroup = 5e-4;

    private const string AnyLabel = "object";

    private readonly BoxSize _window;
    private readonly List<ObjectWindow> _objects;
    private readonly ISceneSource _scenes;
    private readonly ParallelOptions _parallel;

    public DevelopmentCheck(DetectorDataset dataset, BoxSize window, ParallelOptions parallel)
    {
        _window = window;
        _scenes = dataset.DevelopmentScenes;
        _parallel = parallel;
        _objects = PositiveWindows.Cut(
            dataset.DevelopmentPositives,
            new PositivePlan(window, 1, IsMirrored: false, dataset.DevelopmentPositives.Count),
            0
        );
    }

    /// <summary>Share of the objects that pass all stages; null without objects.</summary>
    public double? DetectionRate(CascadeModel model) => DetectionRates(model) is { } rates ? rates[^1] : null;

    /// <summary>All there is to know about a finished cascade.</summary>
    public DevelopmentMeasure Measure(CascadeModel model, Action<double>? progress)
    {
        double[]? rates = DetectionRates(model);
        int stages = model.Stages.Length;
        var roc = new List<DevelopmentPoint>();
        for (int count = stages; count > Math.Max(stages - MostPoints, 0); count--)
        {
            CascadeModel part = count == stages ? model : CascadeBuilder.Take(model, count);
            (double? perScene, double? perWindow) = FalseAlarms(part);
            roc.Add(new DevelopmentPoint(Counted.Of(count, "stage"), rates?[count - 1], perScene, perWindow));
            progress?.Invoke((double)roc.Count / Math.Min(stages, MostPoints));
        }

        return new DevelopmentMeasure(_objects.Count, _scenes.Count, roc);
    }

    // Of the first stage, of the first two together, and so on.
    private double[]? DetectionRates(CascadeModel model)
    {
        if (_objects.Count == 0)
        {
            return null;
        }

        int[] stagesPassed = new int[_objects.Count];
        Parallel.For(
            0,
            _objects.Count,
            _parallel,
            () => new PassCheck(model),
            (i, _, check) =>
            {
                stagesPassed[i] = check.StagesPassed(_objects[i].Pixels);
                return check;
            },
            static _ => { }
        );
        double[] rates = new double[model.Stages.Length];
        for (int stage = 0; stage < rates.Length; stage++)
        {
            rates[stage] = (double)stagesPassed.Count(passed => passed > stage) / _objects.Count;
        }

        return rates;
    }

    private (double? PerScene, double? PerWindow) FalseAlarms(CascadeModel model)
    {
        var factory = new ScannerFactory(model);
        (int scenes, long passed, long searched) = OverScenes(scene =>
        {
            var found = new CascadeWindowFinder(_window, model, factory).Find(scene, 0, 0, default);
            return (found.Passed, found.Searched);
        });
        if (searched == 0)
        {
            return (null, null);
        }

        double perWindow = (double)passed / searched;
        if (perWindow > MostAlarmsToGroup)
        {
            return (null, perWindow);
        }

        var detector = new CascadeDetector(model, AnyLabel, new DetectionOptions { Threads = 1 });
        (_, long boxes, _) = OverScenes(scene =>
            (detector.Detect(scene.Frame).Count(found => !SceneObjects.Meets(scene, found.Box)), 0)
        );
        return ((double)boxes / scenes, perWindow);
    }

    private (int Scenes, long First, long Second) OverScenes(Func<Scene, (long First, long Second)> count)
    {
        int scenes = 0;
        long first = 0;
        long second = 0;
        Parallel.For(0, _scenes.Count, _parallel, i =>
        {
            if (_scenes.Load(i) is { } scene)
            {
                (long one, long two) = count(scene);
                Interlocked.Increment(ref scenes);
                Interlocked.Add(ref first, one);
                Interlocked.Add(ref second, two);
            }
        });
        return (scenes, first, second);
    }
}
