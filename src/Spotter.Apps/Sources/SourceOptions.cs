namespace Spotter.Apps.Sources;

/// <summary>How sources become pictures.</summary>
public sealed record SourceOptions
{
    /// <summary>Whether the subfolders of a folder are searched too.</summary>
    public bool Recursive { get; init; }

    /// <summary>
    /// Folders that are not entered on the way through another folder, because the run writes there: yesterday's annotated
    /// copies are no input of today's run.
    /// </summary>
    public IReadOnlyList<string> SkippedFolders { get; init; } = [];
}
