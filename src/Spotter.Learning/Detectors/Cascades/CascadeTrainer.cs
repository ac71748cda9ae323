// P. Viola, M. Jones: Robust real-time face detection, IJCV 2004, section 4.

using System.Diagnostics;
using System.Globalization;
using Spotter.Learning.Detectors.Mining;
using Spotter.Networks;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>
/// Trains a staged cascade of boosted stumps that OpenCV and <see cref="Spotter.Vision.Detectors.CascadeDetector"/> run
/// alike. Each stage learns to reject windows of the scenes that all stages before took for objects.
/// </summary>
public sealed class CascadeTrainer
{
    // A pool of features is drawn for each stage: one of so many is as good as the best of all but exactly, and the
    // answers of the pool for all windows stay below this memory.
    private const int MostFeatures = 20000;
    private const long MostAnswers = 250_000_000;

    // When a search brings fewer new negatives than this share of a stage's, a stage would learn them by heart.
    private const double FewestNewShare = 0.005;
    private const int FewestNew = 10;

    // What passes more windows of its own scenes than this is of no use: hundreds of boxes a picture.
    private const double MostPassing = 1e-3;

    // What passes more of drawn pictures of nothing has learned that something is there, and no more; ended early or as
    // asked for.
    private const double MostOfNothing = 0.05;
    private const double MostOfNothingAsAskedFor = 0.9;

    // A search for negatives ends after so many windows: about fifteen seconds of two cores with patterns.
    private const long MostSearched = 250_000_000;

    private readonly DetectorDataset _dataset;
    private readonly CascadeTrainingOptions _options;
    private readonly IFeatureFamily _family;
    private readonly StageGoal _goal;
    private readonly StageClock _clock;

    /// <summary>Looks at the data and chooses the numbers.</summary>
    /// <param name="dataset">What to learn from.</param>
    /// <param name="options">How; null means the defaults.</param>
    /// <exception cref="ArgumentException">There are no objects, or no scenes.</exception>
    public CascadeTrainer(DetectorDataset dataset, CascadeTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Scenes.Count == 0)
        {
            throw new ArgumentException("there are no scenes to take negatives from", nameof(dataset));
        }

