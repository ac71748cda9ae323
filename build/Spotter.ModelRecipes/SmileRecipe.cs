using Spotter.Apps.Applications;
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
/// The network that tells whether a face smiles: trained on crops of SMILEsmileD and GENKI-4K, judged on groups of both that it never
/// learned from.
/// </summary>
internal static class SmileRecipe
{
    private const int Side = 40;

    // Crops of GENKI-4K are like what face detectors box; of the others there are five times as many.
    private const int TimesAnEpoch = 3;

    private const double ValidationShare = 0.06;
    private const double TestShare = 0.15;

    public static void Run(RecipeOptions options)
    {
        var tight = FaceCollection.Read(options.Folder("smiles-64x64"), part: 1);
        var asDetected = FaceCollection.Read(options.Folder("genki-64x64-development"), SmileNetwork.Part);
        var size = new BoxSize(Side, Side);
        DatasetSplit first = DatasetSplitter.ByGroup(FaceCollection.ToDataset(tight.Name, tight.Faces, size), ValidationShare, TestShare);
        DatasetSplit second = DatasetSplitter.ByGroup(
            FaceCollection.ToDataset(asDetected.Name, asDetected.Faces, size), ValidationShare, TestShare);
        ImageDataset train = Join([first.Train, .. Enumerable.Repeat(second.Train, TimesAnEpoch)]);
        ImageDataset validation = Join([first.Validation!, second.Validation!]);
        var classifier = new ImageClassifier(
            new Sequential(train.ImageShape, Layers(), seed: 1), PixelNormalization.ZeroToOne(), FaceCollection.ClassNames);
        Console.WriteLine($"{first.Train.Count} + {second.Train.Count} crops to learn from, {classifier.Network.TrainableCount} parameters");
        new Trainer(Recipe(options, train)).Fit(classifier, train, validation, new EpochLines());
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
        classifier.Save(options.Output);
        Console.WriteLine($"{options.Output}: {new FileInfo(options.Output).Length / 1024} KB");
        SmileReport.Print(classifier, tight, first.Test!);
        SmileReport.Print(classifier, asDetected, second.Test!);
    }

    // (40, 40, 1) -> (20, 20, 32) -> (10, 10, 64) -> (5, 5, 64) -> 1600 -> 64 -> 2
    private static List<Layer> Layers() =>
    [
        .. Pooled(32), .. Block(32), .. Pooled(64), .. Block(64), .. Pooled(64),
        new Flatten(), new Dropout(0.3f), new Dense(64, ActivationKind.ReLU), new Dropout(0.3f), new Dense(2),
    ];

    private static Layer[] Block(int filters) => [Filters(filters), new BatchNormalization(), new Activation(ActivationKind.ReLU)];

    private static Layer[] Pooled(int filters) =>
        [Filters(filters), new MaxPooling2D(2), new BatchNormalization(), new Activation(ActivationKind.ReLU)];

    private static Conv2D Filters(int count) => new(count, 3, ActivationKind.Linear, Padding.Same, Initializer.HeNormal);

    private static ImageDataset Join(IReadOnlyList<ImageDataset> parts)
    {
        var pixels = new List<byte>();
        var labels = new List<int>();
        foreach (ImageDataset part in parts)
        {
            labels.AddRange(part.Labels);
            for (int i = 0; i < part.Count; i++)
            {
                pixels.AddRange(part.Image(i));
            }
        }

        return new ImageDataset("smiles", parts[0].ImageShape, [.. pixels], [.. labels], FaceCollection.ClassNames);
    }

    // Detectors box faces with more and less room, in all lights: the augmentation is meant to cover that.
    private static TrainingOptions Recipe(RecipeOptions options, ImageDataset train)
    {
        IReadOnlyList<int> counts = train.Balance().Counts;
        return new TrainingOptions
        {
            Epochs = options.Epochs ?? 20,
            BatchSize = 64,
            Threads = options.Threads,
            Optimizer = new AdamW(0.003, WeightDecay: 0.03),
            Schedule = new OneCycle(),
            Loss = new SparseCategoricalCrossEntropy(
                LabelSmoothing: 0.1f, ClassWeights: [.. counts.Select(count => train.Count / (2f * count))]),
            Augmentation = new ImageAugmentation
            {
                FlipHorizontally = true,
                Shift = 0.08,
                RotationDegrees = 12,
                Scale = 0.15,
                Brightness = 0.15,
                Contrast = 0.4,
                EraseChance = 0.2,
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
