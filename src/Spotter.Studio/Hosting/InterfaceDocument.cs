using System.Text;

namespace Spotter.Studio.Hosting;

/// <summary>
/// <c>/openapi/v1.json</c>: what can be asked for. The file is made of the endpoints (build/Spotter.Documents), looked
/// at by people, and served as it is.
/// </summary>
internal static class InterfaceDocument
{
    private const string Here = "\"url\": \"/\"";

    public static void Map(IEndpointRouteBuilder routes, Uri? publicAddress)
    {
        FixedContent document = FixedContent.Read("openapi.json", "application/json; charset=utf-8");
        if (publicAddress is not null)
        {
            // Where clients that are made of it ask.
            string json = Encoding.UTF8.GetString(document.Content);
            string server = $"\"url\": \"{publicAddress.AbsoluteUri.TrimEnd('/')}\"";
            document = document with
            {
                Content = Encoding.UTF8.GetBytes(json.Replace(Here, server, StringComparison.Ordinal)),
            };
        }

        routes
            .MapMethods("/openapi/v1.json", [HttpMethods.Get, HttpMethods.Head], document.ServeAsync)
            .ExcludeFromDescription();
    }
}
