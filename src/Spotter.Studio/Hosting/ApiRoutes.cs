using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Spotter.Studio.Hosting;

/// <summary>
/// What holds of every address of the interface: its version, HEAD wherever there is GET, OPTIONS, and the way from the
/// addresses that had no version yet.
/// </summary>
internal static class ApiRoutes
{
    /// <summary>Under this are all addresses of the interface.</summary>
    public const string Prefix = "/api/v1";

    private const string Unversioned = "/api";
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Takes the endpoints of the interface.</summary>
    public static RouteGroupBuilder Group(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup("");
        api.WithMetadata(new ApiEndpoint());
        ((IEndpointConventionBuilder)api).Finally(TakeHead);
        return api;
    }

    /// <summary>A GET is a HEAD too: the server sends the same head, and leaves the body out.</summary>
    public static void TakeHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { HttpMethods: ["GET"] } methods)
        {
            endpoint.Metadata[endpoint.Metadata.IndexOf(methods)] = new HttpMethodMetadata(Reading);
        }
    }

    /// <summary>Adds what follows from the endpoints that there are; called when all are.</summary>
    public static void Complete(IEndpointRouteBuilder routes)
    {
        RouteEndpoint[] endpoints =
        [
            .. routes
                .DataSources.SelectMany(static source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(static endpoint => endpoint.Metadata.GetMetadata<ApiEndpoint>() is not null),
        ];
        foreach (IGrouping<string, RouteEndpoint> address in endpoints.GroupBy(ShapeOf, StringComparer.Ordinal))
        {
            string path = $"/{address.First().RoutePattern.RawText!.Trim('/')}";
            string[] methods = [.. address.SelectMany(MethodsOf).Distinct(StringComparer.Ordinal)];
            string allowed = string.Join(", ", methods.Append(HttpMethods.Options));
            Map(path, [HttpMethods.Options], address, context => SayMethods(context, allowed));
            string old = $"{Unversioned}{path[Prefix.Length..]}";
            Map(old, [.. methods, HttpMethods.Options], address, context => MoveAsync(context, address));
        }

        void Map(string path, string[] methods, IEnumerable<RouteEndpoint> address, RequestDelegate answer)
        {
            IEndpointConventionBuilder mapped = routes.MapMethods(path, methods, answer).ExcludeFromDescription();
            mapped.WithMetadata([.. address.First().Metadata.OfType<IAuthorizeData>(), new AnyLength()]);
        }
    }

    // What parameters are called does not tell addresses apart.
    private static string ShapeOf(RouteEndpoint endpoint) =>
        string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(static segment =>
                segment.Parts is [RoutePatternLiteralPart literal] ? literal.Content : "{}"
            )
        );

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    private static Task SayMethods(HttpContext context, string methods)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Allow = methods;
        return Task.CompletedTask;
    }

    private static Task MoveAsync(HttpContext context, IEnumerable<RouteEndpoint> address)
    {
        // Clients of WebSockets follow no redirection.
        if (context.WebSockets.IsWebSocketRequest)
        {
            return address.First().RequestDelegate!(context);
        }

        HttpRequest request = context.Request;
        string moved = $"{Prefix}{request.Path.ToUriComponent()[Unversioned.Length..]}";
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"{moved}{request.QueryString}";
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsync($"this address is {moved} now\n", context.RequestAborted);
    }

    /// <summary>Whoever is led on may have begun to send a file.</summary>
    private sealed class AnyLength : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}

/// <summary>Says of an endpoint that it belongs to the interface.</summary>
internal sealed class ApiEndpoint;
