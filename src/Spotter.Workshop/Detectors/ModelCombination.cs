using Spotter.Batches;
using Spotter.Files;
using Spotter.Sources;
using Spotter.Vision.Channels;
using Spotter.Workshop.Models;

namespace Spotter.Workshop.Detectors;

/// <summary>
/// Makes one channel model of several: each becomes a component, and its scores are shifted so that all components make
/// about as many false alarms at the same score.
/// </summary>
public sealed class ModelCombination
{
    // Where detectors of this kind are set to work. Each trained model's votes add up to another scale; the mean over a
    // decade of false alarms depends less on a few of them than any one threshold.
    private static readonly double[] _marks = [0.1, 0.3, 1];

    private readonly ModelCombinationOptions _options;
    private readonly HashSet<string> _problems = new(StringComparer.Ordinal);

    /// <param name="options">Of what to make it, and how.</param>
    /// <exception cref="ArgumentException">There is no model to combine.</exception>
    public ModelCombination(ModelCombinationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options =
            options.Parts.Count > 0 ? options : throw new ArgumentException("name at least one model", nameof(options));
    }

    /// <summary>Told what a user should know: which scenes cannot be read.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>What may be written over; null for nothing but what an earlier run wrote.</summary>
    public Outputs Outputs { get; init; } = new();

    /// <summary>Told after each scene of each search.</summary>
    public Action<BatchProgress> Progress { get; init; } = static _ => { };

    /// <summary>Combines the models and writes the mixture.</summary>
    /// <param name="cancellationToken">Stops the searches of the scenes; nothing is written then.</param>
    /// <exception cref="IOException">A model or all scenes cannot be read, or the mixture cannot be
    /// written.</exception>
    /// <exception cref="ChannelFormatException">A file is no usable channel model.</exception>
    /// <exception cref="ArgumentException">The models do not fit together.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public CombinedModel Run(CancellationToken cancellationToken = default)
    {
        Outputs.AddInputs(_options.Parts.Select(static part => part.Model).Where(File.Exists));
        OutputException.RequireWritable(_options.Output, Outputs);
        ChannelModel[] models = Load();
        List<PictureSource> scenes = FindScenes();
        if (scenes.Count > 0)
        {
            models = Align(models, scenes, cancellationToken);
        }

        ChannelModel mixture = ChannelModel.Combine(models);
        FalseAlarmMark[] marks = scenes.Count == 0 ? [] : Marks(Search(mixture, scenes, cancellationToken));
        Outputs.Write(_options.Output, mixture.ToBytes());
        return new CombinedModel(_options.Output, mixture, marks);
    }

    private ChannelModel[] Load()
    {
        IReadOnlyList<CombinationPart> parts = _options.Parts;
        ChannelModel[] models = [.. parts.Select(static part => AnyModel.LoadChannels(part.Model))];
        for (int i = 0; i < models.Length; i++)
        {
            if (models[0].Misfit(models[i]) is { } misfit)
            {
                throw new ArgumentException($"{parts[i].Model}: does not fit {parts[0].Model}: {misfit}");
            }

            ChannelModel placed = parts[i].IsAtEdge ? models[i].AtEdge() : models[i];
            models[i] = Adjust(parts[i].IsMirrored ? placed.WithMirroredTwins() : placed, models[0])
                .WithScoreOffset(parts[i].Offset ?? 0);
        }

        return models;
    }

    private ChannelModel Adjust(ChannelModel model, ChannelModel first)
    {
        ChannelModel adjusted = model
            .WithPooledWindows(_options.PoolsWindows ?? first.PoolsWindows)
            .WithJoinedParts(_options.JoinsParts ?? first.JoinsParts);
        return _options.OperatingPoint is { } score ? adjusted.WithOperatingPoint(score) : adjusted;
    }

    private List<PictureSource> FindScenes()
    {
        var scenes = new List<PictureSource>();
        foreach (PictureSource source in Source.PicturesOf(_options.Scenes, new SourceOptions { Recursive = true }))
        {
            if (source.Problem is { } problem)
            {
                throw new TrainingDataException(problem);
            }

            scenes.Add(source);
        }

        return scenes;
    }

    private ChannelModel[] Align(ChannelModel[] models, List<PictureSource> scenes, CancellationToken cancellationToken)
    {
        FalseAlarms first = SearchAlone(models[0]);
        var aligned = new ChannelModel[models.Length];
        for (int i = 0; i < models.Length; i++)
        {
            aligned[i] =
                i == 0 || _options.Parts[i].Offset is not null
                    ? models[i]
                    : models[i].WithScoreOffset(Difference(first, SearchAlone(models[i]), _options.Parts[i].Model));
        }

        return aligned;

        // A joined find has a score of several; components are compared by what each finds.
        FalseAlarms SearchAlone(ChannelModel model) => Search(model.WithJoinedParts(false), scenes, cancellationToken);
    }

    private static double Difference(FalseAlarms first, FalseAlarms other, string name)
    {
        double[] differences = [.. _marks.Select(mark => first.ScoreAt(mark) - other.ScoreAt(mark)).OfType<double>()];
        return differences.Length > 0
            ? differences.Average()
            : throw new TrainingDataException(
                $"{name}: too few finds in the scenes to compare its scores by; name more scenes, or give its offset "
                    + $"as {name}:OFFSET"
            );
    }

    private FalseAlarms Search(ChannelModel model, List<PictureSource> scenes, CancellationToken cancellationToken)
    {
        var options = new BatchOptions { Detection = _options.Detection, Loading = _options.Loading };

        // What is compared and counted is the trees: a mixture has none of its parts' second stages.
        return FalseAlarms.Of(
            new ChannelDetector(model.WithSecondStage(null)),
            scenes,
            options,
            Follow,
            cancellationToken
        );
    }

    // Each search meets the same unreadable scenes.
    private void Follow(BatchProgress step)
    {
        if (step.Latest.Problem is { } problem && _problems.Add(problem))
        {
            Note(problem);
        }

        Progress(step);
    }

    private static FalseAlarmMark[] Marks(FalseAlarms alarms) =>
        [
            .. _marks
                .Where(mark => alarms.ScoreAt(mark) is not null)
                .Select(mark => new FalseAlarmMark(mark, alarms.ScoreAt(mark)!.Value)),
        ];
}

/// <summary>A mixture that was written.</summary>
/// <param name="Output">The file.</param>
/// <param name="Model">The mixture.</param>
/// <param name="Marks">Its false alarms in the scenes; empty without scenes.</param>
public sealed record CombinedModel(string Output, ChannelModel Model, IReadOnlyList<FalseAlarmMark> Marks);

/// <summary>How many false alarms a scene a threshold of the score gives.</summary>
/// <param name="PerScene">False alarms a scene.</param>
/// <param name="Score">The score that so many reach.</param>
public readonly record struct FalseAlarmMark(double PerScene, double Score);
