using Spotter.Learning.Augmentation;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.ModelRecipes;

/// <summary>
/// The network that tells whether a face smiles: trained on all crops of SMILEsmileD and GENKI-4K. With a fold it is
/// trained on all others and judged on groups of crops that it never learned from.
/// </summary>
internal static class SmileRecipe
{
    private const int Side = 40;

    // Crops of GENKI-4K are like what face detectors box; of the others there are five times as many.
    private const int TimesAnEpoch = 3;

    private const int Folds = 6;
    private const int Seed = 1;

    public static void Run(RecipeOptions options)
    {
        if (options.Fold is < 1 or > Folds)
        {
            throw new ArgumentException($"--fold must be 1 to {Folds}, got {options.Fold}");
        }

        var tight = FaceCollection.Read(options.Folder("smiles-64x64"), part: 1);
        var asDetected = FaceCollection.Read(options.Folder("genki-64x64-development"), SmileNetwork.Part);
        ImageDataset[] all =
        [
            .. new[] { tight, asDetected }.Select(static collection =>
                FaceCollection.ToDataset(collection.Name, collection.Faces, new BoxSize(Side, Side))
            ),
        ];
        if (options.Fold is { } fold)
        {
            DatasetSplit[] splits = [.. all.Select(dataset => DatasetSplitter.FoldsByGroup(dataset, Folds)[fold - 1])];
            ImageClassifier judged = Train(options, splits[0].Train, splits[1].Train);
            SmileReport.Print(judged, tight, splits[0].Test!);
            SmileReport.Print(judged, asDetected, splits[1].Test!);
            return;
        }

        ImageClassifier classifier = Train(options, all[0], all[1]);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
        classifier.Save(options.Output);
        Console.WriteLine($"{options.Output}: {new FileInfo(options.Output).Length / 1024} KB");
    }

    private static ImageClassifier Train(RecipeOptions options, ImageDataset tight, ImageDataset asDetected)
    {
        ImageDataset train = Join([tight, .. Enumerable.Repeat(asDetected, TimesAnEpoch)]);
        var classifier = new ImageClassifier(
            new Sequential(train.ImageShape, Layers(), Seed),
            PixelNormalization.ZeroToOne(),
            FaceCollection.ClassNames
        );
        Console.WriteLine(
            $"{tight.Count} + {asDetected.Count} crops to learn from, {classifier.Network.TrainableCount} parameters"
        );
        new Trainer(Recipe(options, train)).Fit(
            classifier,
            train,
            progress: new EpochProgress(static epoch =>
                Console.WriteLine(
                    $"epoch {epoch.Epoch}: loss {epoch.Loss:F4} accuracy {epoch.Accuracy:F4}, {epoch.Seconds:F0} s"
                )
            )
        );
        return classifier;
    }

    // (40, 40, 1) -> (20, 20, 32) -> (10, 10, 64) -> (5, 5, 64) -> 1600 -> 64 -> 2
    private static List<Layer> Layers() =>
        [
            .. NetworkPresets.PooledBlock(32),
            .. NetworkPresets.Block(32),
            .. NetworkPresets.PooledBlock(64),
            .. NetworkPresets.Block(64),
            .. NetworkPresets.PooledBlock(64),
            new Flatten(),
            new Dropout(0.3f),
            new Dense(64, ActivationKind.ReLU),
            new Dropout(0.3f),
            new Dense(2),
        ];

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
            Seed = Seed,
            Optimizer = new AdamW(0.003, WeightDecay: 0.03),
            Schedule = new OneCycle(),
            Loss = new SparseCategoricalCrossEntropy(
                LabelSmoothing: 0.1f,
                ClassWeights: [.. counts.Select(count => train.Count / (2f * count))]
            ),
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
}
