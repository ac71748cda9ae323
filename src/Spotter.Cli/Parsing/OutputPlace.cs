using Spotter.Files;
using Spotter.Searching;
using Spotter.Vision.Images;

namespace Spotter.Cli.Parsing;

/// <summary>
/// Where a run's outputs go: where the user said, or into a folder of its own that is made when it is first asked for.
/// </summary>
/// <param name="named">What the user said; null for nothing.</param>
/// <param name="run">What the run's own folder is called.</param>
internal sealed class OutputPlace(string? named, string run) : IDisposable
{
    // Names that end so were meant as files, as those of pictures and videos were. Others with a dot in them, such as
    // run.2, are folders.
    private static readonly string[] FileExtensions =
    [
        ".jxl",
        ".jp2",
        ".svg",
        ".pdf",
        ".mjpeg",
        ".json",
        ".jsonl",
        ".csv",
        ".txt",
        ".xml",
        ".html",
        ".zip",
    ];

    private NumberedFolder? _own;

    /// <summary>Whether the user named a file.</summary>
    public bool IsFile => named is not null && !IsFolder(named);

    /// <summary>The file or folder.</summary>
    public string Path => named ?? (_own ??= NumberedFolder.Create(PictureRunOptions.DefaultOutput, run)).Path;

    /// <summary>The file that the user named, or one of a name in the folder.</summary>
    public string File(string name) => IsFile ? Path : System.IO.Path.Combine(Path, name);

    /// <summary>Whether a name that a user gave is a folder's.</summary>
    public static bool IsFolder(string named) =>
        Directory.Exists(named)
        || System.IO.Path.EndsInDirectorySeparator(named)
        || !(
            MediaExtensions.IsPicture(named)
            || MediaExtensions.IsVideo(named)
            || FileExtensions.Contains(System.IO.Path.GetExtension(named), StringComparer.OrdinalIgnoreCase)
        );

    /// <summary>Whether a name that a user gave is that of a video that can be written.</summary>
    public static bool IsVideo(string named) =>
        System.IO.Path.GetExtension(named).Equals(".mp4", StringComparison.OrdinalIgnoreCase);

    public void Dispose() => _own?.Dispose();
}
