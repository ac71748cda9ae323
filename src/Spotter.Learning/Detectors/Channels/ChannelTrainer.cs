// P. Dollar, R. Appel, S. Belongie, P. Perona: Fast feature pyramids for object detection, PAMI 2014, section 6.1:
// rounds of boosting, each with the false alarms of the rounds before among the negatives.

using System.Diagnostics;
using System.Globalization;
using Spotter.Learning.Detectors.Mining;
using Spotter.Networks;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>
/// Trains channel models. The same data, options and seed give the same model, whatever the number of threads.
/// </summary>
public sealed class ChannelTrainer
{
    // How far below what good objects pass the limits of the soft cascade lie, as a score.
    private const double LimitMargin = 0.1;

    // Trees know the objects that they were grown on: their sums of votes lie higher than those of new objects, and
    // limits by them would give up one new object in seven. So many objects kept aside show where the limits must lie.
    private const int FewestToCalibrateBy = 100;

    // A round of so few trees guesses time badly.
    private const int TreesToGuessBy = 32;

    // False alarms in a drawn picture of nothing. A logo that was learned from photographs without it makes none; one
    // learned from pictures of one colour makes 9, and 117 in a photograph.
    private const int MostInNothing = 2;

    private const long FirstStream = 0x5CE7E;
    private const long RoomStream = 0xD209;

    private readonly DetectorDataset _dataset;
    private readonly ChannelTrainingOptions _options;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<TrainedStage> _rounds = [];
    private long _treesGrown;

    /// <summary>Looks at the data and chooses the numbers.</summary>
    /// <param name="dataset">What to learn from.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">There are no objects, or no scenes.</exception>
    public ChannelTrainer(DetectorDataset dataset, ChannelTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(options);
        if (dataset.Scenes.Count == 0)
        {
            throw new ArgumentException("there are no scenes to take negatives from", nameof(dataset));
        }

        _dataset = dataset;
        _options = options;
        Plan = ChannelTrainingPlan.Choose(dataset.Positives, options);
    }

    /// <summary>The numbers that were chosen.</summary>
    public ChannelTrainingPlan Plan { get; }

    /// <summary>Told where the training is.</summary>
    public IProgress<DetectorTrainingProgress>? Progress { get; init; }

    /// <summary>Called after each round but the last with what <see cref="Train"/> needs to go on from there.</summary>
    public Action<ChannelTrainingState>? RoundFinished { get; init; }

    /// <summary>Trains all rounds.</summary>
    /// <param name="from">Where an earlier run with the same data and options was; null begins.</param>
    /// <param name="cancellationToken">Stops the training; what <see cref="RoundFinished"/> was last told stays
    /// valid.</param>
    /// <exception cref="ArgumentException">The scenes hold no window to learn from.</exception>
    /// <exception cref="DetectorTrainingException">No model of use came out.</exception>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public ChannelTrainingResult Train(ChannelTrainingState? from = null, CancellationToken cancellationToken = default)
    {
        Report(DetectorTrainingPhase.Preparing, 0);
        _rounds.AddRange(from?.Rounds ?? []);
        float[] powers = ScalePowers.Measure(_dataset.Scenes, Plan.Geometry);
        var development = new DevelopmentScores(_dataset, Plan, _options);
        WindowMatrix windows = Objects(out int positives);
        ChannelModel? model = from?.Model;
        foreach (sbyte[] negative in from?.Negatives ?? FirstNegatives(cancellationToken))
        {
            windows.Add(negative);
        }

        int[] passes = ScenePasses.Choose(_dataset.Scenes, cancellationToken);
        long mined = 0;
        while (_rounds.Count < Plan.Trees.Count)
        {
            long began = Stopwatch.GetTimestamp();
            MinedWindows<FoundWindow>? found = model is null
                ? null
                : Mine(model, windows, positives, passes, cancellationToken);
            mined = found?.Windows.Count ?? windows.Count - positives;
            (model, BoostedRound figures) = Boost(windows, positives, powers, development.Objects, cancellationToken);
            _rounds.Add(
                new TrainedStage(
                    _rounds.Count + 1,
                    model.TreeCount,
                    positives,
                    windows.Count - positives,
                    figures.DetectionRate,
                    figures.FalseAlarmRate,
                    found?.Passed ?? 0,
                    found?.Searched ?? 0,
                    development.DetectionRate(model),
                    Stopwatch.GetElapsedTime(began).TotalSeconds
                )
            );
            if (_rounds.Count < Plan.Trees.Count)
            {
                RoundFinished?.Invoke(
                    new ChannelTrainingState(
                        model,
                        [.. _rounds],
                        [.. Enumerable.Range(positives, windows.Count - positives).Select(windows.Window)]
                    )
                );
            }

            Progress?.Report(Snapshot(DetectorTrainingPhase.Boosting, 1) with { Finished = _rounds[^1] });
        }

        (model, DevelopmentMeasure measure) = development.Measure(model!, _options.WorkingThreads, share =>
            Report(DetectorTrainingPhase.Measuring, share)
        );
        if (mined == 0)
        {
            RefuseUseless(model);
        }

        return new ChannelTrainingResult(
            model,
            [.. _rounds],
            mined > 0 ? DetectorTrainingEnd.Completed : DetectorTrainingEnd.NegativesRanOut,
            measure
        );
    }

