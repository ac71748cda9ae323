namespace Spotter.Studio.Jobs;

/// <summary>Where a job stands; it goes down this list and never back.</summary>
internal enum JobState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is worked on.</summary>
    Running,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It could not be done; its error says why.</summary>
    Failed,

    /// <summary>It was stopped; what there was by then is kept.</summary>
    Cancelled,
}
