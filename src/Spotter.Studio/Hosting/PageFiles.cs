using Spotter.Studio.Access;

namespace Spotter.Studio.Hosting;

/// <summary>The page's own files, which travel in the assembly: an endpoint each.</summary>
internal static class PageFiles
{
    private const string Prefix = "wwwroot/";
    private const string Start = "index.html";

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (
            string name in typeof(PageFiles)
                .Assembly.GetManifestResourceNames()
                .Where(static name => name.StartsWith("wwwroot", StringComparison.Ordinal))
        )
        {
            string path = name.Replace('\\', '/')[Prefix.Length..];
            FixedContent file = Read(name);
            foreach (string pattern in (string[])(path == Start ? ["/", $"/{path}"] : [$"/{path}"]))
            {
                routes
                    .MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], file.ServeAsync)
                    .RequireAuthorization(Rights.Page)
                    .WithDisplayName($"page {pattern}")
                    .ExcludeFromDescription();
            }
        }
    }

    private static FixedContent Read(string name) =>
        FixedContent.Read(
            name,
            Path.GetExtension(name) switch
            {
                ".html" => "text/html; charset=utf-8",
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml",
                ".webmanifest" => "application/manifest+json",
                _ => "application/octet-stream",
            }
        );
}
