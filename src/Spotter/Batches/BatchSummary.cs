namespace Spotter.Batches;

/// <summary>How a batch ended.</summary>
/// <param name="Total">Pictures of the run.</param>
/// <param name="Done">Pictures that were finished, failed ones included; fewer than all where the run was
/// interrupted.</param>
/// <param name="Failed">Pictures that could not be worked on.</param>
/// <param name="Missing">Those of the failed that were not there at all.</param>
/// <param name="Detections">Things found.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record BatchSummary(int Total, int Done, int Failed, int Missing, int Detections, TimeSpan Elapsed)
{
    /// <summary>Whether the run was stopped before its end.</summary>
    public bool IsInterrupted => Done < Total;
}
