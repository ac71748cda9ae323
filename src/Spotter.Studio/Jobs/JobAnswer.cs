using Spotter.Studio.Detecting;

namespace Spotter.Studio.Jobs;

/// <summary>A job as answers tell it.</summary>
internal sealed record JobAnswer
{
    public required string Id { get; init; }

    /// <summary>What the sender calls the file.</summary>
    public required string Name { get; init; }

    /// <summary><c>picture</c> or <c>video</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    public required string Detector { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>Frames done.</summary>
    public long Frames { get; init; }

    /// <summary>Frames there are, where that is known.</summary>
    public long? Total { get; init; }

    /// <summary>Frames a second.</summary>
    public double Rate { get; init; }

    /// <summary>Boxes in all frames.</summary>
    public long Count { get; init; }

    /// <summary>How many different things of each label.</summary>
    public required IReadOnlyDictionary<string, int> Labels { get; init; }

    /// <summary>Of a picture all boxes, of a video those of the latest frame.</summary>
    public required FoundBox[] Detections { get; init; }

    /// <summary>What lines and zones of a video have counted.</summary>
    public IReadOnlyList<PlaceCount> Places { get; init; } = [];

    /// <summary>Milliseconds of the search, of a video of the whole run.</summary>
    public double Ms { get; init; }

    public static JobAnswer From(Job job)
    {
        JobProgress progress = job.Progress;
        return new JobAnswer
        {
            Id = job.Id,
            Name = job.Name,
            Kind = job.IsVideo ? "video" : "picture",
            State = job.State.ToString().ToLowerInvariant(),
            Detector = job.Request.Detector,
            Created = job.Created,
            Error = job.Error,
            Width = progress.Width,
            Height = progress.Height,
            Frames = progress.Frames,
            Total = progress.Total,
            Rate = Math.Round(progress.Rate, 1),
            Count = progress.Count,
            Labels = progress.Identities,
            Detections = FoundBox.From(progress.Detections),
            Places = progress.Places,
            Ms = Math.Round(progress.Milliseconds, 1),
        };
    }
}
