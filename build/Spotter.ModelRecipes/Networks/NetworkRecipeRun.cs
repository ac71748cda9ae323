using System.Globalization;
using Spotter.Learning.Detectors.Networks;
using Spotter.Media;
using Spotter.Networks.Files;
using Spotter.Networks.Weights;
using Spotter.Vision;
using Spotter.Vision.Evaluation;
using Spotter.Vision.Images;
using Spotter.Vision.Networks;

namespace Spotter.ModelRecipes.Networks;

/// <summary>Trains a built-in network, or says what one does on the development part.</summary>
internal static class NetworkRecipeRun
{
    /// <summary>Trains and writes the model, and its development figures every so many steps.</summary>
    public static void Train(NetworkRecipeOptions options)
    {
        NetworkRecipe recipe = NetworkRecipe.Get(options.Name);
        (List<RecipeScene> training, List<RecipeScene> development) = ReadScenes(options, recipe);
        Say($"{training.Count} scenes to learn from, {development.Count} kept aside");
        using ScenePixels pixels = Decode(training, Path.GetDirectoryName(Path.GetFullPath(options.Output))!);
        List<ObjectCrop> crops = CropsOf(recipe, options.Data);
        Say($"all decoded, {crops.Count} crops to paste");
        var trainingOptions = new NetworkTrainingOptions
        {
            Labels = recipe.Labels,
            NearFilters = recipe.NearFilters,
            Steps = options.Steps,
            InputSize = recipe.InputSize,
            Sizes = options.Sizes,
            LearningRate = options.LearningRate,
            Threads = options.Threads,
            Seed = options.Seed,
            StepsAMeasurement = options.StepsAMeasurement,
            Augmentation = new SceneAugmentation { SmallestSides = recipe.SmallestSides },
        };
        string checkpoint = options.Output + ".training";
        var trainer = new NetworkDetectorTrainer(
            [.. training.Select(static one => one.Scene)],
            pixels,
            crops,
            trainingOptions
        )
        {
            Progress = new StepLines(),
            Save = state => WholeFile.Write(checkpoint, state),
            Measure = (step, model) =>
            {
                WholeFile.Write(options.Output, model.ToBytes());
                if (step % (4 * options.StepsAMeasurement) == 0 || step == options.Steps)
                {
                    Report(model, development, options.InputSize);
                }
            },
            Learned = options.Begin is null ? null : NetworkDetectorModel.Load(options.Begin),
        };
        byte[]? state = options.Resume && File.Exists(checkpoint) ? File.ReadAllBytes(checkpoint) : null;
        trainer.Train(state, CancellationToken.None);
    }

