// P. Dollar, R. Appel, S. Belongie, P. Perona: Fast feature pyramids for object detection, PAMI 2014, section 6.1:
// rounds of boosting, each with the false alarms of the round before among the negatives.

using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Learning.Boosting.Channels;

/// <summary>Trains channel models. The same data, options and seed give the same model, whatever the number of threads.</summary>
public sealed class ChannelTrainer
{
    // A scene with more false alarms than this is one kind of texture over and over.
    private const int MostMinedPerScene = 60;

    // Positives that the cascade of a round may lose, and how far below the others its limits lie.
    private const double LostPart = 0.005;
    private const double LimitMargin = 0.25;

    private readonly ChannelTrainingOptions _options;
    private readonly TrainingSplit _split;
    private readonly IReadOnlyList<GrayImage> _negativeCrops;
    private readonly WindowMatrix _windows;
    private readonly WindowMatrix _validation;
    private readonly float[] _powers;
    private readonly int _positives;

    /// <summary>Prepares a run: splits the data and computes the positives' windows.</summary>
    /// <param name="data">What to learn from.</param>
    /// <param name="options">How.</param>
    public ChannelTrainer(ChannelTrainingData data, ChannelTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _split = new TrainingSplit(data, options);
        _negativeCrops = data.NegativeCrops;
        var sampler = new WindowSampler(options);
        _positives = _split.Crops.Count * options.Variants;
        _windows = new WindowMatrix(sampler.Length, _positives + options.MaxNegatives);
        _validation = new WindowMatrix(sampler.Length, _split.ValidationCrops.Count);
        _powers = ScalePowers.Measure(_split.Scenes, options.Geometry);
        var window = new sbyte[sampler.Length];
        for (int i = 0; i < _positives; i++)
        {
            sampler.Crop(_split.Crops[i / options.Variants], i / options.Variants, i % options.Variants, window);
            _windows.Add(window);
        }

        for (int i = 0; i < _split.ValidationCrops.Count; i++)
        {
            sampler.Crop(_split.ValidationCrops[i], i, 0, window);
            _validation.Add(window);
        }
    }

    /// <summary>Trains.</summary>
    /// <param name="progress">Is told where the run is; null where nobody asks.</param>
    /// <param name="cancellationToken">Stops the run; a checkpoint keeps the rounds that are done.</param>
    public ChannelTrainingResult Run(
        IProgress<ChannelTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ChannelModel? model = null;
        AddFirstNegatives();
        for (int round = 0; round < _options.Rounds.Count; round++)
        {
            if (model is not null)
            {
                AddMined(model, round, progress, cancellationToken);
            }

            model = Boost(round, progress, cancellationToken);
        }

        return Finish(model!, progress, cancellationToken);
    }

    private void AddFirstNegatives()
    {
        var sampler = new WindowSampler(_options);
        var window = new sbyte[sampler.Length];
        int crops = Math.Min(_negativeCrops.Count, _options.FirstNegatives / 2);
        for (int i = 0; i < crops; i++)
        {
            sampler.Crop(_negativeCrops[(int)((long)i * _negativeCrops.Count / crops)], i, i % 2, window);
            _windows.Add(window);
        }

        for (int i = crops; i < _options.FirstNegatives; i++)
        {
            sampler.Scene(_split.Scenes[i % _split.Scenes.Count], i, window);
            _windows.Add(window);
        }
    }

    private ChannelModel Boost(int round, IProgress<ChannelTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var booster = new TreeBooster(_windows, _positives, _options);
        int count = _options.Rounds[round];
        List<ChannelTree> trees = booster.Run(
            count,
            round,
            done => progress?.Report(new ChannelTrainingProgress(round + 1, _options.Rounds.Count, "boosting", done, count, Negatives)),
            cancellationToken);
        return new ChannelModel(new ChannelModelData
        {
            Label = _options.Label,
            Geometry = _options.Geometry,
            Object = _options.ObjectInWindow,
            ScalePowers = _powers,
            OperatingPoint = 0,
            Trees = SoftCascadeCalibration.Calibrate(
                trees, _options.Geometry, [(_windows, _positives), (_validation, _validation.Count)], LostPart, LimitMargin),
        });
    }

