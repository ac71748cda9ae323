using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Spotter.Studio.Hosting;

/// <summary>What travels in the assembly and is the same as long as the studio runs.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="ContentType">What they are.</param>
internal sealed record FixedContent(byte[] Content, string ContentType)
{
    // Weak: compressed for one client and not for another it is the same file.
    private readonly string _tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 8))}\"";

    /// <summary>Reads a resource of the assembly.</summary>
    public static FixedContent Read(string resource, string contentType)
    {
        using Stream stream = typeof(FixedContent).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new FixedContent(content, contentType);
    }

    /// <summary>Answers GET and HEAD.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        // Asked for anew each time and mostly answered by 304: after an update nobody works with a mixture of versions.
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ETag = _tag;
        if (
            EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known)
            && known.Any(tag =>
                tag.Tag == "*" || tag.Compare(EntityTagHeaderValue.Parse(_tag), useStrongComparison: false)
            )
        )
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = ContentType;
        context.Response.ContentLength = Content.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(Content, context.RequestAborted);
        }
    }
}
