namespace Spotter.Media.Pictures;

/// <summary>A file format that pictures can be written in.</summary>
public enum PictureFormat
{
    /// <summary>JPEG, <c>.jpg</c> or <c>.jpeg</c>: small, loses a little. At most 65,535 pixels a side.</summary>
    Jpeg,

    /// <summary>PNG, <c>.png</c>: exact.</summary>
    Png,

    /// <summary>WebP, <c>.webp</c>: smaller than JPEG, slower to write. At most 16,383 pixels a side.</summary>
    WebP,
}
