using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Optimizers;
using Spotter.Networks;

namespace Spotter.Benchmarks.Training;

/// <summary>
/// Seconds an epoch of Fashion-MNIST: PyTorch and Spotter in turn, from the same weights on the same batches. Each
/// round trains anew on a part of an epoch; what is reported is the median, scaled to 60,000 pictures.
/// </summary>
internal static class TrainingBenchmark
{
    private const int EpochPictures = 60_000;
    private const int ComparedSteps = 100;
    private const double LossTolerance = 1e-3;

    private static readonly Option<int> Rounds = Arguments.Rounds(5);
    private static readonly Option<int[]> ThreadCounts = Arguments.Numbers("--threads", "Threads of a training", 1, 2);
    private static readonly Option<TrainingCase[]> Cases = Arguments.List(
        "--cases",
        "NAME,...",
        "A network and its batch size each",
        TrainingCase.Parse,
        TrainingCase.All
    );

    public static Command Build() =>
        Arguments.Benchmark(
            "training",
            "Seconds an epoch, PyTorch and Spotter in turn, same weights and batches",
            static arguments => Task.FromResult(Run(arguments)),
            Cases,
            Rounds,
            ThreadCounts
        );

    private static int Run(ParseResult arguments)
    {
        int rounds = arguments.GetValue(Rounds);
        int[] threadCounts = arguments.GetRequiredValue(ThreadCounts);
        using var data = new TrainingData(TrainingCase.All.Max(static one => one.Pictures));
        bool json = arguments.GetValue(Arguments.Json);
        bool agree = true;
        foreach (TrainingCase one in arguments.GetRequiredValue(Cases))
        {
            foreach (int threads in threadCounts)
            {
                Row row = Measure(one, data, threads, rounds);
                agree &= row.LossesAgree;
                Print(row, json);
            }
        }

        return agree ? 0 : 1;
    }

    private static Row Measure(TrainingCase one, TrainingData data, int threads, int rounds)
    {
        ImageDataset part = data.Pictures.Select([.. Enumerable.Range(0, one.Pictures)]);
        data.WriteWeights(one.Network, one.Build());
        using var peer = new TorchPeer(data.Folder, one, threads);
        var torchSeconds = new double[rounds];
        var spotterSeconds = new double[rounds];

        // The round that nobody times warms both sides up and gives the losses to compare.
        double[] torchLosses = peer.Run(one.Pictures).Losses;
        double[] spotterLosses = Train(one, part, threads).Losses;
        for (int round = 0; round < rounds; round++)
        {
            torchSeconds[round] = peer.Run(one.Pictures).Seconds;
            spotterSeconds[round] = Train(one, part, threads).Seconds;
        }

        double scale = (double)EpochPictures / one.Pictures;
        double torch = Medians.Of(torchSeconds) * scale;
        double spotter = Medians.Of(spotterSeconds) * scale;
        double difference = torchLosses.Zip(spotterLosses, static (a, b) => Math.Abs(a - b)).Max();
        return new Row(
            one.Network,
            one.BatchSize,
            one.LearningRate,
            threads,
            one.Pictures,
            data.Source,
            Math.Round(spotter, 3),
            Math.Round(torch, 3),
            $"PyTorch {peer.Version}",
            Math.Round(torch / spotter, 2),
            threads == 2 ? one.Aim : null,
            Math.Min(torchLosses.Length, spotterLosses.Length),
            difference,
            difference <= LossTolerance
        );
    }

    private static (double Seconds, double[] Losses) Train(TrainingCase one, ImageDataset part, int threads)
    {
        var classifier = new ImageClassifier(one.Build(), PixelNormalization.ZeroToOne(), part.ClassNames);
        var losses = new LossRecorder();
        var trainer = new Trainer(
            new TrainingOptions
            {
                Epochs = 1,
                BatchSize = one.BatchSize,
                Optimizer = new Adam(one.LearningRate),
                Shuffle = false,
                Threads = threads,
            }
        );
        long start = Stopwatch.GetTimestamp();
        trainer.Fit(classifier, part, progress: losses);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, [.. losses.Losses.Take(ComparedSteps)]);
    }

    private static void Print(Row row, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(row, TrainingBenchmarkJson.Default.Row));
            return;
        }

        string aim = row.Aim is { } times ? $" (aim {times})" : "";
        Console.WriteLine(
            $"{row.Network} batch {row.BatchSize, 3}, {row.Threads} {(row.Threads == 1 ? "thread" : "threads")}: "
                + $"Spotter {row.SpotterSeconds:F2} s an epoch, {row.Peer} {row.PeerSeconds:F2} s: {row.Ratio:F1} "
                + $"times{aim}; "
                + $"losses of {row.ComparedSteps} steps differ by {row.LargestLossDifference:E1}: "
                + $"{(row.LossesAgree ? "equal" : "DIFFERENT")}; {row.Pictures} of {EpochPictures} pictures a "
                + $"round, {row.Data}"
        );
    }

    private sealed class LossRecorder : IProgress<TrainingProgress>
    {
        public List<double> Losses { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.Finished is null)
            {
                Losses.Add(value.BatchLoss);
            }
        }
    }

    internal sealed record Row(
        string Network,
        int BatchSize,
        double LearningRate,
        int Threads,
        int Pictures,
        string Data,
        double SpotterSeconds,
        double PeerSeconds,
        string Peer,
        double Ratio,
        double? Aim,
        int ComparedSteps,
        double LargestLossDifference,
        bool LossesAgree
    );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TrainingBenchmark.Row))]
internal sealed partial class TrainingBenchmarkJson : JsonSerializerContext;
