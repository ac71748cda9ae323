using System.Globalization;
using Spotter.Learning.Augmentation;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks.Layers;
using Spotter.Onnx.Classifiers;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Parsing;

/// <summary>What is trained and how: a preset, and what differs from it.</summary>
internal sealed record RecipeChoice
{
    /// <summary>Null where none was asked for.</summary>
    public ClassifierPreset? Preset { get; init; }

    /// <summary>A network to begin with, or none; null leaves it to the pictures.</summary>
    public string? Backbone { get; init; }

    /// <summary>The layer of the backbone's file; null for what goes into its last weights.</summary>
    public string? BackboneLayer { get; init; }

    /// <summary>What pixels are to the backbone's file; null for what it says.</summary>
    public PixelRange? BackbonePixels { get; init; }

    /// <summary>Whether pictures are to be changed at random.</summary>
    public bool Augments { get; init; }

    public string? Layers { get; init; }

    public NetworkDescription? Network { get; init; }

    public bool BalancesClasses { get; init; }

    public bool Standardizes { get; init; }

    /// <summary>How many epochs were asked for, which a resumed run may change too.</summary>
    public int? Epochs { get; init; }

    /// <summary>Makes of the preset's options those that were asked for.</summary>
    public Func<TrainingOptions, TrainingOptions> Adjust { get; private init; } = static options => options;

    public RecipeChoice With(Func<TrainingOptions, TrainingOptions> change)
    {
        Func<TrainingOptions, TrainingOptions> before = Adjust;
        return this with { Adjust = options => change(before(options)) };
    }

    /// <summary>Whether something was said that only a network has whose layers are all learned.</summary>
    private bool TrainsAllLayers =>
        Preset is not null || Layers is not null || Network is not null || Standardizes || Augments;

    /// <summary>What does not go together; null where all does.</summary>
    public string? Conflict() =>
        Backbone is not (null or "none") && TrainsAllLayers
            ? "--backbone learns one layer on a network that is there; --preset, --layers, --network, --augment and "
                + "--standardize are about networks that are learned whole: leave either out"
        : Backbone is null or "none" or "spotter" && (BackboneLayer is not null || BackbonePixels is not null)
            ? "--backbone-layer and --normalize are about the .onnx file of --backbone; name one"
        : null;

    public ClassifierRequest Of(DatasetRequest dataset) =>
        new()
        {
            Dataset = dataset,
            Preset = Preset ?? ClassifierPreset.Mlp,
            BackboneLayer = BackboneLayer,
            BackbonePixels = BackbonePixels,
            Backbone = Backbone ?? (TrainsAllLayers ? null : "auto"),
            Layers = Layers,
            Network = Network,
            BalanceClasses = BalancesClasses,
            Standardize = Standardizes,
            Adjust = options => Adjust(options) with { Seed = dataset.Seed },
        };
}

internal static class RecipeFlags
{
    private const int MostThreads = 256;

    private static readonly string[] Optimizers = ["adam", "adamw", "sgd", "nesterov"];

    private static readonly string[] Backbones = ["spotter", "none"];

    private static readonly string[] Schedules = ["constant", "cosine", "one-cycle", "step"];

    public const string EpochsOption = "--epochs";

    private static readonly string Presets = string.Join(
        "; ",
        ClassifierPreset.All.Select(static preset => $"{preset.Name}: {preset.Description}")
    );

