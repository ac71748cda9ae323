using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Spotter.Studio.Hosting;

/// <summary>
/// Says of an endpoint that browsers may keep what it answers. Without it, and of every problem, nothing is kept.
/// </summary>
/// <param name="CacheControl">How long.</param>
internal sealed record Caching(string CacheControl)
{
    /// <summary>Files that never change under their address.</summary>
    public static Caching Fixed { get; } = new("private, max-age=86400, immutable");

    /// <summary>Files that may be made anew: asked for each time, and sent only where they have changed.</summary>
    public static Caching Checked { get; } = new("private, no-cache");

    public static void Apply(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Caching>() is { } caching)
        {
            context.Response.Headers.CacheControl = caching.CacheControl;
        }
    }

    /// <summary>Changes when a file is written anew.</summary>
    public static EntityTagHeaderValue TagOf(string path)
    {
        var file = new FileInfo(path);
        return new EntityTagHeaderValue(
            string.Create(CultureInfo.InvariantCulture, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"")
        );
    }

    /// <summary>Changes with what is answered.</summary>
    public static EntityTagHeaderValue TagOf(ReadOnlySpan<byte> content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");
}
