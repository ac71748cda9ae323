namespace Spotter.Sources;

/// <summary>How sources become pictures.</summary>
public sealed record SourceOptions
{
    /// <summary>Whether the subfolders of a folder are searched too.</summary>
    public bool Recursive { get; init; }

    /// <summary>
    /// Whether videos, cameras and addresses are sources too, and whether files of folders are told by their content;
    /// they are by default. Otherwise all are pictures, and folders give what is named as pictures are.
    /// </summary>
    public bool WithVideos { get; init; } = true;

    /// <summary>With <see cref="WithVideos"/>: asked once, whether standard input is a video.</summary>
    public Func<bool> IsInputVideo { get; init; } = static () => false;

    /// <summary>
    /// With <see cref="WithVideos"/>: whether a file is wanted as a video although it holds a picture that moves.
    /// </summary>
    public Func<string, bool> IsWantedAsVideo { get; init; } = static _ => false;

    /// <summary>
    /// Folders that are not entered on the way through another folder, because the run writes there: yesterday's
    /// annotated copies are no input of today's run.
    /// </summary>
    public IReadOnlyList<string> SkippedFolders { get; init; } = [];
}
