using System.CommandLine;
using System.Globalization;
using Spotter.Apps.Learning;
using Spotter.Learning.Augmentation;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Learning.Training;
using Spotter.Networks.Layers;

namespace Spotter.Cli.Parsing;

/// <summary>The options of what is trained and how: a preset, and what differs from it.</summary>
internal sealed class RecipeFlags
{
    private const int MostThreads = 256;

    private static readonly string Presets = string.Join(
        "; ",
        ClassifierPreset.All.Select(static preset => $"{preset.Name}: {preset.Description}")
    );

    private readonly Option<ClassifierPreset?> _preset = Flag.Value<ClassifierPreset?>(
        "--preset",
        "NAME",
        $"{Presets}; mlp unless given",
        static text =>
            ClassifierPreset.Find(text)
            ?? throw Values.Unknown(text, [.. ClassifierPreset.All.Select(static preset => preset.Name)])
    );

    private readonly Option<string?> _layers = Flag.Value(
        "--layers",
        "LIST",
        "Layers in place of the preset's, like 128 or conv32,pool,conv64,pool,dense128,dropout0.5, or none",
        static text => text
    );

    private readonly Option<NetworkDescription?> _network = Flag.Value<NetworkDescription?>(
        "--network",
        "FILE",
        "A network in place of the preset's, as JSON (see a run's configuration.json)",
        ReadNetwork
    );

    private readonly Option<int?> _epochs = Flag.Value<int?>(
        "--epochs",
        "NUMBER",
        $"Passes over the training pictures (default: {PerPreset(static options => options.Epochs)})",
        text => Values.Whole(text)
    );
    private readonly Option<int?> _batch = Flag.Value<int?>(
        "--batch-size",
        "NUMBER",
        $"Pictures a step (default: {PerPreset(static options => options.BatchSize)})",
        text => Values.Whole(text)
    );
    private readonly Option<double?> _rate = Flag.Value<double?>(
        "--learning-rate",
        "NUMBER",
        $"Length of a step (default: {PerPreset(static options => options.Optimizer.LearningRate)})",
        text => Values.Number(text)
    );

    private readonly Option<string?> _optimizer = Flag.Value(
        "--optimizer",
        "NAME",
        "adam, adamw, sgd, or nesterov (sgd with momentum 0.9) (default: the preset's)",
        static text => MakeOptimizer(text, null) is null ? "" : text
    );

    private readonly Option<LearningRateSchedule?> _schedule = Flag.Value<LearningRateSchedule?>(
        "--schedule",
        "NAME",
        "How the learning rate goes: constant, cosine, one-cycle, or step (a tenth every 10 epochs) (default: the "
            + "preset's)",
        ReadSchedule
    );

    private readonly Option<float?> _smoothing = Flag.Value<float?>(
        "--label-smoothing",
        "SHARE",
        "Share of each label that is spread over all classes (default: the preset's)",
        Share
    );

    private readonly Option<Box<ImageAugmentation>?> _augment = Flag.Value<Box<ImageAugmentation>?>(
        "--augment",
        "LIST",
        "Random changes of the pictures, like flip,shift0.1,rotate10,scale0.1,crop0.1,erase0.3, or none; flip only "
            + "where a mirror image is of the same class (default: the preset's)",
        static text => new Box<ImageAugmentation>(AugmentationNotation.Parse(text))
    );

    private readonly Option<int?> _patience = Flag.Value<int?>(
        "--patience",
        "EPOCHS",
        "Stop when the validation loss has not improved for so many epochs, and take the best (default: go on to the "
            + "end)",
        text => Values.Whole(text)
    );

    private readonly Option<bool> _balance = Flag.Switch(
        "--balance",
        "Let every class count alike, however many pictures it has"
    );
    private readonly Option<bool> _standardize = Flag.Switch(
        "--standardize",
        "Give pixels mean 0 and deviation 1 rather than 0 to 1"
    );
    private readonly Option<int?> _threads = Flag.Value<int?>(
        "--threads",
        "NUMBER",
        "Threads to use, one a core unless given",
        Threads
    );

