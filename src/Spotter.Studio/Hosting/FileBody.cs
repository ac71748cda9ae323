namespace Spotter.Studio.Hosting;

/// <summary>Says in the OpenAPI document that a request's body is a file, by itself or in a form.</summary>
/// <param name="ContentTypes">What the body itself may be.</param>
internal sealed record FileBody(params string[] ContentTypes)
{
    /// <summary>Whether the query may say what the file is called.</summary>
    public bool IsNamed { get; private init; }

    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; private init; } = true;

    public static FileBody Picture { get; } =
        new("image/jpeg", "image/png", "image/webp", "image/bmp", "image/gif", "application/octet-stream");

    public static FileBody Network { get; } = new("application/octet-stream") { IsNamed = true };

    public static FileBody Zip { get; } = new("application/zip") { IsNamed = true, IsRequired = false };

    public static FileBody PictureOrVideo { get; } =
        new("image/jpeg", "image/png", "video/mp4", "video/webm", "application/octet-stream") { IsNamed = true };
}
