using Spotter.Vision;

namespace Spotter.Videos;

/// <summary>How a run through a video ended.</summary>
/// <param name="Frames">Frames that were finished.</param>
/// <param name="Detections">Boxes of all frames.</param>
/// <param name="Identities">How many different things of each label were tracked; empty without tracking.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record VideoSummary(
    long Frames,
    long Detections,
    IReadOnlyDictionary<string, int> Identities,
    TimeSpan Elapsed
)
{
    /// <summary>True where the run was stopped before the end of the video.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>True where the viewer closed the view.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Why the video broke off before its end; null where it did not. What was read by then is kept.</summary>
    public string? Problem { get; init; }

    /// <summary>What is worth knowing although all went well, such as damaged places or missing sound.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Frames of a live source that were left out because newer ones had come.</summary>
    public long Dropped { get; init; }

    /// <summary>Frames whose search failed and that were hidden whole.</summary>
    public long Hidden { get; init; }

    /// <summary>Pictures that were cut out.</summary>
    public int Crops { get; init; }

    /// <summary>Nothing smaller was looked for; null where all sizes that the detector knows were.</summary>
    public BoxSize? Smallest { get; init; }

    /// <summary>Mean milliseconds a frame in each stage, from decoding to encoding.</summary>
    public IReadOnlyList<(string Stage, double Milliseconds)> Stages { get; init; } = [];
}
