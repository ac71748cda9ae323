using System.Text.Json.Serialization;
using Spotter.Learning.Augmentation;
using Spotter.Learning.Execution;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Classifiers;

/// <summary>How a classifier is trained.</summary>
public sealed record TrainingOptions
{
    private const int LargestBatch = 65536;

    /// <summary>Passes over the training pictures, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Pictures a step, 1 to 65536.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How weights move.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>What is made small.</summary>
    public Loss Loss { get; init; } = new SparseCategoricalCrossEntropy();

    /// <summary>How the learning rate changes during the run.</summary>
    public LearningRateSchedule Schedule { get; init; } = new ConstantRate();

    /// <summary>Random changes of the training pictures; null for none.</summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>When to stop before the last epoch; null for never. Needs validation pictures.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Decides about order, dropout and augmentation. Runs of the same seed, data, options and threads end with the
    /// same weights, bit for bit, on the same kind of processor.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>Threads to use, at most 256; 0 takes one a core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// A file that keeps the state after every epoch, so that a run that was killed can go on; null for none.
    /// </summary>
    [JsonIgnore]
    public string? CheckpointPath { get; init; }

    /// <summary>Whether to go on from <see cref="CheckpointPath"/> if that file is there.</summary>
    [JsonIgnore]
    public bool Resume { get; init; }

    /// <summary>Checks every number.</summary>
    /// <exception cref="ArgumentException">One is out of range; the message names it.</exception>
    public void Check()
    {
        if (Epochs is < 1 or > 1_000_000)
        {
            throw new ArgumentException($"epochs must be 1 to 1000000, got {Epochs}");
        }

        if (BatchSize is < 1 or > LargestBatch)
        {
            throw new ArgumentException($"the batch size must be 1 to {LargestBatch}, got {BatchSize}");
        }

        _ = WorkerTeam.ThreadsFor(Threads);
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentNullException.ThrowIfNull(Loss);
        ArgumentNullException.ThrowIfNull(Schedule);
        Optimizer.Check();
        Schedule.Check();
        Augmentation?.Check();
        EarlyStopping?.Check();
        if (Resume && CheckpointPath is null)
        {
            throw new ArgumentException("resuming needs a checkpoint path");
        }
    }
}
