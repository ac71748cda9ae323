using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Media.Video.Inputs;
using Spotter.Vision.Images;

namespace Spotter.Videos;

/// <summary>
/// Tells videos from pictures among what a user names: by what is in them, and only where that cannot be seen by their
/// names.
/// </summary>
internal static class VideoFiles
{
    /// <summary>
    /// True for cameras, addresses other than <c>file://</c>, files that hold a video whatever they are called, and
    /// files that are named as videos are. Folders, patterns, lists, animated pictures and <c>-</c> are pictures here.
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

        // What is named as a video and is none is refused as such, with a line that says what it is.
        return IsNamedAsVideo(source.Location) || IsVideo(Head(source.Location));
    }

    /// <summary>Whether a file is named as videos, or lists of them, are.</summary>
    internal static bool IsNamedAsVideo(string path) =>
        MediaExtensions.IsVideo(path) || MediaExtensions.Playlists.Contains(Path.GetExtension(path));

    /// <summary>True for the first bytes of a video: what comes through standard input is then read as one.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes, or all where there are fewer.</param>
    public static bool IsVideo(ReadOnlySpan<byte> head) =>
        VideoContainer.Recognise(head) is not null && PictureSignature.Recognise(head) is null;

    /// <summary>
    /// True for a GIF, PNG or WebP file that moves: a picture, of which the first frame counts, unless a video is to be
    /// made of it.
    /// </summary>
    /// <param name="text">A source as it is written on a command line.</param>
    public static bool IsAnimation(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PictureSignature.IsAnimated(Head(text));
    }

    /// <summary>How many bytes <see cref="IsVideo(ReadOnlySpan{byte})"/> looks at.</summary>
    public const int HeadLength = VideoContainer.HeadLength;

    /// <summary>The first bytes of a file; none where it cannot be read, or only once as a FIFO.</summary>
    internal static ReadOnlySpan<byte> Head(string path)
    {
        try
        {
            // A FIFO, or what a shell offers as /dev/fd/63, has no length, and what is read of it is gone.
            var file = new FileInfo(path);
            if ((file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is not FileInfo { Exists: true, Length: > 0 })
            {
                return [];
            }

            var head = new byte[HeadLength];
            using FileStream stream = new(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            return head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
