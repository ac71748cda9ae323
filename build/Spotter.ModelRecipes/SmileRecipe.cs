using Spotter.Learning;
using Spotter.Learning.Augmentation;
using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Networks;
using Spotter.Learning.Optimizers;
using Spotter.Learning.Training;
using Spotter.Vision;

namespace Spotter.ModelRecipes;

/// <summary>
/// The network that tells whether a face smiles: trained on crops of SMILEsmileD, judged on held-out groups of them and on
/// GENKI-4K crops, which it never learns from.
/// </summary>
internal static class SmileRecipe
{
    private const int Side = 32;

    // The crops come from a collection in the order of names; so many files in a row stay in one part.
    private const int NumbersOfGroup = 50;

    public static void Run(RecipeOptions options)
    {
        ImageDataset faces = new FaceFolder(options.Folder("smiles-64x64")).ToDataset("smiles", new BoxSize(Side, Side), NumbersOfGroup);
        DatasetSplit split = DatasetSplitter.ByGroup(faces, validation: 0.1, test: 0.1);
        var classifier = new ImageClassifier(
            new Sequential(faces.ImageShape, Layers(), seed: 1), PixelNormalization.ZeroToOne(), FaceFolder.ClassNames);
        Console.WriteLine($"{split.Train.Count} crops to learn from, {classifier.Network.TrainableCount} parameters");
        new Trainer(Recipe(options, split.Train)).Fit(classifier, split.Train, split.Validation, new EpochLines());
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
        classifier.Save(options.Output);
        Console.WriteLine($"{options.Output}: {new FileInfo(options.Output).Length / 1024} KB");
        SmileReport.Print(classifier, split.Test!, options);
    }

    // (32, 32, 1) -> (16, 16, 32) -> (8, 8, 64) -> (4, 4, 64) -> 1024 -> 64 -> 2
    private static List<Layer> Layers() =>
    [
        .. Pooled(32), .. Block(32), .. Pooled(64), .. Block(64), .. Pooled(64),
        new Flatten(), new Dropout(0.3f), new Dense(64, ActivationKind.ReLU), new Dropout(0.3f), new Dense(2),
    ];

    private static Layer[] Block(int filters) => [Filters(filters), new BatchNormalization(), new Activation(ActivationKind.ReLU)];

    private static Layer[] Pooled(int filters) =>
        [Filters(filters), new MaxPooling2D(2), new BatchNormalization(), new Activation(ActivationKind.ReLU)];

    private static Conv2D Filters(int count) => new(count, 3, ActivationKind.Linear, Padding.Same, Initializer.HeNormal);

    // Crops of other collections have other margins and light: what the augmentation spans is meant to cover them.
    private static TrainingOptions Recipe(RecipeOptions options, ImageDataset train)
    {
        IReadOnlyList<int> counts = train.Balance().Counts;
        return new TrainingOptions
        {
            Epochs = options.Epochs ?? 30,
            BatchSize = 64,
            Threads = options.Threads,
            Optimizer = new AdamW(0.003, WeightDecay: 0.03),
            Schedule = new OneCycle(),
            Loss = new SparseCategoricalCrossEntropy(
                LabelSmoothing: 0.1f, ClassWeights: [.. counts.Select(count => train.Count / (2f * count))]),
            Augmentation = new ImageAugmentation
            {
                FlipHorizontally = true,
                Shift = 0.1,
                RotationDegrees = 15,
                Scale = 0.2,
                Crop = 0.2,
                Brightness = 0.15,
                Contrast = 0.4,
                EraseChance = 0.25,
                EraseArea = 0.1,
                RepeatEdges = true,
            },
        };
    }

    private sealed class EpochLines : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Finished is { } epoch)
            {
                Console.WriteLine(
                    $"epoch {epoch.Epoch}: loss {epoch.Loss:F4} accuracy {epoch.Accuracy:F4}, validation loss {epoch.ValidationLoss:F4} accuracy {epoch.ValidationAccuracy:F4}, {epoch.Seconds:F0} s");
            }
        }
    }
}