    /// <summary>
    /// Sets the thresholds of a trained model, and what its scores mean, by the development part, and the size that
    /// it brings pictures to.
    /// </summary>
    public static void Calibrate(NetworkRecipeOptions options)
    {
        NetworkRecipe recipe = NetworkRecipe.Get(options.Name);
        (_, List<RecipeScene> development) = ReadScenes(options, recipe);
        NetworkDetectorModel model = NetworkDetectorModel.Load(options.Begin ?? options.Output);
        model = model.With(model.Head with { InputSize = recipe.InputSize });
        var measure = NetworkMeasure.Of(model, new RecipeScenes(development), 1, CancellationToken.None);
        model = measure.Calibrate(recipe.FalseAlarms);
        for (int i = 0; i < model.Labels.Count; i++)
        {
            DetectorClass one = model.Head.Classes[i];
            string points = string.Join(
                ' ',
                one.Calibration.Select(static point => FormattableString.Invariant($"{point[0]}:{point[1]}"))
            );
            Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{model.Labels[i]}: threshold {one.Threshold:0.000}, average precision "
                        + $"{measure.Curves[i].AveragePrecision:0.000}, raw scores and shares {points}"
                )
            );
        }

        WholeFile.Write(options.Output, model.ToBytes());
    }

    /// <summary>Says what a model does on the development part.</summary>
    public static void Report(NetworkRecipeOptions options)
    {
        NetworkRecipe recipe = NetworkRecipe.Get(options.Name);
        (_, List<RecipeScene> development) = ReadScenes(options, recipe);
        Report(NetworkDetectorModel.Load(options.Output), development, options.InputSize);
    }

    /// <summary>Writes samples as the network sees them, with what it should answer.</summary>
    public static void Show(NetworkRecipeOptions options)
    {
        NetworkRecipe recipe = NetworkRecipe.Get(options.Name);
        (List<RecipeScene> training, _) = ReadScenes(options, recipe);
        training = [.. training.Where(static (_, i) => i % 25 == 0)];
        using ScenePixels pixels = Decode(training, options.Output);
        var sampler = new SceneSampler(
            [.. training.Select(static one => one.Scene)],
            pixels,
            CropsOf(recipe, options.Data),
            new SceneAugmentation { SmallestSides = recipe.SmallestSides },
            DetectorNetworks.Normalization,
            options.Seed,
            24,
            1
        )
        {
            Size = 320,
        };
        for (int i = 0; i < 24; i++)
        {
            BgrImage image = sampler.Show(i);
            foreach (TargetBox box in sampler.TargetOf(i).Boxes)
            {
                Outline(image, box);
            }

            foreach (BackgroundRegion region in sampler.TargetOf(i).Background.Where(static one => one.Weight == 0))
            {
                Outline(image, new TargetBox(region.Left, region.Top, region.Right, region.Bottom, 2, 1));
            }

            new Frame(image).Save(Path.Combine(options.Output, $"{i:00}.png"));
        }
    }

    private static void Outline(BgrImage image, TargetBox box)
    {
        int left = Math.Clamp((int)box.Left, 0, image.Width - 1);
        int right = Math.Clamp((int)box.Right, 0, image.Width - 1);
        int top = Math.Clamp((int)box.Top, 0, image.Height - 1);
        int bottom = Math.Clamp((int)box.Bottom, 0, image.Height - 1);
        for (int x = left; x <= right; x++)
        {
            image.Pixels[(((top * image.Width) + x) * 3) + box.Class] = 255;
            image.Pixels[(((bottom * image.Width) + x) * 3) + box.Class] = 255;
        }

        for (int y = top; y <= bottom; y++)
        {
            image.Pixels[(((y * image.Width) + left) * 3) + box.Class] = 255;
            image.Pixels[(((y * image.Width) + right) * 3) + box.Class] = 255;
        }
    }

    private static void Report(NetworkDetectorModel model, List<RecipeScene> development, int inputSize)
    {
        var detector = new NetworkDetector(model);
        var options = new DetectionOptions
        {
            MinScore = NetworkDetector.LowestScore,
            Threads = 1,
            InputSize = inputSize > 0 ? inputSize : null,
        };
        var matches = new SortedDictionary<string, List<PictureMatch>>(StringComparer.Ordinal);
        foreach (RecipeScene scene in development)
        {
            Frame frame = Picture.Load(scene.Path);
            IReadOnlyList<Detection> found = detector.Detect(frame, options);
            for (int c = 0; c < model.Labels.Count; c++)
            {
                if (!scene.IsLabelled[c])
                {
                    continue;
                }

                string label = model.Labels[c];
                PictureMatch match = DetectionMatcher.Match(
                    found.Where(one => one.Label == label),
                    [
                        .. scene
                            .Scene.Objects.Where(one => one.Class == c || one.Class < 0)
                            .Select(one => Truth(one, frame, label)),
                    ],
                    MatchCriterion.Overlap(0.4)
                );
                string key = $"{label, -7} {scene.Set, -21}{(scene.IsComplete[c] ? "" : " (partial)")}";
                Add(key, match);
                if (scene.IsComplete[c])
                {
                    Add($"{label, -7} all complete sets", match);
                }
            }
        }

        foreach ((string key, List<PictureMatch> of) in matches)
        {
            var curve = DetectionCurve.Of(of);
            Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {key, -40} {curve.Pictures, 4} pictures {curve.Objects, 4} objects  recall at 0.1: "
                        + $"{curve.AtFalseAlarms(0.1).Recall:0.000}  0.3: {curve.AtFalseAlarms(0.3).Recall:0.000}  1: "
                        + $"{curve.AtFalseAlarms(1).Recall:0.000}  AP {curve.AveragePrecision:0.000}  (score at 0.1: "
                        + $"{curve.AtFalseAlarms(0.1).Threshold:0.00}, "
                        + $"finds at 0.4 {curve.AtThreshold(0.4).FalseAlarmsPerPicture:0.00} false)"
                )
            );
        }

        void Add(string key, PictureMatch match)
        {
            if (!matches.TryGetValue(key, out List<PictureMatch>? list))
            {
                matches.Add(key, list = []);
            }

            list.Add(match);
        }
    }

    private static (List<RecipeScene> Training, List<RecipeScene> Development) ReadScenes(
        NetworkRecipeOptions options,
        NetworkRecipe recipe
    ) => new SceneReader(options.Data, options.Repository, recipe, options.Frames).Read();

    private static ScenePixels Decode(List<RecipeScene> scenes, string folder)
    {
        var pixels = new ScenePixels(folder);
        foreach (RecipeScene scene in scenes)
        {
            pixels.Add(Picture.Load(scene.Path));
        }

        return pixels;
    }

    private static TruthBox Truth(SceneObject one, Frame frame, string label)
    {
        Box box = one.In(frame);
        return new TruthBox(box, one.IsIgnored || box.Height < (label == "face" ? 12 : 20));
    }

    // The crops are 64x128 around people of 40x96.
    private static List<ObjectCrop> CropsOf(NetworkRecipe recipe, string data)
    {
        if (!recipe.PastesPeople)
        {
            return [];
        }

        string folder = Path.Combine(data, "pedestrians-64x128", "positives");
        return
        [
            .. Directory
                .GetFiles(folder)
                .Order(StringComparer.Ordinal)
                .Select(path => new ObjectCrop(
                    Picture.Load(path).Gray,
                    new SceneObject(0.1875f, 0.125f, 0.8125f, 0.875f, 0)
                )),
        ];
    }

    private static void Say(string line) => Console.WriteLine(line);

    private sealed class StepLines : IProgress<NetworkTrainingProgress>
    {
        public void Report(NetworkTrainingProgress value)
        {
            if (value.Step % 100 == 0 || value.Step == 1)
            {
                Say(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"step {value.Step}/{value.Steps}  scores {value.ScoreLoss:0.0000}  "
                            + $"boxes {value.BoxLoss:0.0000}  rate {value.LearningRate:0.00000}  "
                            + $"{value.SamplesASecond:0} samples/s  "
                            + $"{value.Remaining:hh\\:mm\\:ss} left"
                    )
                );
            }
        }
    }
}
