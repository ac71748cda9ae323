using System.Reflection;
using System.Security.Cryptography;
using Spotter.Studio.Access;

namespace Spotter.Studio.Hosting;

/// <summary>The page's own files, which travel in the assembly: an endpoint each.</summary>
internal static class PageFiles
{
    private const string Prefix = "wwwroot/";
    private const string Start = "index.html";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        foreach (
            string name in assembly
                .GetManifestResourceNames()
                .Where(static name => name.StartsWith("wwwroot", StringComparison.Ordinal))
        )
        {
            string path = name.Replace('\\', '/')[Prefix.Length..];
            PageFile file = Read(assembly, name);
            foreach (string pattern in (string[])(path == Start ? ["/", $"/{path}"] : [$"/{path}"]))
            {
                routes
                    .MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], context => ServeAsync(context, file))
                    .RequireAuthorization(Rights.Page)
                    .WithDisplayName($"page {pattern}")
                    .ExcludeFromDescription();
            }
        }
    }

    private static async Task ServeAsync(HttpContext context, PageFile file)
    {
        // Asked for anew each time and mostly answered by 304: after an update nobody works with a mixture of versions.
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Content.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
        }
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
        return new PageFile(
            content,
            contentType,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\""
        );
    }

    private sealed record PageFile(byte[] Content, string ContentType, string Tag);
}
