using Spotter.Studio.Hosting;

namespace Spotter.Studio.Access;

/// <summary>Lets a request through, or not, before anything of it is worked on.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessRules rules, Sessions sessions)
{
    public Task InvokeAsync(HttpContext context)
    {
        SecurityHeaders.Add(context);
        PathString path = context.Request.Path;
        bool isApi = path.StartsWithSegments("/api", StringComparison.Ordinal);
        if (isApi || path.StartsWithSegments("/openapi", StringComparison.Ordinal))
        {
            context.Response.Headers.CacheControl = "no-store";
            rules.CheckOrigin(context.Request);
            if (isApi && context.Request.IsHttps && !IsOpen(path) && sessions.Find(context) is null)
            {
                throw new ProblemException(
                    StatusCodes.Status401Unauthorized, "Token needed", "open the address with the token that the studio printed, or POST the token to /api/session");
            }
        }

        return next(context);
    }

    // TLS is for other machines only, so it tells them from this one.
    private static bool IsOpen(PathString path) => path == "/api/session" || path == "/api/health";
}
