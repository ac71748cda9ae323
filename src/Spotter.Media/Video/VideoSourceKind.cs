namespace Spotter.Media.Video;

/// <summary>Where a video comes from.</summary>
public enum VideoSourceKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>An address such as <c>rtsp://camera/live</c> or <c>https://example.org/film.mp4</c>.</summary>
    Url,

    /// <summary>A camera of this machine.</summary>
    Camera,

    /// <summary>Standard input.</summary>
    StandardInput,
}
