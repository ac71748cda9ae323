namespace Spotter.Studio.Hosting;

/// <summary>
/// <c>/openapi/v1.json</c>: what can be asked for. The file is made of the endpoints (build/Spotter.Documents), looked
/// at by people, and served as it is.
/// </summary>
internal static class InterfaceDocument
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        FixedContent document = FixedContent.Read("openapi.json", "application/json; charset=utf-8");
        routes
            .MapMethods("/openapi/v1.json", [HttpMethods.Get, HttpMethods.Head], document.ServeAsync)
            .ExcludeFromDescription();
    }
}
