namespace Spotter.Media.Pictures;

/// <summary>How to read pictures.</summary>
public sealed record PictureLoadOptions
{
    /// <summary>The settings that apply when none are given.</summary>
    public static PictureLoadOptions Default { get; } = new();

    /// <summary>
    /// Told in one line what was left out of a file although its picture was read, such as further pages; null for
    /// nobody.
    /// </summary>
    public Action<string>? OnNote { get; init; }

    /// <summary>
    /// The largest picture that is decoded, as width x height in pixels: 1 to 700 million, 100 million unless set. The
    /// header is checked against it before any memory is taken, so that a small file cannot claim all of it.
    /// </summary>
    public long MaxPixels
    {
        get;
        init =>
            field = value is >= 1 and <= 700_000_000
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(MaxPixels),
                    value,
                    $"max pixels must be 1 to 700,000,000, got {value}"
                );
    } = 100_000_000;
}
