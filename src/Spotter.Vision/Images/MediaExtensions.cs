namespace Spotter.Vision.Images;

/// <summary>
/// The extensions that pictures and videos are known by: what folders are walked for, and what a source that is not
/// there yet is taken for. What a file holds is told by its bytes alone.
/// </summary>
internal static class MediaExtensions
{
    /// <summary>Pictures that can be read.</summary>
    public static IReadOnlySet<string> Pictures { get; } =
        Set(
            ".jpg",
            ".jpeg",
            ".jpe",
            ".jfif",
            ".png",
            ".webp",
            ".bmp",
            ".dib",
            ".gif",
            ".apng",
            ".tif",
            ".tiff",
            ".heic",
            ".heif",
            ".avif"
        );

    /// <summary>Videos that can be read where ffmpeg is installed.</summary>
    public static IReadOnlySet<string> Videos { get; } =
        Set(
            ".mp4",
            ".m4v",
            ".mov",
            ".qt",
            ".3gp",
            ".3g2",
            ".mj2",
            ".mkv",
            ".webm",
            ".mk3d",
            ".avi",
            ".divx",
            ".mpg",
            ".mpeg",
            ".vob",
            ".m2p",
            ".ps",
            ".ts",
            ".m2ts",
            ".mts",
            ".m2t",
            ".trp",
            ".mpv",
            ".m1v",
            ".m2v",
            ".wmv",
            ".asf",
            ".wtv",
            ".flv",
            ".f4v",
            ".ogv",
            ".ogm",
            ".mxf",
            ".gxf",
            ".ivf",
            ".obu",
            ".dv",
            ".dif",
            ".dav",
            ".h264",
            ".264",
            ".avc",
            ".h265",
            ".265",
            ".hevc",
            ".y4m",
            ".nut",
            ".rm",
            ".rmvb",
            ".mjpeg",
            ".mjpg",
            ".nsv",
            ".drc",
            ".vc1"
        );

    /// <summary>Lists of other files: never opened, and said so.</summary>
    public static IReadOnlySet<string> Playlists { get; } =
        Set(".m3u8", ".m3u", ".mpd", ".ism", ".ismc", ".ffconcat", ".asx", ".pls", ".xspf", ".sdp");

    public static bool IsPicture(string path) => Pictures.Contains(Path.GetExtension(path));

    public static bool IsVideo(string path) => Videos.Contains(Path.GetExtension(path));

    private static HashSet<string> Set(params string[] extensions) => new(extensions, StringComparer.OrdinalIgnoreCase);
}
