using Spotter.Vision;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>How to train a channel model. What is left null is chosen from the data.</summary>
public sealed record ChannelTrainingOptions
{
    /// <summary>What to call what is found.</summary>
    public required string Label { get; init; }

    /// <summary>The size at which objects are learned, 12x12 to 256x256 pixels; null chooses by the objects.</summary>
    public BoxSize? ObjectSize
    {
        get;
        init =>
            field = value is null or { Width: >= 12 and <= 256, Height: >= 12 and <= 256 }
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(ObjectSize),
                    value,
                    $"the window must be 12x12 to 256x256, got {value?.Width}x{value?.Height}"
                );
    }

    /// <summary>Pixels a cell, 2 or 4; null chooses by the size of the objects.</summary>
    public int? CellSize
    {
        get;
        init =>
            field = value is null or 2 or 4
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(CellSize),
                    value,
                    $"cells must have 2 or 4 pixels, got {value}"
                );
    }

    /// <summary>
    /// How many rounds, 1 to 8: after each but the last, what the model takes for objects in the scenes is added to the
    /// negatives, and the next begins anew with more trees.
    /// </summary>
    public int Rounds
    {
        get;
        init =>
            field = value is >= 1 and <= 8
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Rounds), value, $"rounds must be 1 to 8, got {value}");
    } = 4;

    /// <summary>Trees of the last round, 1 to 16384.</summary>
    public int Trees
    {
        get;
        init =>
            field = value is >= 1 and <= 16384
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Trees), value, $"trees must be 1 to 16384, got {value}");
    } = 2048;

    /// <summary>
    /// Share of the objects (of those kept aside, where they are at least 100) that the soft cascade must not give up
    /// on the way, 0.5 to 1. What it gives up are the objects with the lowest scores, most of which no usable setting
    /// finds; each percent makes searches faster.
    /// </summary>
    public double DetectionRate
    {
        get;
        init =>
            field = value is >= 0.5 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(DetectionRate),
                    value,
                    $"the detection rate must be 0.5 to 1, got {value}"
                );
    } = 0.97;

    /// <summary>Whether mirror images of the objects are objects, too; null means yes.</summary>
    public bool? IsMirrored { get; init; }

    /// <summary>How far variants of an object differ from it.</summary>
    public ExampleJitter Jitter { get; init; } = new();

    /// <summary>Decides about everything random: the same data and the same seed give the same model.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// How many threads work: 1 or more; null means one a processor. The model does not depend on it.
    /// </summary>
    public int? Threads
    {
        get;
        init =>
            field = value is null or >= 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Threads),
                    value,
                    $"threads must be 1 or more, got {value}"
                );
    }

    internal int WorkingThreads => Threads ?? Environment.ProcessorCount;
}
