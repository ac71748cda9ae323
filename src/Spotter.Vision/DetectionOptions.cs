namespace Spotter.Vision;

/// <summary>How to search. A setting left null takes the detector's own default.</summary>
public sealed record DetectionOptions
{
    /// <summary>All settings left to the detector.</summary>
    public static DetectionOptions Default { get; } = new();

    /// <summary>
    /// By how much the search window grows from one scale to the next: 1.001 to 100, usually 1.05 to 1.5. Smaller finds
    /// more and takes longer.
    /// </summary>
    public double? ScaleFactor
    {
        get;
        init =>
            field = value is null or >= 1.001 and <= 100
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(ScaleFactor),
                    value,
                    $"scale factor must be 1.001 to 100, got {value}"
                );
    }

    /// <summary>
    /// How many overlapping raw candidates a detection needs beyond the first: 0 answers every raw candidate
    /// ungrouped; 3 to 6 is usual; higher gives fewer false alarms and misses more.
    /// </summary>
    public int? MinNeighbors
    {
        get;
        init =>
            field = value is null or >= 0
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(MinNeighbors),
                    value,
                    $"min neighbors must be 0 or more, got {value}"
                );
    }

    /// <summary>Nothing smaller is looked for.</summary>
    public BoxSize? MinSize
    {
        get;
        init =>
            field = value is null or { Width: >= 0, Height: >= 0 }
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(MinSize),
                    value,
                    $"min size must not be negative, got {value}"
                );
    }

    /// <summary>Nothing larger is looked for; a width or height of 0 means the size of the picture.</summary>
    public BoxSize? MaxSize
    {
        get;
        init =>
            field = value is null or { Width: >= 0, Height: >= 0 }
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(MaxSize),
                    value,
                    $"max size must not be negative, got {value}"
                );
    }

    /// <summary>
    /// The longer side that the picture is brought to before a network sees it, in pixels: 32 to 16384. Larger finds
    /// smaller objects and takes longer; null chooses by <see cref="MinSize"/> or takes the model's own. Cascades have
    /// none.
    /// </summary>
    public int? InputSize
    {
        get;
        init =>
            field = value is null or >= 32 and <= 16384
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(InputSize),
                    value,
                    $"input size must be 32 to 16384, got {value}"
                );
    }

    /// <summary>Detections with a lower score are left out.</summary>
    public double? MinScore { get; init; }

    /// <summary>
    /// For trackers: detectors that have a usual least score, where <see cref="MinScore"/> names no other, answer what
    /// has half of it too, and mark it (<see cref="Detection.IsWeak"/>).
    /// </summary>
    internal bool FindsWeak { get; init; }

    /// <summary>The part of a usual least score that weak detections have.</summary>
    internal const double WeakPart = 0.5;

    /// <summary>Only this part of the picture is searched; it is clipped to the picture.</summary>
    public Box? RegionOfInterest { get; init; }

    /// <summary>How many threads work on one picture: 1 or more; null means one a processor.</summary>
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

    /// <summary>These settings, and others for each that is left null.</summary>
    internal DetectionOptions Over(DetectionOptions others) =>
        this with
        {
            ScaleFactor = ScaleFactor ?? others.ScaleFactor,
            MinNeighbors = MinNeighbors ?? others.MinNeighbors,
            MinSize = MinSize ?? others.MinSize,
            MaxSize = MaxSize ?? others.MaxSize,
            InputSize = InputSize ?? others.InputSize,
            MinScore = MinScore ?? others.MinScore,
            RegionOfInterest = RegionOfInterest ?? others.RegionOfInterest,
            Threads = Threads ?? others.Threads,
        };
}
