using Spotter.Learning.Augmentation;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Detectors;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision;
using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.SecondStages;

/// <summary>Trains a network to tell objects from what the trees of a model take for objects.</summary>
/// <param name="model">The trees.</param>
/// <param name="options">How.</param>
public sealed class SecondStageTrainer(ChannelModel model, SecondStageTrainingOptions options)
{
    private const string Other = "other";

    // Each of the four poolings halves the picture.
    private const int Unit = 16;

    // Pixels that the network sees: 32x64 of people.
    private const double InputArea = 2048;

    private const int Filters = 16;

    /// <summary>Told where the training is, from several threads but never from two at once.</summary>
    public IProgress<SecondStageProgress> Progress { get; init; } = new Progress<SecondStageProgress>();

    /// <summary>Trains.</summary>
    /// <param name="dataset">Objects, and scenes in which all but the objects named is something else.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to learn from; the message is
    /// for the user.</exception>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public SecondStageResult Train(DetectorDataset dataset, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options.Check();
        BoxSize size = InputSize();
        var patches = new FindPatches(model, size, options);
        int scenes = dataset.Scenes.Count + dataset.DevelopmentScenes.Count;
        List<byte[]> others = patches.Others(dataset.Scenes, done => Search(done, scenes), cancellationToken);
        if (dataset.Positives.Count == 0 || others.Count == 0)
        {
            throw new ArgumentException(
                dataset.Positives.Count == 0
                    ? "there are no objects to learn from"
                    : "the scenes have no window without an object to learn from; name larger pictures"
            );
        }

        List<byte[]> othersAside = patches.Others(
            dataset.DevelopmentScenes,
            done => Search(dataset.Scenes.Count + done, scenes),
            cancellationToken
        );
        ImageDataset train = ToDataset(size, patches.Objects(dataset.Positives, dataset.Scenes), others);
        ImageClassifier classifier = Fit(train, cancellationToken);
        List<byte[]> objectsAside = patches.Objects(dataset.DevelopmentPositives, dataset.DevelopmentScenes);
        return new SecondStageResult(
            model.WithSecondStage(new SecondStage(classifier)),
            train.Count - others.Count,
            others.Count,
            objectsAside.Count,
            othersAside.Count,
            Right(classifier, ToDataset(size, objectsAside, [])),
            Right(classifier, ToDataset(size, [], othersAside))
        );
    }

    // In the proportions of the object, or of the mean of what the components look for.
    private BoxSize InputSize()
    {
        double aspect = Math.Exp(
            model.Components.Average(static component =>
                Math.Log((double)component.ObjectSize.Width / component.ObjectSize.Height)
            )
        );
        return new BoxSize(Units(Math.Sqrt(InputArea * aspect)), Units(Math.Sqrt(InputArea / aspect)));

        static int Units(double pixels) => Unit * Math.Max((int)Math.Round(pixels / Unit), 1);
    }

    private ImageDataset ToDataset(BoxSize size, List<byte[]> objects, List<byte[]> others) =>
        new(
            "patches",
            TensorShape.Image(size.Height, size.Width, 1),
            [.. objects.Concat(others).SelectMany(static patch => patch)],
            [.. Enumerable.Repeat(1, objects.Count), .. Enumerable.Repeat(0, others.Count)],
            [Other, model.Label]
        );

    private ImageClassifier Fit(ImageDataset train, CancellationToken cancellationToken)
    {
        var classifier = new ImageClassifier(
            new Sequential(train.ImageShape, Layers(), options.Seed),
            PixelNormalization.ZeroToOne(),
            train.ClassNames
        );
        var trainer = new Trainer(Recipe(train));
        trainer.Fit(classifier, train, progress: new Learning(this), cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return classifier;
    }

    // (64, 32, 1) -> (32, 16, 16) -> (16, 8, 32) -> (8, 4, 64) -> (4, 2, 64) -> 512 -> 2
    private static List<Layer> Layers() =>
        [
            .. NetworkPresets.PooledBlock(Filters),
            .. NetworkPresets.PooledBlock(2 * Filters),
            .. NetworkPresets.Block(2 * Filters),
            .. NetworkPresets.PooledBlock(4 * Filters),
            .. NetworkPresets.Block(4 * Filters),
            new Dropout(0.3f),
            .. NetworkPresets.PooledBlock(4 * Filters),
            new Flatten(),
            new Dropout(0.3f),
            new Dense(2),
        ];

    // Trees box objects with more and less room, in all lights, and half hidden: the augmentation is meant to cover
    // that.
    private TrainingOptions Recipe(ImageDataset train)
    {
        IReadOnlyList<int> counts = train.Balance().Counts;
        return new TrainingOptions
        {
            Epochs = options.Epochs,
            BatchSize = 64,
            Threads = options.Threads ?? 0,
            Seed = options.Seed,
            Optimizer = new AdamW(0.003, WeightDecay: 0.03),
            Schedule = new OneCycle(),

            // The rarer class weighs more, but not as much as if both were equally frequent.
            Loss = new SparseCategoricalCrossEntropy(
                LabelSmoothing: 0.05f,
                ClassWeights: [.. counts.Select(count => MathF.Sqrt(train.Count / (2f * count)))]
            ),
            Augmentation = new ImageAugmentation
            {
                FlipHorizontally = true,
                Shift = 0.06,
                RotationDegrees = 5,
                Scale = 0.12,
                Brightness = 0.15,
                Contrast = 0.5,
                EraseChance = 0.2,
                EraseArea = 0.15,
                RepeatEdges = true,
            },
        };
    }

    private double? Right(ImageClassifier classifier, ImageDataset aside) =>
        aside.Count == 0 ? null : Evaluator.Run(classifier, aside, threads: options.Threads ?? 0).Accuracy;

    private void Search(int done, int scenes)
    {
        lock (Progress)
        {
            Progress.Report(new SecondStageProgress(true, (double)done / scenes, null));
        }
    }

    private sealed class Learning(SecondStageTrainer trainer) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            trainer.Progress.Report(
                new SecondStageProgress(
                    false,
                    (value.Epoch - 1 + ((double)value.Batch / value.Batches)) / value.Epochs,
                    value.Remaining
                )
            );
    }
}
