using Spotter.Files;
using Spotter.Searching;

namespace Spotter.Cli.Parsing;

/// <summary>
/// Where a run's outputs go: where the user said, or into a folder of its own that is made when it is first asked for.
/// </summary>
/// <param name="named">What the user said; null for nothing.</param>
/// <param name="run">What the run's own folder is called.</param>
internal sealed class OutputPlace(string? named, string run) : IDisposable
{
    // Names that end so were meant as files. Others with a dot in them, such as run.2, are folders.
    private static readonly string[] FileExtensions =
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".webp",
        ".bmp",
        ".dib",
        ".gif",
        ".tif",
        ".tiff",
        ".heic",
        ".heif",
        ".avif",
        ".jxl",
        ".jp2",
        ".svg",
        ".pdf",
        ".mp4",
        ".m4v",
        ".mov",
        ".avi",
        ".mkv",
        ".webm",
        ".mpg",
        ".mpeg",
        ".ts",
        ".wmv",
        ".flv",
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

    /// <summary>Whether the user named it; it may then be a file.</summary>
    public bool IsNamed => named is not null;

    /// <summary>The file or folder.</summary>
    public string Path => named ?? (_own ??= NumberedFolder.Create(PictureRunOptions.DefaultOutput, run)).Path;

    /// <summary>Whether a name that a user gave is a folder's.</summary>
    public static bool IsFolder(string named) =>
        Directory.Exists(named)
        || System.IO.Path.EndsInDirectorySeparator(named)
        || !FileExtensions.Contains(System.IO.Path.GetExtension(named), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name that a user gave is that of a video that can be written.</summary>
    public static bool IsVideo(string named) =>
        System.IO.Path.GetExtension(named).Equals(".mp4", StringComparison.OrdinalIgnoreCase);

    public void Dispose() => _own?.Dispose();
}
