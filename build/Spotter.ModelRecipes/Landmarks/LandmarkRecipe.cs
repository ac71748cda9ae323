using System.Globalization;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Detectors.Networks;
using Spotter.Learning.Execution;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Files;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.Landmarks;

/// <summary>The network that finds eyes, nose and mouth in a face: learns what YuNet answers.</summary>
internal static class LandmarkRecipe
{
    private const int BatchSize = 64;
    private const double Rate = 0.002;
    private const int Seed = 1;

    private static readonly string[] OutputNames =
    [
        "right_eye_x",
        "right_eye_y",
        "left_eye_x",
        "left_eye_y",
        "nose_x",
        "nose_y",
        "right_mouth_x",
        "right_mouth_y",
        "left_mouth_x",
        "left_mouth_y",
    ];

    public static void Run(RecipeOptions options)
    {
        using var data = new LandmarkData(options.Data, ".");
        (List<LandmarkFace> training, List<LandmarkFace> development) = data.Read();
        var network = new Sequential(TensorShape.Image(LandmarkNetwork.Side, LandmarkNetwork.Side, 1), Layers(), Seed);
        Console.WriteLine($"{training.Count} faces to learn from, {network.TrainableCount} parameters");
        var normalization = new PixelNormalization([1 / 64f], [-2f]);
        int threads = WorkerTeam.ThreadsFor(options.Threads);
        int steps = (options.Epochs ?? 40) * training.Count / BatchSize;
        var sampler = new LandmarkSampler(
            training,
            static source => source is "faces-36x36" or "smiles-64x64" ? 0.6 : 1.5,
            normalization,
            Seed,
            BatchSize,
            threads
        );
        var optimizer = new OptimizerState(network);
        var averages = new AveragedWeights(network);
        using (
            var plan = TrainingPlan.Create(
                network,
                new PlanOptions(BatchSize, threads, new AdamW(Rate, 0.02), Seed),
                optimizer,
                new MeanSquaredError()
            )
        )
        {
            double mean = 0;
            for (int step = 0; step < steps; step++)
            {
                sampler.Step = step;
                double share = (double)step / steps;
                double rate = Rate * (share < 0.05 ? share / 0.05 : 0.005 + (0.4975 * (1 + Math.Cos(Math.PI * share))));
                (double loss, _) = plan.Run(sampler, 0, BatchSize, rate);
                averages.Add();
                mean = step == 0 ? loss : mean + (0.01 * (loss - mean));
                if (step % 500 == 0)
                {
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"step {step}/{steps}  loss {mean / BatchSize:0.00000}"
                        )
                    );
                }
            }
        }

        averages.CopyTo(network);
        var content = new NetworkContent(network, normalization, OutputNames);
        WholeFile.Write(options.Output, NetworkFormat.Write(content, WeightPrecision.Half));
        Report(new LandmarkNetwork(NetworkFormat.Read(File.ReadAllBytes(options.Output), options.Output)), development);
    }

    // (48, 48, 1) -> (24, 24, 32) -> (12, 12, 48) -> (6, 6, 64) -> (3, 3, 96) -> 864 -> 128 -> 10
    private static List<Layer> Layers() => [.. Trunk(), new Dense(128, ActivationKind.ReLU), new Dense(10)];

    /// <summary>What looks at a face, down to 864 numbers.</summary>
    public static List<Layer> Trunk() =>
        [
            .. NetworkPresets.PooledBlock(32),
            .. NetworkPresets.PooledBlock(48),
            .. NetworkPresets.Block(64),
            .. NetworkPresets.PooledBlock(64),
            .. NetworkPresets.Block(96),
            .. NetworkPresets.PooledBlock(96),
            new Flatten(),
        ];

    // How far places are from YuNet's, in parts of the span of the face, with boxes that are somewhat beside it.
    private static void Report(LandmarkNetwork network, List<LandmarkFace> development)
    {
        foreach (
            IGrouping<string, LandmarkFace> set in development.GroupBy(
                static face => face.Source,
                StringComparer.Ordinal
            )
        )
        {
            var errors = new List<double>();
            foreach ((int i, LandmarkFace face) in set.Index())
            {
                const double Box = LandmarkData.Side / LandmarkData.Around;
                var random = new RandomStream(1, i);
                double side = Box * random.NextDouble(0.9, 1.1);
                double left = ((LandmarkData.Side - side) / 2) + (random.NextDouble(-0.06, 0.06) * side);
                double top = ((LandmarkData.Side - side) / 2) + (random.NextDouble(-0.06, 0.06) * side);
                Point[] found = network.Find(face.Crop, new Box((int)left, (int)top, (int)side, (int)side)).ToArray();
                double error =
                    found.Zip(face.Points, static (one, other) => one.DistanceTo(other)).Average() / face.Span;
                errors.Add(error);
            }

            errors.Sort();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{set.Key, -26} {errors.Count, 5} faces: mean {errors.Average():0.0000}, median "
                        + $"{errors[errors.Count / 2]:0.0000}, 0.95 below {errors[errors.Count * 95 / 100]:0.0000}, "
                        + $"above 0.1 {errors.Count(static one => one > 0.1)}"
                )
            );
        }
    }
}
