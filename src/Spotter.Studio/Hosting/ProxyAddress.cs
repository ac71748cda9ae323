using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Net.Http.Headers;

namespace Spotter.Studio.Hosting;

/// <summary>
/// A studio behind a reverse proxy: visitors call it by another name, over TLS that ends at the proxy, and maybe below
/// a path.
/// </summary>
internal static class ProxyAddress
{
    public static void Use(IApplicationBuilder app, Uri? publicAddress)
    {
        if (publicAddress is null)
        {
            return;
        }

        // Only this machine reaches the listener, and the proxy is on it.
        app.UseForwardedHeaders(
            new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost,
                AllowedHosts = [publicAddress.Host],
            }
        );
        var path = new PathString(publicAddress.AbsolutePath.TrimEnd('/'));
        app.Use(
            (context, next) =>
            {
                if (context.Request.Host.Host.Equals(publicAddress.Host, StringComparison.OrdinalIgnoreCase))
                {
                    // Whoever set the proxy up has said so; a header that it forgets to send changes nothing.
                    context.Request.Scheme = publicAddress.Scheme;
                }

                return path.HasValue ? BelowAsync(context, path, next) : next(context);
            }
        );
    }

    // Proxies leave the path before the rest, or take it away: both are fine.
    private static Task BelowAsync(HttpContext context, PathString path, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (request.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
        {
            // Without the slash at its end, what the page names would be looked for beside it.
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = $"{path}/{request.QueryString}";
            return Task.CompletedTask;
        }

        if (request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase, out PathString rest))
        {
            request.Path = rest;
        }

        request.PathBase = path;
        context.Response.OnStarting(
            static state =>
            {
                var (answered, before) = ((HttpContext, PathString))state;
                string? location = answered.Response.Headers[HeaderNames.Location];
                if (location?.StartsWith('/') == true)
                {
                    answered.Response.Headers.Location = $"{before}{location}";
                }

                return Task.CompletedTask;
            },
            (context, path)
        );
        return next(context);
    }
}
