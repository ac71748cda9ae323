using Spotter.Networks.Operations;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>How a network is trained to detect.</summary>
internal sealed record NetworkTrainingOptions
{
    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Steps of the whole run, at least 1.</summary>
    public int Steps { get; init; } = 8000;

    /// <summary>
    /// Sides of the samples in pixels, multiples of 64: each step takes one of them, with as many samples as
    /// <see cref="BatchSize"/> of the second would have pixels.
    /// </summary>
    public IReadOnlyList<int> Sizes { get; init; } = [256, 320, 448];

    /// <summary>Samples of 320 x 320 pixels a step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The highest rate; it rises over the first steps and falls along half a cosine.</summary>
    public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Filters of the head at stride 8: 32 is faster, 64 tells more classes apart.</summary>
    public int NearFilters { get; init; } = 64;

    /// <summary>The longer side that the model brings pictures to.</summary>
    public int InputSize { get; init; } = 512;

    /// <summary>How samples are made.</summary>
    public SceneAugmentation Augmentation { get; init; } = new();

    /// <summary>Steps from one measurement, and checkpoint, to the next.</summary>
    public int StepsAMeasurement { get; init; } = 500;

    /// <summary>Decides about everything random.</summary>
    public int Seed { get; init; }

    /// <summary>0 takes one a core.</summary>
    public int Threads { get; init; }

    public int BatchOf(int size) => Math.Max((int)Math.Round(BatchSize * 320.0 * 320 / ((double)size * size)), 1);

    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public void Check()
    {
        Require(Labels.Count is >= 1 and <= 100, $"there are 1 to 100 classes, got {Labels.Count}");
        Require(Steps is >= 1 and <= 10_000_000, $"steps must be 1 to 10000000, got {Steps}");
        Require(
            Sizes.Count > 0 && Sizes.All(static size => size is >= 64 and <= 2048 && size % 64 == 0),
            $"sizes are multiples of 64 up to 2048, got {string.Join(", ", Sizes)}"
        );
        Require(BatchSize is >= 1 and <= 1024, $"the batch size must be 1 to 1024, got {BatchSize}");
        Require(LearningRate is > 0 and < 1, $"the learning rate must be above 0 and below 1, got {LearningRate}");
        Require(StepsAMeasurement >= 1, $"steps a measurement must be at least 1, got {StepsAMeasurement}");
        Require(
            Augmentation.SmallestSides.Count == Labels.Count,
            $"there is a smallest side for each class, got {Augmentation.SmallestSides.Count}"
        );
        _ = WorkerTeam.ThreadsFor(Threads);
    }

    private static void Require(bool isTrue, string message)
    {
        if (!isTrue)
        {
            throw new ArgumentException(message);
        }
    }
}