    /// <summary>All but the number of epochs, which a resumed run may change.</summary>
    public IEnumerable<Option> Decisions =>
        [
            _preset,
            _layers,
            _network,
            _batch,
            _rate,
            _optimizer,
            _schedule,
            _smoothing,
            _augment,
            _patience,
            _balance,
            _standardize,
            _threads,
        ];

    public void AddTo(Command command)
    {
        command.Add(_epochs);
        foreach (Option option in Decisions)
        {
            command.Add(option);
        }
    }

    public int? Epochs(ParseResult parsed) => parsed.GetValue(_epochs);

    public ClassifierRequest Read(ParseResult parsed, DatasetRequest dataset)
    {
        var request = new ClassifierRequest { Dataset = dataset };
        return request with
        {
            Preset = parsed.GetValue(_preset) ?? request.Preset,
            Layers = parsed.GetValue(_layers),
            Network = parsed.GetValue(_network),
            BalanceClasses = parsed.GetValue(_balance),
            Standardize = parsed.GetValue(_standardize),
            Adjust = options => Adjust(parsed, options) with { Seed = dataset.Seed },
        };
    }

    private static string PerPreset(Func<TrainingOptions, IFormattable> setting) =>
        string.Join(
            ", ",
            ClassifierPreset.All.Select(preset =>
                $"{setting(preset.Options).ToString(null, CultureInfo.InvariantCulture)} for {preset.Name}"
            )
        );

    private TrainingOptions Adjust(ParseResult parsed, TrainingOptions options) =>
        options with
        {
            Epochs = parsed.GetValue(_epochs) ?? options.Epochs,
            BatchSize = parsed.GetValue(_batch) ?? options.BatchSize,
            Optimizer = WithRate(
                parsed.GetValue(_optimizer) is { } name ? MakeOptimizer(name, options.Optimizer) : options.Optimizer,
                parsed.GetValue(_rate)
            ),
            Schedule = parsed.GetValue(_schedule) ?? options.Schedule,
            Loss = parsed.GetValue(_smoothing) is { } smoothing
                ? new SparseCategoricalCrossEntropy(LabelSmoothing: smoothing)
                : options.Loss,
            Augmentation = parsed.GetValue(_augment) is { } augmentation ? augmentation.Value : options.Augmentation,
            EarlyStopping = parsed.GetValue(_patience) is { } patience
                ? new EarlyStopping(patience)
                : options.EarlyStopping,
            Threads = parsed.GetValue(_threads) ?? options.Threads,
        };

    private static Optimizer WithRate(Optimizer optimizer, double? rate) =>
        rate is { } given ? optimizer with { LearningRate = given } : optimizer;

    // The preset's own settings stay where it uses the same optimizer.
    private static Optimizer MakeOptimizer(string name, Optimizer? preset) =>
        name switch
        {
            "adam" => preset as Adam ?? new Adam(),
            "adamw" => preset as AdamW ?? new AdamW(),
            "sgd" => new Sgd(),
            "nesterov" => new Sgd(Momentum: 0.9, Nesterov: true),
            _ => throw Values.Unknown(name, ["adam", "adamw", "sgd", "nesterov"]),
        };

    private static LearningRateSchedule ReadSchedule(string text) =>
        text switch
        {
            "constant" => new ConstantRate(),
            "cosine" => new CosineDecay(),
            "one-cycle" => new OneCycle(),
            "step" => new StepDecay(10),
            _ => throw Values.Unknown(text, ["constant", "cosine", "one-cycle", "step"]),
        };

    private static NetworkDescription ReadNetwork(string path)
    {
        try
        {
            return NetworkDescription.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static int? Threads(string text) =>
        Values.Whole(text) is >= 1 and <= MostThreads and var threads
            ? threads
            : throw new FormatException($"must be 1 to {MostThreads}");

    private static float? Share(string text) =>
        (float)Values.Number(text) is >= 0 and < 1 and var share
            ? share
            : throw new FormatException("must be at least 0 and below 1");

    /// <summary>Tells "none was asked for" from "not asked".</summary>
    private sealed record Box<T>(T? Value)
        where T : class;
}