    public static FlagSet<RecipeChoice> All() =>
        new()
        {
            {
                Flag.Value(
                        HelpGroup.Training,
                        "--preset",
                        "NAME",
                        $"{Presets}; mlp unless given, but see --backbone",
                        static text =>
                            ClassifierPreset.Find(text)
                            ?? throw Values.Unknown(
                                text,
                                [.. ClassifierPreset.All.Select(static preset => preset.Name)]
                            )
                    )
                    .Offering(ClassifierPreset.All.Select(static preset => preset.Name)),
                static (choice, preset) => choice with { Preset = preset }
            },
            {
                Flag.Value(
                        HelpGroup.Training,
                        "--backbone",
                        "NAME|FILE",
                        "Begin with a network that knows pictures, and learn its last layer alone: spotter for the "
                            + "built-in one, an .onnx file of whatever origin, or none (default: spotter for up to "
                            + "5,000 picture files in colour where nothing is said of preset, layers, size and the "
                            + "like)",
                        ReadBackbone
                    )
                    .Offering(Backbones),
                static (choice, backbone) => choice with { Backbone = backbone }
            },
            {
                Flag.Text(
                    HelpGroup.Training,
                    "--backbone-layer",
                    "NAME",
                    "The node or value of the backbone's .onnx file that is learned on (default: what goes into its "
                        + "last weights)"
                ),
                static (choice, layer) => choice with { BackboneLayer = layer }
            },
            {
                ForeignClassifierFlags.Normalize(HelpGroup.Training),
                static (choice, range) => choice with { BackbonePixels = range }
            },
            {
                Flag.Text(
                    HelpGroup.Training,
                    "--layers",
                    "LIST",
                    "Layers in place of the preset's, like 128 or conv32,pool,conv64,pool,dense128,dropout0.5, or none "
                        + "(default: the preset's)"
                ),
                static (choice, layers) => choice with { Layers = layers }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--network",
                    "FILE",
                    "A network in place of the preset's, as JSON, as in a run's configuration.json (default: the "
                        + "preset's)",
                    ReadNetwork
                ),
                static (choice, network) => choice with { Network = network }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    EpochsOption,
                    "NUMBER",
                    $"Passes over the training pictures (default: {PerPreset(static options => options.Epochs)})",
                    Values.Whole
                ),
                static (choice, epochs) =>
                    choice.With(options => options with { Epochs = epochs }) with
                    {
                        Epochs = epochs,
                    }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--batch-size",
                    "NUMBER",
                    $"Pictures a step (default: {PerPreset(static options => options.BatchSize)})",
                    Values.Whole
                ),
                static (choice, size) => choice.With(options => options with { BatchSize = size })
            },
            {
                Flag.Value(
                        HelpGroup.Training,
                        "--optimizer",
                        "NAME",
                        "adam, adamw, sgd, or nesterov (sgd with momentum 0.9) (default: the preset's)",
                        static text => Values.Choice(text, Optimizers)
                    )
                    .Offering(Optimizers),
                static (choice, name) =>
                    choice.With(options => options with { Optimizer = MakeOptimizer(name, options.Optimizer) })
            },
            {
                // After the optimizer, of which it is a setting.
                Flag.Value(
                    HelpGroup.Training,
                    "--learning-rate",
                    "NUMBER",
                    "Length of a step (default: " + $"{PerPreset(static options => options.Optimizer.LearningRate)})",
                    Values.Number
                ),
                static (choice, rate) =>
                    choice.With(options => options with { Optimizer = options.Optimizer with { LearningRate = rate } })
            },
            {
                Flag.Value(
                        HelpGroup.Training,
                        "--schedule",
                        "NAME",
                        "How the learning rate goes: constant, cosine, one-cycle, or step (a tenth every 10 epochs) "
                            + "(default: the preset's)",
                        ReadSchedule
                    )
                    .Offering(Schedules),
                static (choice, schedule) => choice.With(options => options with { Schedule = schedule })
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--label-smoothing",
                    "SHARE",
                    "Share of each label that is spread over all classes (default: the preset's)",
                    static text => (float)Values.ShareBelowOne(text)
                ),
                static (choice, share) =>
                    choice.With(options =>
                        options with
                        {
                            Loss = new SparseCategoricalCrossEntropy(LabelSmoothing: share),
                        }
                    )
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--augment",
                    "LIST",
                    "Random changes of the pictures, like flip,shift0.1,rotate10,scale0.1,crop0.1,erase0.3, or none; "
                        + "flip only where a mirror image is of the same class (default: the preset's)",
                    // Boxed: System.CommandLine takes a null, which means none, for no value.
                    static text =>
                        ValueTuple.Create(AugmentationNotation.Parse(text))
                ),
                static (choice, augmentation) =>
                    choice.With(options => options with { Augmentation = augmentation.Item1 }) with
                    {
                        Augments = true,
                    }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--patience",
                    "EPOCHS",
                    "Stop when the validation loss has not improved for so many epochs, and take the best (default: go "
                        + "on to the end)",
                    Values.Whole
                ),
                static (choice, patience) =>
                    choice.With(options => options with { EarlyStopping = new EarlyStopping(patience) })
            },
            {
                Flag.Switch(
                    HelpGroup.Training,
                    "--balance",
                    "Let every class count alike, however many pictures it has"
                ),
                static (choice, on) => choice with { BalancesClasses = on }
            },
            {
                Flag.Switch(
                    HelpGroup.Training,
                    "--standardize",
                    "Give pixels mean 0 and deviation 1 rather than 0 to 1"
                ),
                static (choice, on) => choice with { Standardizes = on }
            },
            {
                Flag.Threads(static text =>
                    Values.Whole(text) is >= 1 and <= MostThreads and var threads
                        ? threads
                        : throw new FormatException($"must be 1 to {MostThreads}")
                ),
                static (choice, threads) => choice.With(options => options with { Threads = threads })
            },
            static choice => choice.Conflict(),
        };

    private static string PerPreset(Func<TrainingOptions, IFormattable> setting) =>
        string.Join(
            ", ",
            ClassifierPreset.All.Select(preset =>
                $"{setting(preset.Options).ToString(null, CultureInfo.InvariantCulture)} for {preset.Name}"
            )
        );

    // The preset's own settings stay where it uses the same optimizer.
    private static Optimizer MakeOptimizer(string name, Optimizer preset) =>
        name switch
        {
            "adam" => preset as Adam ?? new Adam(),
            "adamw" => preset as AdamW ?? new AdamW(),
            "sgd" => new Sgd(),
            _ => new Sgd(Momentum: 0.9, Nesterov: true),
        };

    private static LearningRateSchedule ReadSchedule(string text) =>
        Values.Choice(text, Schedules) switch
        {
            "constant" => new ConstantRate(),
            "cosine" => new CosineDecay(),
            "one-cycle" => new OneCycle(),
            _ => new StepDecay(10),
        };

    private static string ReadBackbone(string text) =>
        Path.HasExtension(text) ? Values.NotBlank(text) : Values.Choice(text, Backbones);

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
}
