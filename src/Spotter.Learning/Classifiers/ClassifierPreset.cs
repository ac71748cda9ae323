using Spotter.Learning.Augmentation;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Classifiers;

/// <summary>A network together with the way to train it.</summary>
/// <example>
/// <code>
/// ClassifierPreset preset = ClassifierPreset.Find("cnn-small")!;
/// var network = new Sequential(train.ImageShape, preset.Layers(train.ClassNames.Count));
/// var trainer = new Trainer(preset.Options);
/// </code>
/// </example>
public sealed class ClassifierPreset
{
    // A pixel or two of a picture of 28 x 28: so little makes no other class of it. A small network has no room for
    // more than one.
    private static readonly ImageAugmentation Shift = new() { Shift = 0.06 };
    private static readonly ImageAugmentation SmallShift = new() { Shift = 0.04 };

    private readonly Func<int, IReadOnlyList<Layer>> _layers;

    // A mirrored picture or one with a part painted over may be of another class: left and right arrows, a part with a
    // fault and one without.
    private readonly double _eraseChance;

    private ClassifierPreset(
        string name,
        string description,
        Func<int, IReadOnlyList<Layer>> layers,
        TrainingOptions options,
        double eraseChance = 0
    )
    {
        _eraseChance = eraseChance;
        Name = name;
        Description = description;
        _layers = layers;
        Options = options;
    }

    /// <summary>
    /// The course's network: one hidden layer of 128, ten epochs of Adam in batches of 32, the rate falling to nothing.
    /// </summary>
    public static ClassifierPreset Mlp { get; } =
        new(
            "mlp",
            "one hidden layer of 128 units",
            NetworkPresets.Mlp,
            new TrainingOptions
            {
                Epochs = 10,
                BatchSize = 32,
                Optimizer = new Adam(),
                Schedule = new CosineDecay(),
            }
        );

    /// <summary>A convolutional network of less than 100,000 parameters.</summary>
    public static ClassifierPreset ConvolutionalSmall { get; } =
        new(
            "cnn-small",
            "four convolutions, below 100,000 parameters for gray pictures of 28x28",
            NetworkPresets.SmallConvolutional,
            new TrainingOptions
            {
                Epochs = 25,
                BatchSize = 64,
                Optimizer = new AdamW(0.004),
                Schedule = new OneCycle(),
                Augmentation = SmallShift,
            }
        );

    /// <summary>A residual network for the best accuracy that two cores reach within an hour.</summary>
    public static ClassifierPreset Convolutional { get; } =
        new(
            "cnn",
            "residual network, the most accurate and the slowest",
            NetworkPresets.Convolutional,
            new TrainingOptions
            {
                Epochs = 26,
                BatchSize = 64,
                Optimizer = new AdamW(0.003, WeightDecay: 0.02),
                Schedule = new OneCycle(),
                Loss = new SparseCategoricalCrossEntropy(LabelSmoothing: 0.05f),
                Augmentation = Shift,
            },
            eraseChance: 0.2
        );

    /// <summary>All presets, the quickest first.</summary>
    public static IReadOnlyList<ClassifierPreset> All { get; } = [Mlp, ConvolutionalSmall, Convolutional];

    /// <summary>The name on the command line.</summary>
    public string Name { get; }

    /// <summary>What it is, in a few words.</summary>
    public string Description { get; }

    /// <summary>
    /// The whole recipe: epochs, batch size, optimizer, schedule, loss, and of augmentation what makes no other class
    /// of any picture.
    /// </summary>
    public TrainingOptions Options { get; }

    /// <summary>
    /// The recipe for pictures that are known to keep their class when they are mirrored or partly covered, such as
    /// clothes; it changes pictures only if the preset does at all.
    /// </summary>
    public TrainingOptions OptionsWithMirroring =>
        Options with
        {
            Augmentation = Options.Augmentation is { } augmentation
                ? augmentation with
                {
                    FlipHorizontally = true,
                    EraseChance = _eraseChance,
                }
                : null,
        };

    /// <summary>The preset of that name, or null.</summary>
    public static ClassifierPreset? Find(string name) =>
        All.FirstOrDefault(preset => string.Equals(preset.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The layers.</summary>
    /// <param name="classes">Outputs, at least 2.</param>
    public IReadOnlyList<Layer> Layers(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        return _layers(classes);
    }
}
