using Spotter.Media.Pictures;
using Spotter.Media.Video;

namespace Spotter.Apps.Videos;

/// <summary>Tells videos from pictures among what a user names.</summary>
public static class VideoFiles
{
    private static readonly string[] Extensions =
    [
        ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts", ".wmv", ".flv", ".ogv",
        ".3gp", ".vob", ".y4m", ".mjpeg", ".m3u8",
    ];

    private static readonly string[] PictureExtensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>
    /// True for cameras, addresses other than <c>file://</c>, files that are named as videos are, and files that hold one. Folders,
    /// patterns, lists and <c>-</c> are pictures here.
    /// </summary>
    /// <param name="text">A source as it is written on a command line.</param>
    /// <exception cref="ArgumentException">It names no camera after <c>camera:</c>.</exception>
    public static bool IsVideo(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text) || text == "-")
        {
            return false;
        }

        VideoSource source = VideoSource.Parse(text);
        if (source.Kind != VideoSourceKind.File)
        {
            return true;
        }

        string extension = Path.GetExtension(text);
        return Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase)
            || (!PictureExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase) && File.Exists(text) && HoldsVideo(text));
    }

    /// <summary>True where the first bytes are no picture's: what comes through standard input is then read as video.</summary>
    /// <param name="head">The first 64 bytes, or all where there are fewer.</param>
    public static bool IsVideo(ReadOnlySpan<byte> head) =>
        head.Length > 0 && PictureSignature.Recognise(head) is null && !PictureSignature.IsText(head);

    /// <summary>How many bytes <see cref="IsVideo(ReadOnlySpan{byte})"/> looks at.</summary>
    public const int HeadLength = PictureSignature.Length;

    private static bool HoldsVideo(string path)
    {
        try
        {
            Span<byte> head = stackalloc byte[PictureSignature.Length];
            using FileStream file = File.OpenRead(path);
            return PictureSignature.IsVideo(head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
