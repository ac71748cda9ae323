using Spotter.Learning.Augmentation;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Detectors.Networks;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.ModelRecipes.Landmarks;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;
using Spotter.Vision.Detectors;

namespace Spotter.ModelRecipes;

/// <summary>
/// The network that tells whether a face smiles: trained on all crops of SMILEsmileD and GENKI-4K. With a fold it is
/// trained on all others and judged on groups of crops that it never learned from.
/// </summary>
internal static class SmileRecipe
{
    private const int Side = 48;

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

        NetworkContent known = NetworkFormat.Read(File.ReadAllBytes(options.Landmarks), options.Landmarks);
        var landmarks = new LandmarkNetwork(known);
        var tight = FaceCollection.Read(options.Folder("smiles-64x64"), square: 1.18);
        var asDetected = FaceCollection.Read(options.Folder("genki-64x64-development"), square: 1);
        ImageDataset[] all =
        [
            .. new[] { tight, asDetected }.Select(collection =>
                FaceCollection.ToDataset(collection.Name, collection.Faces, Side, landmarks)
            ),
        ];
        if (options.Fold is { } fold)
        {
            DatasetSplit[] splits = [.. all.Select(dataset => DatasetSplitter.FoldsByGroup(dataset, Folds)[fold - 1])];
            ImageClassifier judged = Train(options, known, splits[0].Train, splits[1].Train);
            SmileReport.Print(judged, tight, splits[0].Test!, landmarks);
            SmileReport.Print(judged, asDetected, splits[1].Test!, landmarks);
            return;
        }

        ImageClassifier classifier = Train(options, known, all[0], all[1]);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
        classifier.Save(options.Output, WeightPrecision.Half);
        Console.WriteLine($"{options.Output}: {new FileInfo(options.Output).Length / 1024} KB");
    }

    private static ImageClassifier Train(
        RecipeOptions options,
        NetworkContent known,
        ImageDataset tight,
        ImageDataset asDetected
    )
    {
        ImageDataset train = Join([tight, .. Enumerable.Repeat(asDetected, TimesAnEpoch)]);
        var classifier = new ImageClassifier(
            new Sequential(train.ImageShape, Layers(), Seed),
            known.Normalization,
            FaceCollection.ClassNames
        );
        // What tells eyes and mouths apart is a good beginning.
        DetectorNetworks.TakeOver(classifier.Network, known.Network);
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

    // As the network of landmarks up to 864 numbers: (48, 48, 1) -> ... -> (3, 3, 96) -> 864 -> 128 -> 2
    private static List<Layer> Layers() =>
        [
            .. LandmarkRecipe.Trunk(),
            new Dropout(0.3f),
            new Dense(128, ActivationKind.ReLU),
            new Dropout(0.4f),
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
            Optimizer = new AdamW(0.002, WeightDecay: 0.03),
            Schedule = new OneCycle(),
            Loss = new SparseCategoricalCrossEntropy(
                LabelSmoothing: 0.1f,
                ClassWeights: [.. counts.Select(count => train.Count / (2f * count))]
            ),
            Augmentation = new ImageAugmentation
            {
                FlipHorizontally = true,
                Shift = 0.06,
                RotationDegrees = 8,
                Scale = 0.1,
                Brightness = 0.15,
                Contrast = 0.4,
                EraseChance = 0.2,
                EraseArea = 0.1,
                RepeatEdges = true,
            },
        };
    }
}
