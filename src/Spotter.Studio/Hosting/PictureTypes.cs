namespace Spotter.Studio.Hosting;

/// <summary>What files of pictures are called in answers.</summary>
internal static class PictureTypes
{
    /// <summary>All but JPEG.</summary>
    public static readonly string[] Others =
    [
        "image/png",
        "image/gif",
        "image/webp",
        "image/bmp",
        "image/tiff",
        "image/heic",
        "image/avif",
    ];

    /// <param name="name">The name of a file of the studio's own.</param>
    public static string Of(string name) =>
        Path.GetExtension(name) switch
        {
            ".jpg" => "image/jpeg",
            var extension => Array.Find(Others, type => type.EndsWith($"/{extension[1..]}", StringComparison.Ordinal))
                ?? "application/octet-stream",
        };
}
