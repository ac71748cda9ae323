using Spotter.Media.Pictures;
using Spotter.Media.Signatures;

namespace Spotter.Media.Video.Inputs;

/// <summary>
/// What ffmpeg, ffprobe and ffplay are told to read. The one place that makes their input arguments: they are always
/// given the demuxer and the protocols, and never find out by themselves what a file is or open another one that it
/// names.
/// </summary>
/// <param name="Arguments">The demuxer and its options, ending with <c>-i</c> and the place.</param>
/// <param name="Reach">What the program may touch for it; null for a device, which nobody else filled.</param>
internal sealed record ToolInput(IReadOnlyList<string> Arguments, ToolReach? Reach)
{
    /// <summary>
    /// For addresses: what a playlist there may lead to. Neither <c>file</c> nor anything that wraps it.
    /// </summary>
    private const string NetworkProtocols =
        "http,https,httpproxy,tls,tcp,udp,udplite,rtp,srtp,crypto,data,rtmp,rtmps,rtmpt,rtmpts,rtmpe,rtmpte,"
        + "ffrtmphttp,ffrtmpcrypt,"
        + "srt,rist,mmsh,mmst,ftp,sftp";

    private static readonly string[] Schemes =
    [
        "http",
        "https",
        "rtsp",
        "rtsps",
        "rtmp",
        "rtmps",
        "rtmpt",
        "rtmpts",
        "rtmpe",
        "rtp",
        "srtp",
        "udp",
        "tcp",
        "tls",
        "srt",
        "rist",
        "mms",
        "mmsh",
        "mmst",
        "ftp",
        "sftp",
    ];

    // What whoever names an address may mean beyond a file: playlists with their parts, cameras.
    private static readonly string NetworkDemuxers = string.Join(
        ',',
        [
            .. VideoContainer.Demuxers,
            "hls",
            "dash",
            "mpjpeg",
            "rtsp",
            "rtp",
            "sdp",
            "live_flv",
            "aac",
            "ac3",
            "eac3",
            "mp3",
            "webvtt",
        ]
    );

    /// <summary>Pictures that we send through a pipe.</summary>
    public static ToolInput Frames { get; } = Stream(VideoContainer.Nut);

    /// <summary>A file. Its name is never taken for a protocol, a pattern or an option.</summary>
    public static ToolInput File(string path, VideoContainer container) =>
        new([.. Only(container.Demuxer, "file"), "-i", "file:" + Path.GetFullPath(path)], ToolReach.File(path));

    /// <summary>A file or an address that has been probed.</summary>
    public static ToolInput Of(VideoSource source, VideoInfo info) =>
        source.Kind == VideoSourceKind.File
            ? File(source.Location, Recognise(source.Location))
            : Address(source, info.Demuxer);

    /// <summary>What comes through standard input.</summary>
    public static ToolInput Stream(VideoContainer container) => Stream(container.Demuxer);

    /// <inheritdoc cref="Stream(VideoContainer)"/>
    public static ToolInput Stream(string demuxer) => new([.. Only(demuxer, "pipe"), "-i", "pipe:0"], ToolReach.Pipes);

    /// <summary>An address that somebody named.</summary>
    /// <param name="source">The address.</param>
    /// <param name="demuxer">What it was found to be before; null leaves it to ffmpeg to choose among those that cannot
    /// reach a file.</param>
    /// <exception cref="VideoException">Its scheme is none that video comes by.</exception>
    public static ToolInput Address(VideoSource source, string? demuxer = null)
    {
        string scheme = source.Scheme.ToLowerInvariant();
        if (!Schemes.Contains(scheme))
        {
            throw new VideoException(
                SpotterErrorKind.Damaged,
                $"{source.DisplayName}: video comes by {string.Join(", ", Schemes[..4])}, rtmp, srt, udp and the "
                    + $"like, not by {scheme}"
            );
        }

        List<string> arguments = [];
        if (scheme is "rtsp" or "rtsps")
        {
            (demuxer, arguments) = ("rtsp", ["-rtsp_transport", "tcp"]);
        }

        if (demuxer is not null)
        {
            arguments.AddRange(["-f", demuxer]);
        }

        // Keys of one's own, which sftp asks for, lie among the user's files.
        return new(
            [
                .. arguments,
                "-format_whitelist",
                NetworkDemuxers,
                "-protocol_whitelist",
                NetworkProtocols,
                "-i",
                source.Location,
            ],
            scheme == "sftp" ? null : new ToolReach { Network = true }
        );
    }

    /// <summary>Tells what a file is by its first bytes.</summary>
    /// <exception cref="VideoException">It is not there, may not be read, or is no video.</exception>
    public static VideoContainer Recognise(string path)
    {
        try
        {
            var head = new byte[VideoContainer.HeadLength];
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return Recognise(head.AsSpan(0, length), path, path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new VideoException(SpotterErrorKind.Damaged, $"{path}: no permission to read it", e);
        }
        catch (IOException e) when (e is not VideoException)
        {
            throw new VideoException(SpotterErrorKind.Damaged, $"{path} cannot be read: {e.Message}", e);
        }
    }

    public static bool IsAnimatedWebP(string path)
    {
        try
        {
            Span<byte> head = stackalloc byte[PictureSignature.Length];
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            return head.StartsWith("RIFF"u8) && PictureSignature.IsAnimated(head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Tells what a video is by its first bytes.</summary>
    /// <param name="head">The first <see cref="VideoContainer.HeadLength"/> bytes, or all.</param>
    /// <param name="displayName">What messages call it.</param>
    /// <param name="path">Where it is a file: one that is called .mjpeg may hold a single JPEG.</param>
    /// <exception cref="VideoException">It is no video; the message says what it is.</exception>
    public static VideoContainer Recognise(ReadOnlySpan<byte> head, string displayName, string? path)
    {
        if (VideoContainer.Recognise(head) is { } container)
        {
            return container;
        }

        // A stream of JPEGs begins as a picture does. Whoever sends one through a pipe, or calls the file so, means the
        // stream.
        if (
            head is [0xFF, 0xD8, 0xFF, ..]
            && (path is null || Path.GetExtension(path).ToUpperInvariant() is ".MJPEG" or ".MJPG")
        )
        {
            return VideoContainer.MotionJpeg;
        }

        throw new VideoException(
            SpotterErrorKind.Damaged,
            FileKind.Of(head) is { } kind
                ? $"{displayName} is not a video but {kind.Name}; "
                    + $"{(kind.Advice.Length > 0 ? kind.Advice : "give it a picture's name")}"
                : $"{displayName} is not a video in a format that is known here (it starts with bytes "
                    + $"{Convert.ToHexStringLower(head[..Math.Min(head.Length, 8)])}); convert it: ffmpeg -i INPUT "
                    + $"video.mp4"
        );
    }

    private static List<string> Only(string demuxer, string protocol)
    {
        List<string> arguments = ["-f", demuxer, "-format_whitelist", demuxer, "-protocol_whitelist", protocol];
        if (demuxer == "mov")
        {
            // A track of QuickTime may lie in another file, which it names.
            arguments.AddRange(["-enable_drefs", "0", "-use_absolute_path", "0"]);
        }

        return arguments;
    }
}