        _dataset = dataset;
        _options = options ?? new CascadeTrainingOptions();
        Plan = CascadePlan.Choose(dataset.Positives, _options);
        _family =
            _options.FeatureType == CascadeFeatureType.Lbp
                ? new LbpFamily(Plan.WindowSize)
                : new HaarFamily(Plan.WindowSize);
        _goal = new StageGoal(
            Math.Pow(_options.DetectionRate, 1.0 / _options.Stages),
            _options.StageFalseAlarmRate,
            _options.MostClassifiers
        );
        _clock = new StageClock(_options.Stages);
    }

    /// <summary>The numbers that were chosen.</summary>
    public CascadePlan Plan { get; }

    /// <summary>Told where the training is.</summary>
    public IProgress<DetectorTrainingProgress>? Progress { get; init; }

    /// <summary>Called after each stage with what <see cref="Train"/> needs to go on from there.</summary>
    public Action<CascadeTrainingState>? StageFinished { get; init; }

    /// <summary>Trains until all stages are done, the negatives run out or another stage would bring nothing.</summary>
    /// <param name="from">Where an earlier run with the same data and options was; null begins.</param>
    /// <param name="cancellationToken">Stops the training; what <see cref="StageFinished"/> was last told stays
    /// valid.</param>
    /// <exception cref="ArgumentException">The scenes hold too few windows even for the first stage, or all objects are
    /// flat.</exception>
    /// <exception cref="DetectorTrainingException">No cascade of use came out.</exception>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public CascadeTrainingResult Train(CascadeTrainingState? from = null, CancellationToken cancellationToken = default)
    {
        int threads = _options.Threads ?? Environment.ProcessorCount;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Report(DetectorTrainingPhase.Preparing, 0);
        var check = new DevelopmentCheck(_dataset, Plan.WindowSize, parallel);
        var run = new Run(from, Objects());
        run.DropMissed();
        _clock.Resume(run.Stages);
        DetectorTrainingEnd end = DetectorTrainingEnd.Completed;
        while (run.Stages.Count < _options.Stages && end == DetectorTrainingEnd.Completed)
        {
            end = AddStage(run, check, parallel);
        }

        _clock.Enter(run.Stages.Count);
        DevelopmentMeasure measure = check.Measure(run.Model!, share => Report(DetectorTrainingPhase.Measuring, share));
        RefuseUseless(run, end, measure);
        return new CascadeTrainingResult(run.Model!, [.. run.Stages], end, measure);
    }

    private DetectorTrainingEnd AddStage(Run run, DevelopmentCheck check, ParallelOptions parallel)
    {
        long began = Stopwatch.GetTimestamp();
        _clock.Enter(run.Stages.Count + 1);
        MinedWindows<byte[]> negatives = Mine(run, parallel);
        if (negatives.Windows.Count < Math.Max(FewestNew, FewestNewShare * Plan.Negatives))
        {
            return run.Model is null
                ? throw new ArgumentException(
                    $"the scenes hold {negatives.Windows.Count} windows of "
                        + $"{Plan.WindowSize.Width}x{Plan.WindowSize.Height}, too few to learn from; give more or "
                        + $"larger scenes"
                )
                : DetectorTrainingEnd.NegativesRanOut;
        }

        run.Negatives.AddRange(negatives.Windows);
        var windows = new WindowSet(
            Plan.WindowSize,
            _family.HasTilted,
            run.Positives,
            run.Negatives,
            parallel.MaxDegreeOfParallelism
        );
        using var search = new StumpSearch(_family, windows, Pool(run.Stages.Count, windows.Count), parallel);
        bool learnsAll = run.LearnsAll;
        BoostedStage? stage = new StageBooster(_goal).Train(
            search,
            _family,
            windows,
            ref learnsAll,
            ReportBoosting,
            parallel.CancellationToken
        );
        run.LearnsAll = learnsAll;
        if (stage is null || stage.FalseAlarmRate > _goal.WorstFalseAlarmRate)
        {
            run.LowestOfLastStage = stage?.FalseAlarmRate ?? 1;
            return run.Model is null ? throw Inseparable(run) : DetectorTrainingEnd.Inseparable;
        }

        CascadeModel model = CascadeBuilder.Append(run.Model, Plan.WindowSize, _family, stage);
        (int positives, int used) = (run.Positives.Count, run.Negatives.Count);
        run.Append(model, stage);
        run.Stages.Add(
            new TrainedStage(
                run.Stages.Count + 1,
                stage.Stumps.Count,
                positives,
                used,
                (double)run.Positives.Count / run.AllPositives,
                stage.FalseAlarmRate,
                negatives.Passed,
                negatives.Searched,
                check.DetectionRate(model),
                Stopwatch.GetElapsedTime(began).TotalSeconds
            )
        );
        _clock.Finish(run.Stages[^1]);
        StageFinished?.Invoke(
            new CascadeTrainingState(model, [.. run.Stages], [.. run.Negatives]) { LearnsAll = run.LearnsAll }
        );
        Progress?.Report(Snapshot(DetectorTrainingPhase.Boosting, 1) with { Finished = run.Stages[^1] });
        return DetectorTrainingEnd.Completed;

        void ReportBoosting(int classifiers, double falseAlarms)
        {
            // Each weak classifier takes about the same share off.
            double share = Math.Clamp(Math.Log(falseAlarms) / Math.Log(_goal.FalseAlarmRate), 0, 1);
            Progress?.Report(
                Snapshot(DetectorTrainingPhase.Boosting, share) with
                {
                    WeakClassifiers = classifiers,
                    DetectionRate = _goal.DetectionRate * run.Positives.Count / run.AllPositives,
                    FalseAlarmRate = falseAlarms,
                }
            );
        }
    }

    // A model that passes nearly everything looks like one and finds all objects: it must not be taken for a result.
    private void RefuseUseless(Run run, DetectorTrainingEnd end, DevelopmentMeasure measure)
    {
        TrainedStage last = run.Stages[^1];
        double passing = measure.Roc[0].FalseAlarmRate
            ?? (
                last.WindowsSearched == 0 ? 1 : (double)last.WindowsPassed / last.WindowsSearched * last.FalseAlarmRate
            );
        if (end == DetectorTrainingEnd.Inseparable && passing > MostPassing)
        {
            throw Inseparable(run);
        }

        var drawn = new DrawnScenes();
        var finder = new CascadeWindowFinder(Plan.WindowSize, run.Model, new ScannerFactory(run.Model!));
        SceneWindows<byte[]>[] found =
        [
            .. Enumerable.Range(0, drawn.Count).Select(i => finder.Find(drawn.Load(i)!, 0, 0, default)),
        ];
        double ofNothing =
            (double)found.Sum(static scene => scene.Passed) / Math.Max(found.Sum(static scene => scene.Searched), 1);
        if (ofNothing > (end == DetectorTrainingEnd.Completed ? MostOfNothingAsAskedFor : MostOfNothing))
        {
            throw new DetectorTrainingException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the negatives are too easy: all that was learned is to tell the objects from them, and "
                        + $"{ofNothing:0%} of the windows of pictures with any shapes in them would pass for objects"
                ),
                DetectorTrainingEnd.NegativesRanOut
            );
        }
    }

    private DetectorTrainingException Inseparable(Run run)
    {
        string done = run.Stages.Count switch
        {
            0 => "",
            1 => " after 1 stage",
            var count => $" after {count} stages",
        };
        string features = _family.Type == CascadeFeatureType.Lbp ? "LBP" : "Haar";
        return new DetectorTrainingException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"the objects cannot be told from the negatives by {features} features at "
                    + $"{Plan.WindowSize.Width}x{Plan.WindowSize.Height}{done}: a stage that keeps "
                    + $"{_goal.DetectionRate:0.0%} of the objects still lets {run.LowestOfLastStage:0%} of its "
                    + $"negatives pass"
            ),
            DetectorTrainingEnd.Inseparable
        );
    }

    private MinedWindows<byte[]> Mine(Run run, ParallelOptions parallel)
    {
        Report(DetectorTrainingPhase.Mining, 0);
        ScannerFactory? factory = run.Model is null ? null : new ScannerFactory(run.Model);
        var miner = new SceneMiner<byte[]>(
            _dataset.Scenes,
            () => new CascadeWindowFinder(Plan.WindowSize, run.Model, factory),
            parallel.MaxDegreeOfParallelism
        );
        int passes = SceneView.Count * CascadeWindowFinder.ScaleFactors.Length;
        int wanted = Math.Max(Plan.Negatives - run.Negatives.Count, FewestNew);
        var request = new MiningRequest(wanted, passes, MostSearched, _options.Seed, run.Stages.Count);
        return miner.Mine(request, share => Report(DetectorTrainingPhase.Mining, share), parallel.CancellationToken);
    }

    private List<ObjectWindow> Objects()
    {
        var plan = new PositivePlan(Plan.WindowSize, Plan.Views, Plan.IsMirrored, Plan.PositiveWindows);
        List<ObjectWindow> objects = PositiveWindows.Cut(_dataset.Positives, plan, _options.Seed);
        objects.RemoveAll(found => WindowSet.FactorOf(found.Pixels, Plan.WindowSize) == 0);
        return objects.Count > 0
            ? objects
            : throw new ArgumentException("all objects are flat pictures without any contrast");
    }

    private int[] Pool(int stage, int windows)
    {
        int[] pool = [.. Enumerable.Range(0, _family.Count)];
        int most = (int)Math.Min(MostFeatures, MostAnswers / windows);
        if (pool.Length > most)
        {
            new RandomStream(_options.Seed, stage).Shuffle(pool);
            pool = pool[..most];
            Array.Sort(pool);
        }

        return pool;
    }

    private void Report(DetectorTrainingPhase phase, double share) => Progress?.Report(Snapshot(phase, share));

    private DetectorTrainingProgress Snapshot(DetectorTrainingPhase phase, double share) =>
        new(phase, _clock.Stage, _options.Stages, share, 0, 1, 1, _clock.Remaining(), null);

    // What changes from stage to stage.
    private sealed class Run(CascadeTrainingState? from, List<ObjectWindow> positives)
    {
        public CascadeModel? Model { get; private set; } = from?.Model;

        public List<TrainedStage> Stages { get; } = [.. from?.Stages ?? []];

        /// <summary>The windows of objects that all stages let through.</summary>
        public List<ObjectWindow> Positives { get; private set; } = positives;

        /// <summary>The negatives that all stages let through.</summary>
        public List<byte[]> Negatives { get; private set; } = [.. from?.Negatives ?? []];

        public int AllPositives { get; } = positives.Count;

        /// <summary>Whether a stage has found that withholding objects brings nothing.</summary>
        public bool LearnsAll { get; set; } = from?.LearnsAll ?? false;

        /// <summary>Share of its negatives that a stage which was not kept let through.</summary>
        public double LowestOfLastStage { get; set; } = 1;

        public void Append(CascadeModel model, BoostedStage stage)
        {
            Model = model;
            int reached = Positives.Count;
            Positives = [.. Positives.Where((_, i) => stage.Passed[i])];
            Negatives = [.. Negatives.Where((_, i) => stage.Passed[reached + i])];
        }

        // A run that goes on drops the objects that its stages had dropped.
        public void DropMissed()
        {
            if (Model is not null)
            {
                var passing = new PassCheck(Model);
                Positives = [.. Positives.Where(found => passing.StagesPassed(found.Pixels) == Model.Stages.Length)];
            }
        }
    }
}
