using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Spotter.Studio.Hosting;

/// <summary>The page's own files, which travel in the assembly.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "wwwroot/";
    private const string Start = "index.html";

    private readonly FrozenDictionary<string, PageFile> _files;

    public PageFiles()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        _files = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith("wwwroot", StringComparison.Ordinal))
            .ToFrozenDictionary(
                static name => name.Replace('\\', '/')[Prefix.Length..],
                name => Read(assembly, name),
                StringComparer.Ordinal);
    }

    /// <summary>Answers a request for a file; false where there is none of this name.</summary>
    public async Task<bool> TryServeAsync(HttpContext context)
    {
        string name = context.Request.Path.Value is "/" or null ? Start : context.Request.Path.Value[1..];
        if (!(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) || !_files.TryGetValue(name, out PageFile? file))
        {
            return false;
        }

        // Asked for anew each time and mostly answered by 304: after an update nobody works with a mixture of versions.
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return true;
        }

        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Content.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
        }

        return true;
    }

    private static PageFile Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        string contentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".webmanifest" => "application/manifest+json",
            _ => "application/octet-stream",
        };
        return new PageFile(content, contentType, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
    }

    private sealed record PageFile(byte[] Content, string ContentType, string Tag);
}
