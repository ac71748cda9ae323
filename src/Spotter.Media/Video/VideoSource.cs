using System.Globalization;

namespace Spotter.Media.Video;

/// <summary>A place that video comes from, as people write it: a file, an address, a camera or <c>-</c>.</summary>
/// <param name="Kind">What sort of place it is.</param>
/// <param name="Location">The file's path, the address, or the camera's number or name; empty for standard
/// input.</param>
public sealed record VideoSource(VideoSourceKind Kind, string Location)
{
    private const string CameraPrefix = "camera:";

    /// <summary>Schemes of streams that have no length and do not wait for a slow reader.</summary>
    private static readonly string[] LiveSchemes =
    [
        "rtsp",
        "rtsps",
        "rtmp",
        "rtmps",
        "rtp",
        "udp",
        "tcp",
        "srt",
        "mms",
        "mmsh",
    ];

    /// <summary>
    /// True for cameras and for streams such as rtsp; false for files and standard input; for http and https it depends
    /// on what is served, so it is false here and <see cref="VideoReader.IsLive"/> knows after opening.
    /// </summary>
    public bool IsLive =>
        Kind == VideoSourceKind.Camera
        || (Kind == VideoSourceKind.Url && LiveSchemes.Contains(Scheme, StringComparer.OrdinalIgnoreCase));

    /// <summary>How a message names the source: without the password that an address may carry.</summary>
    public string DisplayName =>
        Kind switch
        {
            VideoSourceKind.StandardInput => "standard input",
            VideoSourceKind.Camera => CameraPrefix + Location,
            VideoSourceKind.Url => WithoutPassword(Location),
            _ => Location,
        };

    internal string Scheme =>
        Kind == VideoSourceKind.Url ? Location[..Location.IndexOf("://", StringComparison.Ordinal)] : "";

    /// <summary>Reads a source as it is written on a command line.</summary>
    /// <param name="text">
    /// <c>-</c> is standard input; <c>0</c>, <c>camera:1</c>, <c>camera:NAME</c> and <c>/dev/video0</c> are cameras;
    /// what contains <c>://</c> is an address (<c>file://</c> is a file); all else is a file. A file whose name is a
    /// number is written <c>./0</c>.
    /// </param>
    /// <exception cref="ArgumentException">The text is empty, or names no camera after <c>camera:</c>.</exception>
    public static VideoSource Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (text is "-")
        {
            return new VideoSource(VideoSourceKind.StandardInput, "");
        }

        if (IsCameraText(text, out string camera))
        {
            return new VideoSource(VideoSourceKind.Camera, camera);
        }

        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && text.AsSpan(0, scheme).IndexOfAnyExcept(SchemeCharacters) < 0)
        {
            return text.StartsWith("file://", StringComparison.OrdinalIgnoreCase)
                ? new VideoSource(VideoSourceKind.File, new Uri(text).LocalPath)
                : new VideoSource(VideoSourceKind.Url, text);
        }

        return new VideoSource(VideoSourceKind.File, text);
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."
    );

    private static bool IsCameraText(string text, out string camera)
    {
        camera = text;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || text.StartsWith("/dev/video", StringComparison.Ordinal)
        )
        {
            return true;
        }

        if (!text.StartsWith(CameraPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        camera = text[CameraPrefix.Length..].Trim();
        return camera.Length > 0
            ? true
            : throw new ArgumentException($"a camera is written camera:0 or camera:NAME, got '{text}'", nameof(text));
    }

    private static string WithoutPassword(string address)
    {
        int start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = address.IndexOfAny(['/', '?', '#'], start);
        string host = end < 0 ? address[start..] : address[start..end];
        int at = host.LastIndexOf('@');
        int colon = host.IndexOf(':', StringComparison.Ordinal);
        return at < 0 || colon < 0 || colon > at
            ? address
            : $"{address[..start]}{host[..colon]}:***{host[at..]}{address[(start + host.Length)..]}";
    }

    /// <summary>The same as <see cref="DisplayName"/>.</summary>
    public override string ToString() => DisplayName;
}
