namespace Spotter.Media.Pictures;

/// <summary>How to write pictures.</summary>
public sealed record PictureSaveOptions
{
    /// <summary>The settings that apply when none are given.</summary>
    public static PictureSaveOptions Default { get; } = new();

    /// <summary>
    /// Quality of JPEG and WebP: 1 (smallest) to 100 (best), 95 unless set. PNG is exact and ignores it.
    /// </summary>
    public int Quality
    {
        get;
        init =>
            field = value is >= 1 and <= 100
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Quality),
                    value,
                    $"quality must be 1 to 100, got {value}"
                );
    } = 95;
}
