namespace Spotter.Vision.Images;

/// <summary>Which standard's matrix the chroma of a video was made with.</summary>
internal enum YuvMatrix
{
    /// <summary>ITU-R BT.601; also what ffmpeg and OpenCV assume of a file that does not say.</summary>
    Bt601,

    /// <summary>ITU-R BT.709, high definition.</summary>
    Bt709,

    /// <summary>ITU-R BT.2020, ultra high definition, non-constant luminance.</summary>
    Bt2020,
}

internal static class YuvMatrices
{
    /// <param name="name">The name that ffprobe gives under color_space.</param>
    public static YuvMatrix FromName(string? name) =>
        name switch
        {
            // SMPTE 240M is the early form of BT.709, off by one in a hundred.
            "bt709" or "smpte240m" => YuvMatrix.Bt709,
            "bt2020nc" or "bt2020c" => YuvMatrix.Bt2020,
            _ => YuvMatrix.Bt601,
        };
}