    private int Negatives => _windows.Count - _positives;

    private void AddMined(
        ChannelModel model, int round, IProgress<ChannelTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        // Another look at the scenes each round: mirrored or not, from another smallest size on.
        double smallest = round % 2 == 0 ? 0.5 : 0.75;
        var miner = new NegativeMiner(model, _options);
        List<MinedWindow>[] found = miner.Mine(
            _split.Scenes,
            isMirrored: round % 2 == 0,
            smallest,
            MostMinedPerScene,
            done => progress?.Report(new ChannelTrainingProgress(round + 1, _options.Rounds.Count, "mining", done, _split.Scenes.Count, Negatives)),
            cancellationToken);
        List<sbyte[]> mined = [.. found.SelectMany(static windows => windows).Select(static window => window.Cells!)];
        mined.AddRange(HardCrops(model));
        int[] order = [.. Enumerable.Range(0, mined.Count)];
        new RandomStream(_options.Seed, round, 0x313ED).Shuffle(order);
        int count = Math.Min(mined.Count, _options.NegativesPerRound);
        MakeRoom(count, round);
        foreach (int i in order.Take(count))
        {
            _windows.Add(mined[i]);
        }
    }

    private List<sbyte[]> HardCrops(ChannelModel model)
    {
        var sampler = new WindowSampler(_options);
        var one = new WindowMatrix(sampler.Length, 1);
        var evaluator = new TreeEvaluator(one, _options.Geometry);
        var hard = new List<sbyte[]>();
        for (int i = 0; i < _negativeCrops.Count; i++)
        {
            var window = new sbyte[sampler.Length];
            sampler.Crop(_negativeCrops[i], i, 0, window);
            one.Truncate(0);
            one.Add(window);
            if (evaluator.Passes(model.Trees))
            {
                hard.Add(window);
            }
        }

        return hard;
    }

    // Random ones of the old negatives go.
    private void MakeRoom(int count, int round)
    {
        int surplus = Negatives + count - _options.MaxNegatives;
        if (surplus <= 0)
        {
            return;
        }

        int[] order = [.. Enumerable.Range(0, Negatives)];
        new RandomStream(_options.Seed, round, 0xD209).Shuffle(order);
        var wanted = new bool[Negatives];
        foreach (int i in order.Skip(surplus))
        {
            wanted[i] = true;
        }

        _windows.Keep(_positives, wanted);
    }

    private ChannelTrainingResult Finish(
        ChannelModel model, IProgress<ChannelTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        int rounds = _options.Rounds.Count;
        List<MinedWindow>[] found = new NegativeMiner(model, _options).Mine(
            _split.ValidationScenes,
            isMirrored: false,
            smallest: 1,
            most: 0,
            done => progress?.Report(new ChannelTrainingProgress(rounds, rounds, "calibrating", done, _split.ValidationScenes.Count, Negatives)),
            cancellationToken);
        double[] scores = [.. found.SelectMany(static windows => windows).Select(static window => window.Score).OrderDescending()];
        int allowed = (int)(_options.FalseAlarmsPerPicture * _split.ValidationScenes.Count);
        double point = scores.Length > allowed ? scores[allowed] + ChannelTree.ScoreUnit : 0;
        model = model.WithOperatingPoint(point);
        var sums = new int[_validation.Count];
        var evaluator = new TreeEvaluator(_validation, _options.Geometry);
        foreach (ChannelTree tree in model.Trees)
        {
            evaluator.Vote(tree, sums);
        }

        return new ChannelTrainingResult(
            model,
            sums.Length == 0 ? 0 : (double)sums.Count(sum => sum >= model.Data.OperatingPoint) / sums.Length,
            (double)scores.Count(score => score >= point) / Math.Max(_split.ValidationScenes.Count, 1),
            sums.Length,
            _split.ValidationScenes.Count);
    }
}
