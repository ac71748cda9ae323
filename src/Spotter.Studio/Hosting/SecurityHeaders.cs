namespace Spotter.Studio.Hosting;

/// <summary>Tells browsers what the page may do: nothing but talk to this studio and use the camera.</summary>
internal static class SecurityHeaders
{
    public static void Add(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "no-store";

        // Named beside 'self' because not every browser takes WebSockets of the same origin for it.
        string socket = $"{(context.Request.IsHttps ? "wss" : "ws")}://{context.Request.Host}";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' "
            + "blob:; "
            + $"connect-src 'self' {socket}; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            + $"frame-ancestors 'none'";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), display-capture=()";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