    private static void RefuseUseless(ChannelModel model)
    {
        var drawn = new DrawnScenes();
        var finder = new ChannelWindowFinder(model);
        double alarms = Enumerable
            .Range(0, drawn.Count)
            .Average(i => finder.Scores(drawn.Load(i)!).Finds.Count(score => score >= model.OperatingPoint));
        if (alarms > MostInNothing)
        {
            throw new DetectorTrainingException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the negatives are too easy: all that was learned is to tell the objects from them, and the "
                        + $"model finds {alarms:0} objects in a picture with any shapes in it"
                ),
                DetectorTrainingEnd.NegativesRanOut
            );
        }
    }

    private WindowMatrix Objects(out int positives)
    {
        positives = _dataset.Positives.Count * Plan.Variants;
        var samplers = new ThreadLocal<WindowSampler>(() => new WindowSampler(Plan, _options));
        var surroundings = new CropSurroundings(_dataset.Scenes, _options.Seed);
        var cut = new sbyte[positives][];
        Parallel.For(0, positives, new ParallelOptions { MaxDegreeOfParallelism = _options.WorkingThreads }, i =>
        {
            cut[i] = new sbyte[samplers.Value!.Length];
            int index = i / Plan.Variants;
            int variant = i % Plan.Variants;
            samplers.Value.Object(
                surroundings.Surround(_dataset.Positives[index], index, variant),
                index,
                variant,
                cut[i]
            );
        });
        var windows = new WindowMatrix(cut[0].Length, positives + Plan.MostNegatives);
        foreach (sbyte[] window in cut)
        {
            windows.Add(window);
        }

        return windows;
    }

    // Scenes are drawn by the square root of their size: a large one shows more than a small one, but not as much more.
    private List<sbyte[]> FirstNegatives(CancellationToken cancellationToken)
    {
        var ends = new double[_dataset.Scenes.Count];
        double total = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GrayImage? gray = _dataset.Scenes.Load(i)?.Frame.Gray;
            ends[i] = total += gray is null ? 0 : Math.Sqrt((double)gray.Width * gray.Height);
        }

        var sampler = new WindowSampler(Plan, _options);
        var negatives = new List<sbyte[]>();
        var random = new RandomStream(_options.Seed, FirstStream);
        for (int i = 0; i < Plan.FirstNegatives && total > 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int index = Array.BinarySearch(ends, random.NextDouble() * total);
            var window = new sbyte[sampler.Length];
            if (
                _dataset.Scenes.Load(Math.Min(index < 0 ? ~index : index, ends.Length - 1)) is { } scene
                && sampler.Anywhere(scene, ref random, window)
            )
            {
                negatives.Add(window);
            }
        }

        return negatives.Count > 0
            ? negatives
            : throw new ArgumentException("the scenes hold no window without an object");
    }

    private MinedWindows<FoundWindow> Mine(
        ChannelModel model,
        WindowMatrix windows,
        int positives,
        IReadOnlyList<int> passes,
        CancellationToken cancellationToken
    )
    {
        Report(DetectorTrainingPhase.Mining, 0);
        var miner = new SceneMiner<FoundWindow>(
            _dataset.Scenes,
            () => new ChannelWindowFinder(model, _rounds.Count),
            _options.WorkingThreads
        );
        MinedWindows<FoundWindow> found = miner.Mine(
            new MiningRequest(Plan.MinedNegatives, ScenePasses.Most, long.MaxValue, _options.Seed, _rounds.Count)
            {
                PassesOfScenes = passes,
            },
            share => Report(DetectorTrainingPhase.Mining, share),
            cancellationToken
        );
        MakeRoom(windows, positives, found.Windows.Count);
        foreach (FoundWindow window in found.Windows)
        {
            windows.Add(window.Cells);
        }

        return found;
    }

    private void MakeRoom(WindowMatrix windows, int positives, int wanted)
    {
        int negatives = windows.Count - positives;
        int surplus = negatives + wanted - Plan.MostNegatives;
        if (surplus <= 0)
        {
            return;
        }

        int[] order = [.. Enumerable.Range(0, negatives)];
        new RandomStream(_options.Seed, _rounds.Count, RoomStream).Shuffle(order);
        var stays = new bool[negatives];
        foreach (int i in order.AsSpan(surplus))
        {
            stays[i] = true;
        }

        windows.Keep(positives, stays);
    }

    private (ChannelModel Model, BoostedRound Figures) Boost(
        WindowMatrix windows,
        int positives,
        float[] powers,
        WindowMatrix aside,
        CancellationToken cancellationToken
    )
    {
        var booster = new TreeBooster(windows, positives, Plan, _options);
        int count = Plan.Trees[_rounds.Count];
        List<ChannelTree> trees = booster.Run(
            count,
            _rounds.Count,
            done =>
            {
                _treesGrown++;
                BoostedRound now = booster.Figures();
                Progress?.Report(
                    Snapshot(DetectorTrainingPhase.Boosting, (double)done / count) with
                    {
                        WeakClassifiers = done,
                        DetectionRate = now.DetectionRate,
                        FalseAlarmRate = now.FalseAlarmRate,
                    }
                );
            },
            cancellationToken
        );
        (WindowMatrix judged, int objects) =
            aside.Count >= FewestToCalibrateBy ? (aside, aside.Count) : (windows, positives);
        var model = new ChannelModel(
            new ChannelModelData
            {
                Label = _options.Label,
                Geometry = Plan.Geometry,
                ObjectRegion = Plan.ObjectInWindow,
                ScalePowers = powers,
                OperatingPoint = 0,
                Trees = SoftCascadeCalibration.Calibrate(
                    trees,
                    Plan.Geometry,
                    judged,
                    objects,
                    1 - _options.DetectionRate,
                    LimitMargin
                ),
            }
        );
        return (model, booster.Figures());
    }

    private void Report(DetectorTrainingPhase phase, double share) => Progress?.Report(Snapshot(phase, share));

    private DetectorTrainingProgress Snapshot(DetectorTrainingPhase phase, double share) =>
        new(phase, Math.Min(_rounds.Count + 1, Plan.Trees.Count), Plan.Trees.Count, share, 0, 1, 1, Remaining(), null);

    private TimeSpan? Remaining()
    {
        long left =
            Plan.Trees.Sum()
            - _treesGrown
            - _rounds.Take(Plan.Trees.Count).Sum(static round => (long)round.WeakClassifiers);
        return _treesGrown < TreesToGuessBy || left <= 0 ? null : Stopwatch.GetElapsedTime(_began) / _treesGrown * left;
    }
}
