using Spotter.Media.Pictures;
using Spotter.Vision;

namespace Spotter.Batches;

/// <summary>How a batch works.</summary>
public sealed record BatchOptions
{
    /// <summary>
    /// How to search; <see cref="DetectionOptions.Threads"/> is for the whole batch, null means one a processor.
    /// </summary>
    public DetectionOptions Detection { get; init; } = DetectionOptions.Default;

    /// <summary>How to read pictures.</summary>
    public PictureLoadOptions Loading { get; init; } = PictureLoadOptions.Default;

    /// <summary>What the source <c>-</c> reads; null is standard input. It is not closed.</summary>
    public Stream? Input { get; init; }
}
